/**
 * What a stage does in a phase: the work on one shared tile.
 *
 * <ul>
 *   <li>{@code PhaseCounter} fills the {@code PhaseFigures} of a stage, kind by kind of shared tile
 *       ({@code Phase}): with {@code PhaseTiles} for the sizes, {@code PhaseTensor} for what comes,
 *       {@code PhaseOutputs} for what leaves and {@code PhaseSteps} for the steps.
 *   <li>{@code StepTimeline} follows the steps of a phase, where they are few: {@code StepOrder}
 *       lists them, {@code StepTable} and {@code StepTransfers} say how long they and their tiles
 *       take, {@code StepLoads} which tiles are loaded within the phase.
 *   <li>{@code StagePrefetch} says which loads are done before a phase begins ({@code
 *       TensorPrefetch}). What they hold up of its streams is counted by {@code PrefetchCounter}
 *       and {@code StepsBesideLoads}, or by {@code LoadsBetweenSteps} where the steps are known;
 *       {@code LoadsBehindFirst} has what loads within a phase do.
 * </ul>
 *
 * <p>All of it is of one phase, whatever came before; {@code timeline} has what follows what. Only
 * those two packages, {@code loopnest} and {@code timeline}, use these classes.
 */
package org.flatsearch.cost.loopnest.phase;
