package org.flatsearch.search.strategy.genetic;

import io.jenetics.AbstractChromosome;
import io.jenetics.Chromosome;
import io.jenetics.util.ISeq;
import java.util.stream.IntStream;

/**
 * A point: one gene per decision, each with a domain of its own. Decisions with a single value have
 * none, so that crossover draws no numbers for them.
 */
final class PointChromosome extends AbstractChromosome<DecisionGene> {
  PointChromosome(ISeq<DecisionGene> genes) {
    super(genes);
  }

  /** The point where each decision takes its gene in {@code domains}. */
  static PointChromosome of(DecisionGene[][] domains, int[] point) {
    return new PointChromosome(
        IntStream.range(0, point.length)
            .filter(k -> domains[k].length > 1)
            .mapToObj(k -> domains[k][point[k]])
            .collect(ISeq.toISeq()));
  }

  @Override
  public Chromosome<DecisionGene> newInstance(ISeq<DecisionGene> genes) {
    return new PointChromosome(genes);
  }

  @Override
  public Chromosome<DecisionGene> newInstance() {
    return new PointChromosome(_genes.map(DecisionGene::newInstance));
  }

  /** Writes the values of a chromosome's genes; the others are 0 already. */
  static void write(Chromosome<DecisionGene> chromosome, int[] into) {
    for (DecisionGene gene : chromosome) {
      into[gene.decision()] = gene.value();
    }
  }
}
