package org.flatsearch.search;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.goal.Trace;

/**
 * What a search found. Immutable: arrays and collections are copied. {@code equals} compares arrays
 * by identity, so it does not hold for two results with the same contents.
 *
 * @param strategy name of the strategy
 * @param best the best point, one value index per decision; the point with the least violation if
 *     none was feasible; null if nothing was evaluated
 * @param violation violation of {@code best}
 * @param values objective values of {@code best}; empty if it is infeasible
 * @param metrics all metrics of {@code best}, in the order of the problem; empty if it is
 *     infeasible
 * @param evaluations the total number of evaluations
 * @param trace how the search went
 * @param proof what is proven about the optimum
 * @param stop why the search ended
 * @param front the Pareto front, for strategies that search for one; else empty
 * @param counters other counts of the strategy (such as prunings by reason), by name
 */
public record SearchResult(
    String strategy,
    int[] best,
    double violation,
    List<Double> values,
    List<Double> metrics,
    long evaluations,
    Trace trace,
    Proof proof,
    Stop stop,
    List<FrontPoint> front,
    Map<String, Long> counters) {
  public SearchResult {
    Objects.requireNonNull(strategy, "strategy");
    best = best == null ? null : best.clone();
    values = List.copyOf(values);
    metrics = List.copyOf(metrics);
    Objects.requireNonNull(trace, "trace");
    Objects.requireNonNull(proof, "proof");
    Objects.requireNonNull(stop, "stop");
    front = List.copyOf(front);
    counters = Collections.unmodifiableMap(new TreeMap<>(counters));
  }

  /** A copy of the best point, or null. */
  @Override
  public int[] best() {
    return best == null ? null : best.clone();
  }

  /**
   * What is proven.
   *
   * @param status how much
   * @param lowerBound proven lower bound, lexicographic like the objective; empty if unknown
   */
  public record Proof(Status status, List<Double> lowerBound) {
    public Proof {
      Objects.requireNonNull(status, "status");
      lowerBound = List.copyOf(lowerBound);
    }
  }

  /**
   * A point of a Pareto front.
   *
   * @param decisions one value index per decision
   * @param values its objective values
   */
  public record FrontPoint(int[] decisions, List<Double> values) {
    public FrontPoint {
      decisions = decisions.clone();
      values = List.copyOf(values);
    }

    /** A copy of the decisions. */
    @Override
    public int[] decisions() {
      return decisions.clone();
    }
  }

  /** Whether a feasible point was found. */
  public boolean isFeasible() {
    return best != null && violation == 0;
  }
}
