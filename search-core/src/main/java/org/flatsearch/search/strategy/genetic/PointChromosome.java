package org.flatsearch.search.strategy.genetic;

import io.jenetics.AbstractChromosome;
import io.jenetics.Chromosome;
import io.jenetics.util.ISeq;
import java.util.Arrays;

/** A point: one gene per decision, each with a domain of its own. */
final class PointChromosome extends AbstractChromosome<DecisionGene> {
  PointChromosome(ISeq<DecisionGene> genes) {
    super(genes);
  }

  /** The point where each decision takes its gene in {@code domains}. */
  static PointChromosome of(DecisionGene[][] domains, int[] point) {
    DecisionGene[] genes = new DecisionGene[point.length];
    Arrays.setAll(genes, k -> domains[k][point[k]]);
    return new PointChromosome(ISeq.of(genes));
  }

  @Override
  public Chromosome<DecisionGene> newInstance(ISeq<DecisionGene> genes) {
    return new PointChromosome(genes);
  }

  @Override
  public Chromosome<DecisionGene> newInstance() {
    return new PointChromosome(_genes.map(DecisionGene::newInstance));
  }

  /** Writes the values of a chromosome's genes. */
  static void write(Chromosome<DecisionGene> chromosome, int[] into) {
    for (int k = 0; k < into.length; k++) {
      into[k] = chromosome.get(k).value();
    }
  }
}
