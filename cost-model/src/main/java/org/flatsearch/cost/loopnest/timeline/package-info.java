/**
 * One core's way through all phases of a nest: when each phase begins and ends, at least, in
 * cycles.
 *
 * <p>In this order:
 *
 * <ol>
 *   <li>{@code PhaseState} has the rules that lead from one phase to the next. {@code PhaseSpan} is
 *       when the last phase of a stage began and ended; {@code PhaseLoads}, {@code PhaseLanes},
 *       {@code PhaseStores} and {@code PhaseChannel} follow the other resources; {@code
 *       PhaseSoftmax} is what the lanes do between the stages, {@code SoftmaxPass} when they do it
 *       if logits go through DRAM.
 *   <li>{@code PhaseSlots} says when there are slots for the tiles that are loaded ({@code
 *       TileSlots}: of one tensor).
 *   <li>{@code PhaseTimeline} plays the phases of a {@code PhaseLine}. Of many iterations that are
 *       alike, it plays a few ({@code PlayedLoops}) and skips the others ({@code PhaseIteration}).
 *   <li>{@code PhaseOrder} knows which phases come next. From that follows which loads come next
 *       ({@code LoadQueue}), which of these have slots ({@code SlotOrder}), and which the channel
 *       serves before the streams of a phase: {@code BlockingLoads}, with the list {@code
 *       UpcomingLoads}. This part takes most of the time; it can be left out, and then phases may
 *       seem to end earlier.
 * </ol>
 *
 * <p>Other packages see only {@code PhaseTimeline}.
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.cost.loopnest.timeline;
