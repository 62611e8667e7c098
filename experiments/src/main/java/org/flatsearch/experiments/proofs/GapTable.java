package org.flatsearch.experiments.proofs;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.experiments.compare.Quartiles;
import org.flatsearch.experiments.text.Units;

/**
 * The final gaps of runs, by problem and strategy; there are equally many runs of each strategy on
 * each problem.
 */
final class GapTable {
  /** A run with at most this gap counts as having reached the optimum. */
  private static final double NEAR = 0.01;

  private final List<String> strategies;
  private final Map<String, Map<String, double[]>> gaps = new LinkedHashMap<>();

  GapTable(List<String> strategies) {
    this.strategies = strategies;
  }

  /**
   * Adds one run.
   *
   * @param gap relative, infinite if the run found no feasible schedule
   */
  void add(ProofCase problem, String strategy, double gap) {
    String name = problem.accelerator() + " | " + problem.workload();
    gaps.computeIfAbsent(name, key -> new LinkedHashMap<>())
        .merge(strategy, new double[] {gap}, GapTable::join);
  }

  private static double[] join(double[] some, double[] more) {
    double[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  /** The number of problems. */
  int problems() {
    return gaps.size();
  }

  /** One line per strategy. */
  void print(PrintWriter out) {
    out.println(
        "| strategy | median gap | problems with a median gap of at most 1% | runs within 1% |"
            + " fewest on a problem |");
    out.println("| --- | ---: | ---: | ---: | ---: |");
    for (String strategy : strategies) {
      double[] all =
          gaps.values().stream()
              .map(byStrategy -> byStrategy.get(strategy))
              .reduce(new double[0], GapTable::join);
      long good =
          gaps.values().stream()
              .filter(byStrategy -> Quartiles.of(byStrategy.get(strategy)).median() <= NEAR)
              .count();
      double fewest =
          gaps.values().stream()
              .mapToDouble(byStrategy -> shareNear(byStrategy.get(strategy)))
              .min()
              .orElseThrow();
      out.println(
          String.join(
              " | ",
              "| " + strategy,
              Units.percent(Quartiles.of(all).median()),
              good + " of " + gaps.size(),
              Units.percent(shareNear(all)),
              Units.percent(fewest) + " |"));
    }
  }

  private static double shareNear(double[] gaps) {
    return Arrays.stream(gaps).filter(gap -> gap <= NEAR).count() / (double) gaps.length;
  }
}
