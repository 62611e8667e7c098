/**
 * {@code walk}: the reference walker. It plays a loop nest as events in time, tile by tile, and
 * adds up the words of each event. It is the test oracle for the closed form {@code loopnest} of
 * the same machine, and a cost model of its own.
 *
 * <p>A step is one DRAM tile of one stage on one core; a shared tile is one iteration of all shared
 * loops: its Logit steps, their softmax, its Attend steps. Steps of the same kind (which loops are
 * at their last tile, whether sums are continued) move the same words in the same time, so that
 * this is worked out before the walk, once for each kind. The parts:
 *
 * <ul>
 *   <li>{@link org.flatsearch.cost.walk.TiledNest} and {@link org.flatsearch.cost.walk.TiledStage}
 *       say which tiles there are and how large each is, {@link org.flatsearch.cost.walk.Dealing}
 *       which core gets which, {@link org.flatsearch.cost.walk.Footprint} what the buffer holds.
 *   <li>{@link org.flatsearch.cost.walk.WalkPlan} has what each kind of event moves and how long it
 *       takes: {@link org.flatsearch.cost.walk.StepKind} and {@link
 *       org.flatsearch.cost.walk.ArrayPasses} of array work, {@link
 *       org.flatsearch.cost.walk.HeldTensor} of loads and stores, {@link
 *       org.flatsearch.cost.walk.LaneJob} of the lanes; {@link org.flatsearch.cost.walk.Durations}
 *       turns words and cycles into ticks.
 *   <li>{@link org.flatsearch.cost.walk.Timeline} plays the events; its class comment has the
 *       rules. For each {@link org.flatsearch.cost.walk.Core}, {@link
 *       org.flatsearch.cost.walk.ArrayOrder} is the order of array work, {@link
 *       org.flatsearch.cost.walk.LoadQueue} the loads, {@link org.flatsearch.cost.walk.Lanes} the
 *       lanes and {@link org.flatsearch.cost.walk.Slots} the room in the buffer; all cores share
 *       {@link org.flatsearch.cost.walk.Dram}.
 *   <li>{@link org.flatsearch.cost.walk.Repetition} notices when a timeline repeats itself, and
 *       skips what is known, in time and in counts.
 *   <li>{@link org.flatsearch.cost.walk.SheetFiller} turns counts into energy and both into the
 *       figures of a sheet.
 * </ul>
 *
 * <p>No count here has a closed form: words are added up as they move. {@link
 * org.flatsearch.cost.CostSheet#extrapolated} says that repetitions were skipped; the figures equal
 * those of the full walk, busy times to twelve digits.
 *
 * <p>{@link org.flatsearch.cost.walk.WalkListener} hears of events one by one, through {@code
 * EventTrace}, which is null in all other walks.
 *
 * <p>API for programs and plug-ins: {@code WalkModel} and {@code WalkListener}; the rest is
 * internal.
 */
package org.flatsearch.cost.walk;
