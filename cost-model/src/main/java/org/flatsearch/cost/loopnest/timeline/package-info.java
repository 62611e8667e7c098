/**
 * One core's way through all phases of a nest.
 *
 * <ul>
 *   <li>{@code PhaseTimeline} plays the phases, or few of many alike ({@code PlayedLoops} says
 *       which), which {@code PhaseLine} lists and {@code PhaseIteration} lets go by.
 *   <li>{@code PhaseState} has the rules from one phase to the next, with {@code PhaseLanes},
 *       {@code PhaseSoftmax}, {@code SoftmaxPass}, {@code PhaseStores} and {@code PhaseChannel} for
 *       what else is busy, {@code PhaseSpan} for when a phase was, and {@code PhaseSlots} for the
 *       slots of tiles ({@code TileSlots}; {@code StoresBefore}: stores that loads into them
 *       follow).
 *   <li>{@code PhaseOrder} knows which phases come next, so which loads do ({@code LoadQueue}), and
 *       {@code BlockingLoads} which of those hold up the streams of a phase because the channel
 *       serves them first, by the slots that have been left ({@code SlotOrder}, {@code
 *       UpcomingLoads}).
 * </ul>
 *
 * <p>Others see {@code PhaseTimeline} only.
 */
package org.flatsearch.cost.loopnest.timeline;
