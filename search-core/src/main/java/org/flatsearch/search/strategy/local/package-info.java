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
 * org.flatsearch.search.strategy.LogarithmicScale}). OptaPlanner supplies the acceptors, the
 * foragers and the bookkeeping of steps. FlatSearch supplies the moves ({@link
 * org.flatsearch.search.strategy.local.RandomMoves}), the restarts, and the budget, which {@link
 * org.flatsearch.search.SearchRun} enforces, since it alone evaluates.
 *
 * <p>Some classes are public only because OptaPlanner creates instances of them.
 *
 * <p>API for programs: {@code LateAcceptance}, {@code TabuSearch} and {@code SimulatedAnnealing};
 * the rest is internal.
 */
package org.flatsearch.search.strategy.local;
