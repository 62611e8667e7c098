/**
 * The tiles of one stage: their sizes, how they move, and the array's work on them.
 *
 * <p>In this order:
 *
 * <ol>
 *   <li>{@code Figures} has the figures of accelerator and workload, in cycles, bytes and joules.
 *   <li>{@code TileFigures} has everything about a tile size that costs depend on, at the array
 *       ({@code ArrayShape}) and elsewhere; the minima of these figures over several sizes bound
 *       the cost of each. {@code LoopProducts} has their products over any subset of the loops.
 *   <li>{@code TileMoves} says when the tile of a tensor changes, {@code WordMoves} how many words
 *       move then. {@code StageMoves} says which tensors of a stage move tile by tile, and which
 *       wait for which.
 *   <li>{@code ArrayWork} has the array's cycles and words, for a stage or any part of it.
 *   <li>{@code Dealing} deals the shared tiles to cores where they are alike, {@code UnlikeDealing}
 *       where a mask, parts of the keys or a queue make them differ; {@code TileSums} has what live
 *       tiles sum up to then, {@code SumBounds} bounds of it.
 *   <li>{@code NestFootprint} has only the bytes that both stages of a plain nest hold, and takes
 *       less time than counting, which matters because most nests that a search draws do not fit.
 * </ol>
 *
 * <p>Only {@code TileFigures} is meant for use outside the model: a space of schedules compares
 * tile sizes by it.
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.cost.loopnest.tile;
