/**
 * Local search by OptaPlanner: late acceptance, tabu search, simulated annealing.
 *
 * <pre>{@code
 * SearchResult result =
 *     Search.of(problem, new SimulatedAnnealing()).budget(Budget.ofEvaluations(20_000)).seed(3).run();
 * }</pre>
 *
 * <p>A point is a {@link org.flatsearch.search.strategy.local.PlanningPoint} with one {@link
 * org.flatsearch.search.strategy.local.PlanningDecision} per decision. Its score is hard for the
 * violation and soft for the objective values, all on a logarithmic scale ({@link
 * org.flatsearch.search.strategy.local.LogarithmicScale}). What is OptaPlanner's: the acceptors,
 * the foragers, the bookkeeping of steps. What is ours: the moves ({@link
 * org.flatsearch.search.strategy.local.RandomMoves}), restarts, and the budget, which the {@link
 * org.flatsearch.search.SearchRun} keeps, since it alone evaluates.
 *
 * <p>Some classes are public only because OptaPlanner makes instances of them.
 */
package org.flatsearch.search.strategy.local;
