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
 * keeps the best and writes the trace for all strategies alike. It has {@code PointEvaluator} and
 * {@code BatchEvaluator} evaluate and {@code Recorder} keep what was found, while {@code
 * SupervisedSearch} watches that it ends. What is better is up to {@link
 * org.flatsearch.search.Score} and {@link org.flatsearch.search.Objective}; {@link
 * org.flatsearch.search.RestrictedProblem} leaves out values; {@link
 * org.flatsearch.search.Decomposition} is what a proof asks a problem for.
 *
 * <p>Problems made of attention schedules are in {@code org.flatsearch.search.space}, the
 * strategies in {@code org.flatsearch.search.strategy}.
 */
package org.flatsearch.search;
