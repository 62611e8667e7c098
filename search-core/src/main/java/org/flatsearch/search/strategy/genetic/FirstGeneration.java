package org.flatsearch.search.strategy.genetic;

import io.jenetics.Genotype;
import io.jenetics.util.Factory;
import java.util.random.RandomGenerator;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.strategy.Neighbourhood;

/** Creates new individuals: first the start of the run, if it has one, then random points. */
final class FirstGeneration implements Factory<Genotype<DecisionGene>> {
  private final DecisionGene[][] domains;
  private final Neighbourhood neighbourhood;
  private final RandomGenerator random;
  private final int[] point;
  private int[] start;

  FirstGeneration(
      SearchRun run,
      DecisionGene[][] domains,
      Neighbourhood neighbourhood,
      RandomGenerator random) {
    this.domains = domains;
    this.neighbourhood = neighbourhood;
    this.random = random;
    point = new int[domains.length];
    start = run.start();
  }

  @Override
  public Genotype<DecisionGene> newInstance() {
    if (start != null) {
      Genotype<DecisionGene> first = Genotype.of(PointChromosome.of(domains, start));
      start = null;
      return first;
    }
    neighbourhood.draw(random, point);
    return Genotype.of(PointChromosome.of(domains, point));
  }
}
