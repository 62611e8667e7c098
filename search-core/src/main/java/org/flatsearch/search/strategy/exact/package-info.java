/**
 * Exact search: {@link org.flatsearch.search.strategy.exact.BranchAndBound} proves the optimum of
 * any problem that offers a {@link org.flatsearch.search.Decomposition}; {@link
 * org.flatsearch.search.strategy.exact.Auto} finds a good point first and then proves.
 *
 * <p>{@code BoxSearch} is the search itself: its {@code add} bounds a {@code Box} and prunes it or
 * lets it wait. {@code SideClimbs} looks for better points meanwhile, {@code Audit} spot-checks
 * what was pruned.
 *
 * <p>Nothing here knows what the decisions mean: bounds, and the completion of a point whose shared
 * decisions are settled, are the problem's.
 */
package org.flatsearch.search.strategy.exact;
