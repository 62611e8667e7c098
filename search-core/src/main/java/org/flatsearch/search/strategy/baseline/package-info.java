/**
 * The strategies that others are measured against: complete enumeration, random draws, and the
 * simplest hill climber, whose climbs other strategies build on.
 *
 * <pre>{@code
 * SearchResult optimum = Search.of(smallProblem, new ExhaustiveSearch()).run();
 * SearchResult chance = Search.of(problem, new RandomSearch()).seed(7).run();
 * }</pre>
 *
 * <p>{@link org.flatsearch.search.strategy.baseline.Climbing} changes points and begins climbs. Its
 * {@code Acceptance} decides which changes are kept and when a climb ends: {@code Lookback} climbs
 * greedily or late, {@code Cooling} anneals.
 */
package org.flatsearch.search.strategy.baseline;
