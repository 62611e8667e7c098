/**
 * The cost model {@code loopnest}: exact data movement of any fused loop nest, in closed form.
 *
 * <p>{@code StageCounter} counts what one stage moves, computes and holds (K's traffic is in its
 * {@code countWeight}); {@code Dealing} says how tiles are dealt to cores; {@code
 * LoopNestEvaluator} joins the two stages with the softmax between them and bounds the time.
 * Everything it counts equals what the walker in {@code org.flatsearch.cost.walk} counts, and its
 * latency never exceeds the walker's.
 */
package org.flatsearch.cost.loopnest;
