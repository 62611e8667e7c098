package org.flatsearch.search.strategy.genetic;

import io.jenetics.EliteSelector;
import io.jenetics.Genotype;
import io.jenetics.Optimize;
import io.jenetics.TournamentSelector;
import io.jenetics.UniformCrossover;
import io.jenetics.engine.Engine;
import io.jenetics.engine.EvolutionResult;
import io.jenetics.engine.EvolutionStart;
import io.jenetics.util.Factory;
import io.jenetics.util.RandomRegistry;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.strategy.Neighbourhood;

/**
 * A genetic algorithm: tournament selection of parents, uniform crossover, a mutation that
 * distinguishes ordered from categorical decisions, and survival of the best individuals. When
 * {@code patience} generations in a row improve nothing, it restarts with a new population.
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
    Neighbourhood neighbourhood = new Neighbourhood(run.problem());
    if (neighbourhood.isSinglePoint()) {
      run.evaluate(new int[neighbourhood.dimensions()]);
      return;
    }
    RandomGenerator random = new SplittableRandom(run.seed());
    RandomRegistry.with(random, registered -> evolve(run, neighbourhood, registered));
  }

  /** Never returns: the run ends it. */
  private static Void evolve(SearchRun run, Neighbourhood neighbourhood, RandomGenerator random) {
    int patience = run.parameters().integer("patience", 40, 1, 1_000_000);
    DecisionGene[][] domains = domains(run);
    FirstGeneration first = new FirstGeneration(run, domains, neighbourhood, random);
    Engine<DecisionGene, Fitness> engine = engine(run, neighbourhood, domains, first);
    while (true) {
      evolveUntilStuck(engine, patience);
      run.count("restarts", 1);
    }
  }

  private static void evolveUntilStuck(Engine<DecisionGene, Fitness> engine, int patience) {
    EvolutionStart<DecisionGene, Fitness> start = EvolutionStart.empty();
    Fitness best = null;
    int fruitless = 0;
    while (fruitless < patience) {
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

  private static Engine<DecisionGene, Fitness> engine(
      SearchRun run,
      Neighbourhood neighbourhood,
      DecisionGene[][] domains,
      Factory<Genotype<DecisionGene>> first) {
    double crossover = run.parameters().real("crossover", 0.7, 0, 1);
    double mutation = run.parameters().real("mutation", 0.8, 0, 1);
    double survivors = run.parameters().real("survivors", 0.2, 0, 0.99);
    TournamentSelector<DecisionGene, Fitness> tournament = new TournamentSelector<>(TOURNAMENT);
    BatchFitness<Fitness> fitness = new BatchFitness<>(run, (point, score) -> Fitness.of(score));
    return new Engine.Builder<>(fitness, first)
        .optimize(Optimize.MINIMUM)
        .populationSize(run.parameters().integer("population", 50, 2, 1_000_000))
        .offspringFraction(1 - survivors)
        .offspringSelector(tournament)
        .survivorsSelector(new EliteSelector<>(ELITE, tournament))
        .alterers(
            new UniformCrossover<>(crossover, 0.5),
            new ChangeMutator<>(neighbourhood, domains, mutation))
        .maximalPhenotypeAge(Long.MAX_VALUE)
        .executor(Runnable::run)
        .build();
  }

  static DecisionGene[][] domains(SearchRun run) {
    return run.problem().decisions().stream()
        .map(decision -> DecisionGene.domain(decision.size()))
        .toArray(DecisionGene[][]::new);
  }
}
