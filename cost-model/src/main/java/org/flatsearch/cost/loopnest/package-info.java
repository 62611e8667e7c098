/**
 * The cost model {@code loopnest}: exact data movement of any fused loop nest, in closed form.
 *
 * <ul>
 *   <li>{@code StageCounter} counts what one stage moves and computes (K's traffic is in its {@code
 *       countWeight}), with {@code StageMoves} for when tiles change, {@code ArrayWork} for the
 *       array's part and {@code StageFootprint} for the bytes held.
 *   <li>{@code Dealing} says how tiles are dealt to cores.
 *   <li>{@code LoopNestEvaluator} joins the two stages with the softmax between them.
 *   <li>{@code PhaseTimes} and {@code StageEnds} say what a stage contributes to the time, summed
 *       over its phases (the work on one shared tile each); {@code CriticalChains} bounds the time
 *       of the whole with those sums, {@code WorkBesideTransfers} by what a core has at hand while
 *       the channel is busy.
 *   <li>{@code PhaseCounter} counts what a stage does on each kind of shared tile (with {@code
 *       PhaseSteps} for its steps, {@code PhaseOutputs} for what leaves), {@code PhaseTimeline}
 *       follows a core through all phases by that, {@code PhaseState} has the rules from one phase
 *       to the next, with {@code PhaseLanes}, {@code PhaseStores} and {@code PhaseChannel} for what
 *       else is busy, and {@code PhaseSlots} for the slots of tiles ({@code StoresBefore}: stores
 *       that loads into them follow). The longer of the two is the latency.
 *   <li>{@code StepTimeline} follows the steps of a phase, where they are few: {@code StepOrder}
 *       lists them, {@code StepTable} and {@code StepTransfers} say how long they and their tiles
 *       take, {@code StepLoads} which tiles are loaded within the phase.
 *   <li>{@code PhaseOrder} knows which phases come next ({@code PhaseLine}), so which loads do
 *       ({@code LoadQueue}), and {@code LoadsAhead} which of those hold up the streams of a phase
 *       because the channel serves them first, by the slots that have been left ({@code
 *       TilesAhead}). {@code QueueCounter} and {@code StepsBesideLoads} count what that takes, or
 *       {@code LoadsBetweenSteps} where the steps are known; {@code LoadsBehindFirst} what loads
 *       within a phase do.
 * </ul>
 *
 * <p>Everything it counts equals what the walker in {@code org.flatsearch.cost.walk} counts, and
 * its latency never exceeds the walker's.
 */
package org.flatsearch.cost.loopnest;
