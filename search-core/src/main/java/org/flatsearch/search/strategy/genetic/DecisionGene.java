package org.flatsearch.search.strategy.genetic;

import io.jenetics.Gene;
import io.jenetics.util.RandomRegistry;
import java.util.Arrays;

/**
 * One value of one decision. The genes of a decision are created once and shared by all
 * individuals.
 */
final class DecisionGene implements Gene<Integer, DecisionGene> {
  private final DecisionGene[] domain;
  private final int value;

  private DecisionGene(DecisionGene[] domain, int value) {
    this.domain = domain;
    this.value = value;
  }

  /** All genes of a decision with this many values. */
  static DecisionGene[] domain(int size) {
    DecisionGene[] domain = new DecisionGene[size];
    Arrays.setAll(domain, value -> new DecisionGene(domain, value));
    return domain;
  }

  /** The index into the domain of the decision. */
  int value() {
    return value;
  }

  @Override
  public Integer allele() {
    return value;
  }

  @Override
  public DecisionGene newInstance() {
    return domain[RandomRegistry.random().nextInt(domain.length)];
  }

  @Override
  public DecisionGene newInstance(Integer other) {
    return domain[other];
  }

  @Override
  public boolean isValid() {
    return true;
  }
}
