package org.flatsearch.search.strategy.genetic;

import io.jenetics.AbstractAlterer;
import io.jenetics.AltererResult;
import io.jenetics.Genotype;
import io.jenetics.Phenotype;
import io.jenetics.util.MSeq;
import io.jenetics.util.RandomRegistry;
import io.jenetics.util.Seq;
import java.util.random.RandomGenerator;
import org.flatsearch.search.strategy.Neighbourhood;

/** Changes one to three decisions of an individual, as the {@link Neighbourhood} draws them. */
final class ChangeMutator extends AbstractAlterer<DecisionGene, Fitness> {
  private final Neighbourhood neighbourhood;
  private final DecisionGene[][] domains;
  private final int[] scratch;

  /**
   * @param probability how likely each individual is to change
   */
  ChangeMutator(Neighbourhood neighbourhood, DecisionGene[][] domains, double probability) {
    super(probability);
    this.neighbourhood = neighbourhood;
    this.domains = domains;
    scratch = new int[domains.length];
  }

  @Override
  public AltererResult<DecisionGene, Fitness> alter(
      Seq<Phenotype<DecisionGene, Fitness>> population, long generation) {
    RandomGenerator random = RandomRegistry.random();
    MSeq<Phenotype<DecisionGene, Fitness>> changed = MSeq.of(population);
    int alterations = 0;
    for (int k = 0; k < changed.size(); k++) {
      if (random.nextDouble() < probability()) {
        changed.set(k, mutate(changed.get(k), generation, random));
        alterations++;
      }
    }
    return new AltererResult<>(changed.toISeq(), alterations);
  }

  private Phenotype<DecisionGene, Fitness> mutate(
      Phenotype<DecisionGene, Fitness> individual, long generation, RandomGenerator random) {
    PointChromosome.write(individual.genotype().chromosome(), scratch);
    neighbourhood.change(random, scratch);
    return Phenotype.of(Genotype.of(PointChromosome.of(domains, scratch)), generation);
  }
}
