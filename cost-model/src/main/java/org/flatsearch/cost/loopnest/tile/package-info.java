/**
 * The tiles of one stage: their sizes, their moves, the array's work on them.
 *
 * <ul>
 *   <li>{@code Figures} has those of accelerator and workload, {@code TileFigures} all that counts
 *       depend on of a tile size ({@code ArrayShape}), {@code LoopProducts} the products of them
 *       over any loops.
 *   <li>{@code StageMoves} says which tensors are moved tile by tile, and {@code TileMoves} how
 *       often and how many words each; {@code ArrayWork} has the array's cycles and words.
 *   <li>{@code Dealing} says how shared tiles are dealt to cores, {@code SharedTiles} which kinds
 *       of them a core runs through.
 *   <li>{@code StageFootprint} has the bytes held by tensor, {@code NestFootprint} the sum of both
 *       stages, in less time.
 * </ul>
 *
 * <p>Only {@code TileFigures} is for others than the model: a space of schedules compares tile
 * sizes by it.
 */
package org.flatsearch.cost.loopnest.tile;
