/**
 * {@code walk}: the reference walker. It executes a loop nest, tile by tile and pass by pass,
 * increments a counter whenever words move and keeps time by events. It is the test oracle of the
 * closed form of the same machine and a cost model of its own.
 *
 * <p>A step is one DRAM tile of one stage on one core. What the parts are for:
 *
 * <ul>
 *   <li>{@link org.flatsearch.cost.walk.Tiling} says which tiles there are and how large each is,
 *       {@link org.flatsearch.cost.walk.Dealing} which core gets which.
 *   <li>{@link org.flatsearch.cost.walk.HeldTile} decides when a buffered tensor is loaded: when
 *       the indices of its tile differ from those of the tile that is held.
 *   <li>{@link org.flatsearch.cost.walk.ArrayPasses} runs the passes of the PE array over one tile.
 *   <li>{@link org.flatsearch.cost.walk.CountingWalk} walks the cores and counts; {@link
 *       org.flatsearch.cost.walk.Footprint} adds up what the buffer holds.
 *   <li>{@link org.flatsearch.cost.walk.Timeline} plays the same steps as events in time; its class
 *       comment has the rules. {@link org.flatsearch.cost.walk.Repetition} notices when it repeats
 *       itself.
 * </ul>
 *
 * <p>Nothing here is a closed form of a count: words are added up as they move. Long walks count
 * each kind of repetition once and multiply, and skip stretches of time that are known to be the
 * same as one that was played; {@link org.flatsearch.cost.CostSheet#extrapolated} says so. The
 * figures are those of the full walk.
 */
package org.flatsearch.cost.walk;
