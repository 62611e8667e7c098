/**
 * The space of model {@code loopnest}: every loop nest that can matter, as a vector of 27 integers.
 *
 * <p>{@link org.flatsearch.search.space.loopnest.LoopNestSpace} is the space; {@code DecisionIndex}
 * says where each decision stands in the vector, {@code TileCandidates} which tile sizes are worth
 * trying and why, {@code Canonical} which of several equivalent vectors stands for a schedule.
 *
 * <p>For proofs, {@code LoopNestProver} bounds and completes boxes of the shared decisions ({@code
 * SharedBox}): {@code StagePlan} lists the classes of each stage's choices, {@code StageBounds}
 * bounds parts of them ({@code StagePart}) and {@code Narrowing} halves these, {@code StageChoices}
 * expands what is left, {@code StageFront} keeps those that no other beats, {@code Pairing} joins
 * the two stages.
 */
package org.flatsearch.search.space.loopnest;
