/**
 * The cost model {@code flat}: the accounting of the FLAT authors' own simulator (Kao et al.,
 * ASPLOS 2023), in closed form.
 *
 * <p>{@link org.flatsearch.cost.flat.FlatModel} holds the formulas and their origin, {@link
 * org.flatsearch.cost.flat.FlatRules} the subset of schedules that they cover. The other classes
 * compute them without allocating memory: one table row per stage and stationarity, filled when a
 * workload is bound to an accelerator.
 *
 * <p>API for programs and plug-ins: {@code FlatModel}; the rest is internal.
 */
package org.flatsearch.cost.flat;
