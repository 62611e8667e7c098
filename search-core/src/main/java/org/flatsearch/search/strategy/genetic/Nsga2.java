package org.flatsearch.search.strategy.genetic;

import io.jenetics.Phenotype;
import io.jenetics.engine.Engine;
import io.jenetics.engine.EvolutionStart;
import io.jenetics.util.ISeq;
import io.jenetics.util.RandomRegistry;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.search.Parameters;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.strategy.Neighbourhood;

/**
 * NSGA-II (Deb, Pratap, Agarwal and Meyarivan, "A fast and elitist multiobjective genetic
 * algorithm: NSGA-II", IEEE Transactions on Evolutionary Computation 6, 2002): searches for the
 * Pareto front of the objective's two or three metrics. A feasible point dominates infeasible ones;
 * among infeasible points, the smaller violation dominates.
 *
 * <p>Of each generation of 2N individuals the N best by rank and crowding survive, and N more are
 * bred from winners of tournaments between two of them. All evaluated points go through an archive,
 * whose contents are the reported front: at most {@code front} points, the least crowded ones. With
 * a tolerance, values in the same step are equal to the archive, as they are to the choice of the
 * best point. Selection still distinguishes them, since progress within a step leads to the next.
 */
public final class Nsga2 implements SearchStrategy {
  /** After this many generations without a new individual, none is to be expected any more. */
  private static final int BARREN_GENERATIONS = 1_000;

  @Override
  public String name() {
    return "nsga2";
  }

  @Override
  public String description() {
    return "seeks the Pareto front of 2 or 3 metrics (population, crossover, mutation, front)";
  }

  @Override
  public void search(SearchRun run) {
    run.parameters().requireKnown(Set.of("population", "crossover", "mutation", "front"));
    if (run.objective().size() < 2 || run.objective().size() > 3) {
      throw new InvalidInputException(
          "strategy 'nsga2' seeks the front of 2 or 3 metrics, but the objective has %s: %s."
              .formatted(run.objective().size(), String.join(", ", run.objective().metrics())));
    }
    Settings settings = Settings.of(run.parameters());
    FrontArchive archive = new FrontArchive(settings.front, run.objective().tolerance());
    run.reportFront(() -> archive.points(run.bestDecisions(), run.best()));
    Neighbourhood neighbourhood = new Neighbourhood(run.problem());
    if (neighbourhood.isSinglePoint()) {
      run.evaluate(new int[neighbourhood.dimensions()]);
      return;
    }
    RandomGenerator random = new SplittableRandom(run.seed());
    RandomRegistry.with(random, r -> evolve(run, settings, neighbourhood, archive, r));
  }

  /** The values of the parameters. */
  private record Settings(int population, double crossover, double mutation, int front) {
    static Settings of(Parameters parameters) {
      return new Settings(
          parameters.integer("population", 100, 2, 1_000_000),
          parameters.real("crossover", 0.7, 0, 1),
          parameters.real("mutation", 0.8, 0, 1),
          parameters.integer("front", 200, 1, 100_000));
    }
  }

  /** Evolves until the run ends it or nothing new is bred. */
  private static Void evolve(
      SearchRun run,
      Settings settings,
      Neighbourhood neighbourhood,
      FrontArchive archive,
      RandomGenerator random) {
    CrowdedSelector fittest = new CrowdedSelector();
    Engine<DecisionGene, Fitness> engine =
        GeneticSearch.engine(
                run,
                new PopulationFitness(run, archive::add),
                neighbourhood,
                random,
                settings.crossover,
                settings.mutation)
            .populationSize(2 * settings.population)
            .offspringFraction(0.5)
            .offspringSelector(
                (all, count, optimum) -> winners(fittest.select(all, count, optimum), random))
            .survivorsSelector(fittest)
            .build();
    EvolutionStart<DecisionGene, Fitness> start = EvolutionStart.empty();
    int barren = 0;
    while (barren < BARREN_GENERATIONS) {
      run.checkpoint();
      long before = run.evaluations();
      start = engine.evolve(start).next();
      barren = run.evaluations() == before ? barren + 1 : 0;
    }
    return null;
  }

  /**
   * The winners of as many tournaments of two as there are survivors. The selector of Jenetics for
   * this, {@code UFTournamentSelector}, would let each individual of the 2N compete once, with its
   * neighbour, so that half of the parents would not be survivors.
   *
   * @param survivors from the best to the worst
   */
  private static ISeq<Phenotype<DecisionGene, Fitness>> winners(
      ISeq<Phenotype<DecisionGene, Fitness>> survivors, RandomGenerator random) {
    int count = survivors.size();
    return Stream.generate(() -> Math.min(random.nextInt(count), random.nextInt(count)))
        .limit(count)
        .map(survivors::get)
        .collect(ISeq.toISeq());
  }
}
