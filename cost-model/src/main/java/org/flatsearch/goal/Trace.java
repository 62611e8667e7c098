package org.flatsearch.goal;

import java.util.List;

/**
 * How a search went, without times: the improvements of the best point and of the lower bound.
 *
 * @param improvements each point that was better than all before it
 * @param lowerBounds each lower bound that was higher than all before it; empty for strategies that
 *     prove nothing
 */
public record Trace(List<Improvement> improvements, List<LowerBound> lowerBounds) {
  public Trace {
    improvements = PackedImprovements.of(improvements);
    lowerBounds = List.copyOf(lowerBounds);
  }

  /**
   * A new best point.
   *
   * @param evaluation its evaluation, counted from 1
   * @param violation its violation, 0 if feasible
   * @param values its objective values; none if it is infeasible
   */
  public record Improvement(long evaluation, double violation, List<Double> values) {
    public Improvement {
      values = List.copyOf(values);
    }
  }

  /**
   * A new proven lower bound on the objective.
   *
   * @param evaluation evaluations done when it was proven
   * @param values the bound, lexicographic like the objective
   */
  public record LowerBound(long evaluation, List<Double> values) {
    public LowerBound {
      values = List.copyOf(values);
    }
  }
}
