/**
 * {@code walk}: the reference walker. It executes a loop nest, tile by tile and pass by pass,
 * increments a counter whenever words move and keeps time by events. It is the test oracle for the
 * closed form {@code loopnest} of the same machine, and a cost model of its own.
 *
 * <p>A step is one DRAM tile of one stage on one core; a shared tile is one iteration of all shared
 * loops: its Logit steps, their softmax, its Attend steps. {@link
 * org.flatsearch.cost.walk.WalkEvaluator} counts first, then plays the steps in time. The parts:
 *
 * <ul>
 *   <li>{@link org.flatsearch.cost.walk.Tiling} says which tiles there are and how large each is,
 *       {@link org.flatsearch.cost.walk.Dealing} which core gets which, {@link
 *       org.flatsearch.cost.walk.StepShape} what a step works with.
 *   <li>{@link org.flatsearch.cost.walk.HeldTile} decides when a buffered tensor is loaded: when
 *       the indices of its tile differ from those of the tile that is held.
 *   <li>{@link org.flatsearch.cost.walk.ArrayPasses} runs the passes of the PE array over one tile.
 *   <li>{@link org.flatsearch.cost.walk.CountingWalk} walks the cores and counts; {@link
 *       org.flatsearch.cost.walk.Footprint} adds up what the buffer holds.
 *   <li>{@link org.flatsearch.cost.walk.Timeline} plays the same steps as events in time; its class
 *       comment has the rules. For each core, {@link org.flatsearch.cost.walk.CoreTimeline} runs
 *       the array in the order of {@link org.flatsearch.cost.walk.ArrayOrder}, {@link
 *       org.flatsearch.cost.walk.LoadQueue} the loads, {@link org.flatsearch.cost.walk.SoftmaxUnit}
 *       the lanes and {@link org.flatsearch.cost.walk.Slots} the room in the buffer; all cores
 *       share {@link org.flatsearch.cost.walk.Dram}. {@link org.flatsearch.cost.walk.Durations}
 *       says how long each event takes.
 *   <li>{@link org.flatsearch.cost.walk.Repetition} notices when a timeline repeats itself.
 *   <li>{@link org.flatsearch.cost.walk.SheetFiller} turns counts into energy and both into the
 *       figures of a sheet.
 * </ul>
 *
 * <p>No count here has a closed form: words are added up as they move. A long walk counts each kind
 * of repetition once and multiplies, and skips stretches of time that are known to equal one that
 * was played; {@link org.flatsearch.cost.CostSheet#extrapolated} says so. The figures equal those
 * of the full walk, busy times to twelve digits.
 *
 * <p>API for programs and plug-ins: {@code WalkModel}; the rest is internal.
 */
package org.flatsearch.cost.walk;
