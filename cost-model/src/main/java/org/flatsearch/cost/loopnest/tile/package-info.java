/**
 * The tiles of one stage: their sizes, their moves, the array's work on them.
 *
 * <p>In this order:
 *
 * <ol>
 *   <li>{@code Figures} has those of accelerator and workload, in cycles, bytes and joules.
 *   <li>{@code TileFigures} has all that costs depend on of a tile size, at the array ({@code
 *       ArrayShape}) and elsewhere; their minima over some sizes bound all of these. {@code
 *       LoopProducts} has products of them over any loops.
 *   <li>{@code TileMoves} says how often the tile of a tensor changes and how many words move, by
 *       the rule of {@code StageCounter}; {@code StageMoves} which tensors of a stage are moved
 *       tile by tile, and which waits for which.
 *   <li>{@code ArrayWork} has the array's cycles and words, of a stage or any part of it.
 *   <li>{@code Dealing} says how shared tiles are dealt to cores; {@code SharedTiles} which kinds
 *       of them the busiest core runs through.
 *   <li>{@code StageFootprint} has the bytes held by tensor; {@code NestFootprint} only the sum of
 *       both stages, but in less time, for most nests that a search draws do not fit.
 * </ol>
 *
 * <p>Only {@code TileFigures} is for others than the model: a space of schedules compares tile
 * sizes by it.
 */
package org.flatsearch.cost.loopnest.tile;
