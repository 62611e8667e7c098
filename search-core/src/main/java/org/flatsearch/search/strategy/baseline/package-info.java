/**
 * The strategies that others are measured against: complete enumeration, random draws, and the
 * simplest hill climber.
 *
 * <pre>{@code
 * SearchResult optimum = Search.of(smallProblem, new ExhaustiveSearch()).run();
 * SearchResult chance = Search.of(problem, new RandomSearch()).seed(7).run();
 * }</pre>
 *
 * <p>API for programs.
 */
package org.flatsearch.search.strategy.baseline;
