/**
 * The space of model {@code loopnest}: every loop nest that can matter, as a vector of 31 integers,
 * and the classes that prove its optimum.
 *
 * <p><b>The space.</b> {@link org.flatsearch.search.space.loopnest.LoopNestSpace} lists the
 * decisions, {@code NestDecoder} turns vectors into nests, {@code NestEncoder} turns nests into
 * vectors. Read first {@code DecisionIndex}, which gives the position of each decision, and {@code
 * Form}, the decision on which the others depend: it says which loops the stages share, and so
 * which decisions apply. {@code LoopOrder}, {@code StageOrder} and {@code Residencies} list the
 * alternatives of a stage, {@code KeyCuts} and {@code Places} those that only some accelerators and
 * workloads have. {@code TileCandidates} says which tile sizes are worth trying and why, {@code
 * Canonical} says which of several vectors stands for a schedule.
 *
 * <p><b>The proof.</b> {@code strategy.exact} asks {@code LoopNestProver} to bound and to complete
 * boxes; its class comment has the argument. Its parts, from coarse to fine:
 *
 * <ol>
 *   <li>{@code SharedBox}: lower bounds on the figures of a box's shared tiles, and where to split
 *       it;
 *   <li>{@code StagePlan}: all decisions of one stage alone in one form, as classes of choices
 *       ({@code StageClass}); {@code StagePart}: those of a class whose tiles lie in some ranges
 *       ({@code TileRanges});
 *   <li>{@code StageBounds}: bounds of parts. Those that can still improve on the best point remain
 *       ({@code RemainingParts}); {@code HiddenWork} first leaves out those that a mask makes too
 *       slow, and {@code Narrowing} halves them;
 *   <li>{@code StageChoices}: the single choices of the parts that remain;
 *   <li>{@code StageFront}: choices, or bounds, of one stage that no other beats; {@code Pairing}
 *       combines those of the two stages and compares the complete schedules.
 * </ol>
 *
 * <p><b>Words.</b> <em>Incumbent</em>: the best point so far. <em>Beats</em>: is at least as good
 * in every component of the costs, or in every figure of a tile. <em>Own</em>: belonging to one
 * stage, not shared. <em>Others</em>: choices or bounds of the other stage. <em>Tiled</em>: with
 * more than one iteration. <em>Ideal</em>: the least of each component among some choices.
 * <em>Rough</em> figures: lower bounds on the exact ones, computed in less time.
 *
 * <p><b>What may be changed.</b> If a bound is made lower, or more parts remain, a proof only takes
 * longer. A bound must never exceed the cost of a point that is better than the incumbent, and
 * nothing that is left out may be part of such a point. {@code ProofTest} compares proofs with
 * enumeration, {@code AdversarialBoundTest} and {@code AdversarialDominanceTest} look for bounds
 * that are too high and for missing points, and {@code RemainingPartsTest} and {@code
 * BoundEffortTest} prove the same in other ways. Bounds rely on costs that never fall when a figure
 * rises, which the model guarantees ({@code org.flatsearch.cost.loopnest}). Results report the
 * number of evaluations, and bounds and comparisons count as evaluations; so changing their order
 * changes results, although no optimum.
 *
 * <p>Internal: programs get its spaces by name, from {@code Spaces}.
 */
package org.flatsearch.search.space.loopnest;
