/**
 * What a stage does in a phase: its work on one shared tile. All times are lower bounds in cycles,
 * whatever came before the phase; {@code timeline} puts phases after one another.
 *
 * <p>In this order:
 *
 * <ol>
 *   <li>{@code Phase} is a number that says which kind of shared tile a phase is on and which loops
 *       have advanced. {@code PhaseFigures} has the figures of a stage by kind; {@code PhaseCycles}
 *       explains each figure.
 *   <li>{@code PhaseCounter} fills them in, kind by kind. {@code PhaseTiles} has the sizes, {@code
 *       PhaseTensor} the tiles of one tensor that move ({@code StageTensors}: all tensors of a
 *       stage). {@code PhaseInputs} counts what is loaded, {@code PhaseOutputs} what is stored and
 *       comes back, {@code PhaseSteps} how long the steps take, streams included.
 *   <li>Where there are few steps, {@code StepTimeline} follows them one by one and raises what has
 *       been counted. {@code StepOrder} lists the steps, {@code StepLoads} the loads before them;
 *       {@code StepTable} and {@code StepTransfers} have how long each takes.
 *   <li>Loads for later phases can be served between the streams of this one: they are interleaved.
 *       {@code StagePrefetch} and {@code TensorPrefetch} say which loads of a stage can be served
 *       that early. {@code PrefetchCounter} counts these, and how much longer the steps take for
 *       interleaved loads: {@code InterleavedSteps} has the argument, {@code KnownInterleavedSteps}
 *       applies it where the steps are known.
 * </ol>
 *
 * <p>Only {@code loopnest} and {@code timeline} use these classes.
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.cost.loopnest.phase;
