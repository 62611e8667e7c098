/**
 * Searching, without knowing what for: problems of integers, strategies, objectives, budgets.
 *
 * <pre>{@code
 * SearchResult result =
 *     Search.of(problem, strategy).objective(Objective.DEFAULT).budget(Budget.ofEvaluations(20_000)).run();
 * }</pre>
 *
 * <p>{@link org.flatsearch.search.SearchProblem} and {@link org.flatsearch.search.SearchStrategy}
 * are the two interfaces; {@link org.flatsearch.search.SearchRun} stands between them and counts,
 * keeps the best and writes the trace for all strategies alike. Problems made of attention
 * schedules are in {@code org.flatsearch.search.space}, the strategies in {@code
 * org.flatsearch.search.strategy}.
 */
package org.flatsearch.search;
