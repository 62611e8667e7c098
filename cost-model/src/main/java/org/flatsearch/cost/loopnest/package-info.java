/**
 * The cost model {@code loopnest}: exact data movement of any fused loop nest, in closed form.
 *
 * <p>{@code LoopNestEvaluator} joins what the two stages cost with the softmax between them. It
 * asks three rooms, each of which knows those before it only:
 *
 * <ul>
 *   <li>{@code tile}: how often the tiles of a stage move, what the array does on them, who gets
 *       them, what they take of the buffer;
 *   <li>{@code phase}: what a stage does on one shared tile of each kind;
 *   <li>{@code timeline}: when a core is done with one phase after another.
 * </ul>
 *
 * <p>Here a stage is put together:
 *
 * <ul>
 *   <li>{@code StageCounter} counts what one stage moves and computes (K's traffic is in its {@code
 *       countWeight}); {@code StageCosts} are the counts, which the exact search compares.
 *   <li>{@code PhaseTimes} and {@code StageEnds} say what a stage contributes to the time, summed
 *       over its phases ({@code StageTimes}); {@code CriticalChains} bounds the time of the whole
 *       with those sums, {@code WorkBesideTransfers} by what a core has at hand while the channel
 *       is busy ({@code WorkAtHand}, {@code TransferTimes}). The latency is the longer of this and
 *       the timeline.
 * </ul>
 *
 * <p>Everything it counts equals what the walker in {@code org.flatsearch.cost.walk} counts, and
 * its latency never exceeds the walker's. No figure falls when one that it is made of rises: change
 * it so that this stays true, for an exact search concludes from it.
 */
package org.flatsearch.cost.loopnest;
