/**
 * Models held against measured kernels.
 *
 * <ul>
 *   <li>{@code MeasuredTable} reads a table of {@code MeasuredRow}s; {@code Kernel} knows which
 *       schedule the {@code Blocks} of a row are, and which others its tuner tries;
 *   <li>{@link org.flatsearch.experiments.silicon.Scoreboard} has the {@code Prediction} of each
 *       row, which the command {@code silicon} shows;
 *   <li>{@link org.flatsearch.experiments.silicon.Calibration} fits figures of an accelerator to
 *       the rows of its chip, with {@code Fit}, for the command {@code calibrate}.
 * </ul>
 *
 * <p>Internal: any release may change it.
 */
package org.flatsearch.experiments.silicon;
