/**
 * What a stage does in a phase: the work on one shared tile. All times are lower bounds in cycles,
 * whatever came before the phase; {@code timeline} has what follows what.
 *
 * <p>In this order:
 *
 * <ol>
 *   <li>{@code Phase} is a number that says which kind of shared tile a phase is on and which loops
 *       have advanced. {@code PhaseFigures} are the figures of a stage by kind; {@code PhaseCycles}
 *       explains each of them.
 *   <li>{@code PhaseCounter} fills them in, kind by kind: {@code PhaseTiles} has the sizes, {@code
 *       PhaseTensor} the tiles of a tensor that move ({@code StageTensors}: all of a stage), {@code
 *       PhaseInputs} what is loaded, {@code PhaseOutputs} what is stored and comes back, {@code
 *       PhaseSteps} how long the steps take with their streams.
 *   <li>Where the steps are few, {@code StepTimeline} follows them one by one and raises what has
 *       been counted: {@code StepOrder} lists the steps, {@code StepLoads} the loads before them,
 *       {@code StepTable} and {@code StepTransfers} say how long either take.
 *   <li>Loads of later phases can be served before the streams of this one. {@code StagePrefetch}
 *       and {@code TensorPrefetch} say which loads of a stage can be done that early; {@code
 *       PrefetchCounter} counts them, and how much longer the steps take beside loads: {@code
 *       StepsBesideLoads} has the argument, {@code KnownStepsBesideLoads} the same where the steps
 *       are known.
 * </ol>
 *
 * <p>Only {@code loopnest} and {@code timeline} use these classes.
 */
package org.flatsearch.cost.loopnest.phase;
