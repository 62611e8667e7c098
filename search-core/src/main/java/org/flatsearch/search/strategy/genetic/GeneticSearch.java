package org.flatsearch.search.strategy.genetic;

import io.jenetics.EliteSelector;
import io.jenetics.Optimize;
import io.jenetics.TournamentSelector;
import io.jenetics.UniformCrossover;
import io.jenetics.engine.Engine;
import io.jenetics.engine.EvolutionResult;
import io.jenetics.engine.EvolutionStart;
import io.jenetics.util.RandomRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.flatsearch.search.Decision;
import org.flatsearch.search.Parameters;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.strategy.Neighbourhood;

/**
 * A genetic algorithm: tournament selection of parents, uniform crossover, a mutation that
 * distinguishes ordered from categorical decisions. The two best individuals survive, and further
 * ones by tournament. When {@code patience} generations in a row improve nothing, it restarts with
 * a new population.
 */
public final class GeneticSearch implements SearchStrategy {
  private static final int ELITE = 2;
  private static final int TOURNAMENT = 3;

  @Override
  public String name() {
    return "genetic";
  }

  @Override
  public String description() {
    return "evolves a population (population, crossover, mutation, survivors, patience)";
  }

  @Override
  public void search(SearchRun run) {
    run.parameters()
        .requireKnown(Set.of("population", "crossover", "mutation", "survivors", "patience"));
    Settings settings = Settings.of(run.parameters());
    Neighbourhood neighbourhood = new Neighbourhood(run.problem());
    if (neighbourhood.isSinglePoint()) {
      run.evaluate(new int[neighbourhood.dimensions()]);
      return;
    }
    RandomGenerator random = new SplittableRandom(run.seed());
    RandomRegistry.with(random, registered -> evolve(run, settings, neighbourhood, registered));
  }

  /** The values of the parameters. */
  private record Settings(
      int population, double crossover, double mutation, double survivors, int patience) {
    static Settings of(Parameters parameters) {
      return new Settings(
          parameters.integer("population", 50, 2, 1_000_000),
          parameters.real("crossover", 0.7, 0, 1),
          parameters.real("mutation", 0.8, 0, 1),
          parameters.real("survivors", 0.2, 0, 0.99),
          parameters.integer("patience", 40, 1, 1_000_000));
    }

    /** The share of a generation that is bred: at least one individual, or nothing would evolve. */
    double offspring() {
      return Math.max(1 - survivors, 1.0 / population);
    }
  }

  /** Never returns: the run ends it. */
  private static Void evolve(
      SearchRun run, Settings settings, Neighbourhood neighbourhood, RandomGenerator random) {
    TournamentSelector<DecisionGene, Fitness> tournament = new TournamentSelector<>(TOURNAMENT);
    PopulationFitness fitness = new PopulationFitness(run, (point, score) -> {});
    Engine<DecisionGene, Fitness> engine =
        engine(run, fitness, neighbourhood, random, settings.crossover, settings.mutation)
            .populationSize(settings.population)
            .offspringFraction(settings.offspring())
            .offspringSelector(tournament)
            .survivorsSelector(new EliteSelector<>(ELITE, tournament))
            .build();
    while (true) {
      evolveUntilStuck(run, engine, settings.patience);
      run.count("restarts", 1);
    }
  }

  private static void evolveUntilStuck(
      SearchRun run, Engine<DecisionGene, Fitness> engine, int patience) {
    EvolutionStart<DecisionGene, Fitness> start = EvolutionStart.empty();
    Fitness best = null;
    int fruitless = 0;
    while (fruitless < patience) {
      run.checkpoint(); // A generation may breed nothing that has to be evaluated.
      EvolutionResult<DecisionGene, Fitness> generation = engine.evolve(start);
      if (best == null || generation.bestFitness().compareTo(best) < 0) {
        best = generation.bestFitness();
        fruitless = 0;
      } else {
        fruitless++;
      }
      start = generation.next();
    }
  }

  /** What breeds points of a run's problem; how many and from which is up to the strategy. */
  static Engine.Builder<DecisionGene, Fitness> engine(
      SearchRun run,
      PopulationFitness fitness,
      Neighbourhood neighbourhood,
      RandomGenerator random,
      double crossover,
      double mutation) {
    List<Decision> decisions = run.problem().decisions();
    DecisionGene[][] domains = new DecisionGene[decisions.size()][];
    Arrays.setAll(domains, k -> DecisionGene.domain(k, decisions.get(k).size()));
    return new Engine.Builder<>(fitness, new FirstGeneration(run, domains, neighbourhood, random))
        .optimize(Optimize.MINIMUM)
        .alterers(
            new UniformCrossover<>(crossover, 0.5),
            new ChangeMutator(neighbourhood, domains, mutation))
        .maximalPhenotypeAge(Long.MAX_VALUE)
        .executor(Runnable::run);
  }
}
