/**
 * The schedule of an attention layer: one representation for every cost model, exporter and
 * document.
 *
 * <p>{@link org.flatsearch.schedule.AttentionSchedule} is the immutable, checked form; {@link
 * org.flatsearch.schedule.LoopNest} the mutable one for the evaluation path. {@link
 * org.flatsearch.schedule.Stage}, {@link org.flatsearch.schedule.Dimension}, {@link
 * org.flatsearch.schedule.Tensor} and {@link org.flatsearch.schedule.Stationarity} are the
 * enumerations that both are made of. Nothing here knows what a schedule costs.
 *
 * <p>API for programs and plug-ins.
 */
package org.flatsearch.schedule;
