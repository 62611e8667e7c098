/**
 * Exact search: {@link org.flatsearch.search.strategy.exact.BranchAndBound} proves the optimum of
 * any problem that offers a {@link org.flatsearch.search.Decomposition}; {@link
 * org.flatsearch.search.strategy.exact.Auto} finds a good point first and then proves.
 *
 * <p>{@code BoxSearch} is the search itself, and its class comment says why its bounds are right:
 * {@code add} bounds a {@code Box} and prunes or queues it, {@code complete} completes it. Where
 * that takes long, {@code Targets} decides what points to look for, and for how long. Meanwhile
 * {@code SideClimbs} looks for better points; {@code Audit} spot-checks what was pruned.
 *
 * <p>Nothing here knows what the decisions mean: the problem supplies bounds, and completes points
 * whose shared decisions are fixed.
 *
 * <p>API for programs: {@code Auto} and {@code BranchAndBound}; the rest is internal.
 */
package org.flatsearch.search.strategy.exact;
