/**
 * The cost model {@code flat}: the accounting of the FLAT authors' own simulator (Kao et al.,
 * ASPLOS 2023), in closed form.
 *
 * <p>{@link org.flatsearch.cost.flat.FlatModel} holds the formulas and where they come from, {@link
 * org.flatsearch.cost.flat.FlatRules} the subset of schedules that they cover. The rest is how they
 * are computed without allocating: one table row per stage and stationarity, filled when a workload
 * is bound to an accelerator.
 */
package org.flatsearch.cost.flat;
