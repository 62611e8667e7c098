package org.flatsearch.search.strategy.exact;

import java.util.List;
import java.util.stream.IntStream;
import org.flatsearch.search.Decision;
import org.flatsearch.search.Decomposition;
import org.flatsearch.search.DelegatingProblem;
import org.flatsearch.search.ToyProblem;

/**
 * A toy problem whose optimum can be proven: its decomposition bounds boxes of the first decisions,
 * and completes them by trying all values of the others.
 *
 * @param problem the problem
 * @param shared the number of decisions at which boxes are split
 * @param bound bounds a box
 */
record ProvableToy(ToyProblem problem, int shared, BoxBound bound)
    implements DelegatingProblem, Decomposition {

  /** Bounds all points between two corners, both included. */
  interface BoxBound {
    /**
     * @param low value indexes
     * @param high value indexes
     * @param metrics receives a lower bound of each metric
     * @return a lower bound of the violation
     */
    double of(int[] low, int[] high, double[] metrics);
  }

  /** {@link ToyProblem#separable}, bounded by the distances of the box to the best values. */
  static ProvableToy separable(List<Decision> decisions, int... best) {
    return new ProvableToy(
        ToyProblem.separable(decisions, best),
        best.length,
        (low, high, metrics) -> {
          double distance = 0;
          for (int k = 0; k < best.length; k++) {
            boolean isOrdered = decisions.get(k).kind() == Decision.Kind.ORDERED;
            int least = Math.max(0, Math.max(low[k] - best[k], best[k] - high[k]));
            distance += isOrdered ? least : Math.min(1, least);
          }
          metrics[0] = distance;
          metrics[1] = 0;
          return 0;
        });
  }

  /** {@link ToyProblem#deceptive}, with the second half of its decisions left to completions. */
  static ProvableToy deceptive(int pairs, int size) {
    return new ProvableToy(
        ToyProblem.deceptive(pairs, size),
        pairs,
        (low, high, metrics) -> {
          double cost = 0;
          for (int k = 0; k < low.length; k += 2) {
            boolean canBeLast = high[k] == size - 1 && high[k + 1] == size - 1;
            cost += canBeLast ? 0 : 1 + low[k] + low[k + 1];
          }
          metrics[0] = cost;
          metrics[1] = 0;
          return 0;
        });
  }

  /**
   * {@link ToyProblem#tiling}, bounded by the trips of the largest tiles and the sizes of the
   * smallest; the last decision is left to completions.
   */
  static ProvableToy tiling(int rows, int keys, int depth, long capacity) {
    return new ProvableToy(
        ToyProblem.tiling(rows, keys, depth, capacity),
        3,
        (low, high, metrics) -> {
          double trips =
              Math.ceil(rows / (high[0] + 1.0))
                  * Math.ceil(keys / (high[1] + 1.0))
                  * Math.ceil(depth / (high[2] + 1.0));
          long r = low[0] + 1;
          long k = low[1] + 1;
          long d = low[2] + 1;
          double traffic = trips * (r * d + k * d) + rows * (double) keys;
          metrics[0] = Math.max(trips * 40, traffic / 4);
          metrics[1] = traffic + 3 * trips;
          return Math.max(0, r * d + k * d + r * k - capacity);
        });
  }

  /** {@link ToyProblem#plateau}. */
  static ProvableToy plateau(int... sizes) {
    return new ProvableToy(
        ToyProblem.plateau(sizes),
        sizes.length,
        (low, high, metrics) -> {
          metrics[0] = 7;
          metrics[1] = IntStream.of(low).sum();
          return 0;
        });
  }

  /** {@link ToyProblem#infeasible}. */
  static ProvableToy infeasible(int... sizes) {
    return new ProvableToy(
        ToyProblem.infeasible(sizes),
        sizes.length,
        (low, high, metrics) -> {
          metrics[0] = -IntStream.of(high).sum();
          metrics[1] = 0;
          return 100 + IntStream.of(low).sum();
        });
  }

  @Override
  public Prover prover(int[][] values) {
    return new ToyProver(values);
  }

  private final class ToyProver implements Prover {
    private final int[][] values;

    ToyProver(int[][] values) {
      this.values = values;
    }

    @Override
    public int[] sharedDecisions() {
      return IntStream.range(0, shared).toArray();
    }

    @Override
    public double bound(int[] low, int[] high, double[] metrics, Incumbent incumbent) {
      return bound.of(values(low), values(high), metrics);
    }

    private int[] values(int[] positions) {
      return IntStream.range(0, positions.length).map(d -> values[d][positions[d]]).toArray();
    }

    @Override
    public int split(int[] low, int[] high) {
      int widest = 0;
      for (int d = 1; d < shared; d++) {
        widest = high[d] - low[d] > high[widest] - low[widest] ? d : widest;
      }
      return low[widest] == high[widest] ? -1 : widest;
    }

    @Override
    public boolean isOrdered(int decision) {
      return decisions().get(decision).kind() == Decision.Kind.ORDERED;
    }

    @Override
    public void complete(int[] low, int[] high, Incumbent incumbent) {
      int[] point = low.clone();
      int at = 0;
      while (at >= 0) {
        incumbent.offer(point);
        at = point.length - 1;
        while (at >= 0 && point[at] == high[at]) {
          point[at] = low[at];
          at--;
        }
        if (at >= 0) {
          point[at]++;
        }
      }
    }
  }
}
