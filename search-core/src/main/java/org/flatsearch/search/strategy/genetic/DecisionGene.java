package org.flatsearch.search.strategy.genetic;

import io.jenetics.Gene;
import io.jenetics.util.RandomRegistry;
import java.util.Arrays;

/**
 * One value of one decision. The genes of a decision are created once and shared by all
 * individuals.
 */
final class DecisionGene implements Gene<Integer, DecisionGene> {
  private final int decision;
  private final DecisionGene[] domain;
  private final int value;

  private DecisionGene(int decision, DecisionGene[] domain, int value) {
    this.decision = decision;
    this.domain = domain;
    this.value = value;
  }

  /** All genes of the decision at an index, with this many values. */
  static DecisionGene[] domain(int decision, int size) {
    DecisionGene[] domain = new DecisionGene[size];
    Arrays.setAll(domain, value -> new DecisionGene(decision, domain, value));
    return domain;
  }

  /** The index of the decision. */
  int decision() {
    return decision;
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
