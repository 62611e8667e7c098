/**
 * Evolution by Jenetics: a genetic algorithm for one objective list, NSGA-II for Pareto fronts.
 *
 * <pre>{@code
 * SearchResult result =
 *     Search.of(problem, new GeneticSearch()).budget(Budget.ofEvaluations(20_000)).seed(3).run();
 * List<SearchResult.FrontPoint> front = Search.of(problem, new Nsga2()).run().front();
 * }</pre>
 *
 * <p>An individual has one chromosome ({@link
 * org.flatsearch.search.strategy.genetic.PointChromosome}) with one gene ({@link
 * org.flatsearch.search.strategy.genetic.DecisionGene}) per decision that has several values.
 * Crossover and the selection for one objective list are those of Jenetics; the mutator is
 * FlatSearch's own, because it distinguishes ordered from categorical decisions ({@link
 * org.flatsearch.search.strategy.Neighbourhood}). All random draws come from one seeded generator
 * in one thread; only evaluation may use several threads.
 *
 * <p>API for programs: {@code GeneticSearch} and {@code Nsga2}; the rest is internal.
 */
package org.flatsearch.search.strategy.genetic;
