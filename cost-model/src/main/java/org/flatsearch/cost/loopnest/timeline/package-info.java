/**
 * One core's way through all phases of a nest: when each begins and ends, at least, in cycles.
 *
 * <p>In this order:
 *
 * <ol>
 *   <li>{@code PhaseState} has the rules from one phase to the next. {@code PhaseSpan} is when the
 *       last phase of a stage was; {@code PhaseLoads}, {@code PhaseLanes}, {@code PhaseStores} and
 *       {@code PhaseChannel} are what else is busy; {@code PhaseSoftmax} is what the lanes do
 *       between the stages, {@code SoftmaxPass} when through DRAM.
 *   <li>{@code PhaseSlots} says when there are slots for the tiles that are loaded ({@code
 *       TileSlots}: of one tensor).
 *   <li>{@code PhaseTimeline} plays the phases of a {@code PhaseLine}; of many that are alike it
 *       plays few ({@code PlayedLoops}) and lets the others go by ({@code PhaseIteration}).
 *   <li>{@code PhaseOrder} knows which phases come next. So it is certain which loads do ({@code
 *       LoadQueue}), which of them have slots ({@code SlotOrder}), and which the channel serves
 *       before the streams of a phase: {@code BlockingLoads}, with the list {@code UpcomingLoads}.
 *       It costs most and can be left out: phases end no later then.
 * </ol>
 *
 * <p>Others see {@code PhaseTimeline} only.
 */
package org.flatsearch.cost.loopnest.timeline;
