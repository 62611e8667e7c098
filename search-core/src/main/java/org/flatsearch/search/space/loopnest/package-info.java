/**
 * The space of model {@code loopnest}: every loop nest that can matter, as a vector of 27 integers,
 * and what proves its optimum.
 *
 * <p><b>The space.</b> {@link org.flatsearch.search.space.loopnest.LoopNestSpace} turns vectors
 * into nests, {@code NestEncoder} nests into vectors. Read first {@code DecisionIndex}, which says
 * where each decision stands, and {@code Form}, which decides what the others mean: what both
 * stages share, and so which decisions there are. {@code LoopOrder}, {@code StageOrder} and {@code
 * Residencies} list the alternatives of a stage. {@code TileCandidates} says which tile sizes are
 * worth trying and why, {@code Canonical} which of several vectors stands for a schedule.
 *
 * <p><b>The proof.</b> {@code strategy.exact} asks {@code LoopNestProver} to bound and to complete
 * boxes; its class comment has the argument. What it is made of, from the coarse to the fine:
 *
 * <ol>
 *   <li>{@code SharedBox}: the least figures of a box's shared tiles, and where to split it;
 *   <li>{@code StagePlan}: all that one stage decides for itself in one form, as classes of choices
 *       ({@code StageClass}); {@code StagePart}: those of a class whose tiles lie in some ranges
 *       ({@code TileRanges});
 *   <li>{@code StageBounds}: bounds of parts, of which those that can still improve on the best
 *       point remain ({@code RemainingParts}); {@code Narrowing} halves them;
 *   <li>{@code StageChoices}: the single choices of the parts that remain;
 *   <li>{@code StageFront}: choices, or bounds, of one stage that no other beats; {@code Pairing}
 *       joins those of one stage with the other's and compares the wholes.
 * </ol>
 *
 * <p><b>Words.</b> <em>Own</em>: of one stage, not shared. <em>Others</em>: choices or bounds of
 * the other stage. <em>Tiled</em>: with more than one iteration. <em>Ideal</em>: of each component
 * the least among some choices. <em>Rough</em> figures: no more than the exact ones, in less time.
 *
 * <p><b>What may be changed.</b> A bound may be lower than it is, and more may remain: a proof only
 * takes longer. It must never be above the cost of a point that is better than the best, and what
 * is left out must not be part of one. {@code ProofTest} holds proofs against enumeration, {@code
 * AdversarialBoundTest} and {@code AdversarialDominanceTest} look for bounds that are too high and
 * for points that are missing, {@code RemainingPartsTest} and {@code BoundEffortTest} prove the
 * same by other ways. What bounds rest on, costs that never fall when a figure rises, is the
 * model's part ({@code org.flatsearch.cost.loopnest}). Results tell how many evaluations a search
 * took, and bounds and comparisons count as some ({@code WorkMeter}): with another order of them
 * results change, although no optimum does.
 */
package org.flatsearch.search.space.loopnest;
