/**
 * Models held against measured kernels.
 *
 * <ul>
 *   <li>{@code MeasuredTable} reads a table of {@code MeasuredRow}s; {@code Kernel} knows which
 *       schedule the {@code Blocks} of a row are, and which others its tuner tries;
 *   <li>{@link org.flatsearch.experiments.silicon.Scoreboard} has the {@code Prediction} of each
 *       row, which the command {@code silicon} shows.
 * </ul>
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.experiments.silicon;
