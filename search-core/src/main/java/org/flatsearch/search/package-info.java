/**
 * Search over integer decisions, independent of attention: problems, strategies, objectives,
 * budgets.
 *
 * <pre>{@code
 * SearchResult result =
 *     Search.of(problem, strategy).objective(Objective.DEFAULT).budget(Budget.ofEvaluations(20_000)).run();
 * }</pre>
 *
 * <p>{@link org.flatsearch.search.SearchProblem} and {@link org.flatsearch.search.SearchStrategy}
 * are the two interfaces. {@link org.flatsearch.search.SearchRun} connects them: it counts
 * evaluations, keeps the best point and writes the trace, in the same way for all strategies.
 * {@code Recorder} keeps what was found. Points are compared by {@link org.flatsearch.search.Score}
 * and {@link org.flatsearch.goal.Objective}; {@link org.flatsearch.search.RestrictedProblem} leaves
 * out values; {@link org.flatsearch.search.Decomposition} is what a proof needs from a problem.
 *
 * <p>Problems made of attention schedules are in {@code org.flatsearch.search.space}, the
 * strategies in {@code org.flatsearch.search.strategy}.
 *
 * <p>API for programs and plug-ins.
 */
package org.flatsearch.search;
