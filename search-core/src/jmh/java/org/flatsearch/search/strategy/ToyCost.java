package org.flatsearch.search.strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.flatsearch.search.Decision;
import org.flatsearch.search.SearchProblem;

/**
 * A problem shaped like a search for schedules, with a cost of some 60 ns: twenty decisions, five
 * of them tiles with a thousand values, a capacity, a latency that is a maximum, and an energy.
 */
final class ToyCost implements SearchProblem {
  private static final int TILES = 5;
  private static final int[] SIZES = {1000, 1000, 1000, 300, 300};
  private static final long CAPACITY = 1 << 19;

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public List<Decision> decisions() {
    List<Decision> decisions = new ArrayList<>();
    for (int k = 0; k < TILES; k++) {
      decisions.add(new Decision("tile" + k, Decision.Kind.ORDERED, labels(SIZES[k])));
    }
    for (int k = TILES; k < 20; k++) {
      decisions.add(new Decision("choice" + k, Decision.Kind.CATEGORICAL, labels(2 + k % 4)));
    }
    return decisions;
  }

  private static List<String> labels(int size) {
    return IntStream.rangeClosed(1, size).mapToObj(Integer::toString).toList();
  }

  @Override
  public List<String> metrics() {
    return List.of("latency", "energy");
  }

  @Override
  public Evaluator evaluator() {
    return ToyCost::evaluate;
  }

  private static double evaluate(int[] point, double[] metrics) {
    long trips = 1;
    long footprint = 0;
    for (int k = 0; k < TILES; k++) {
      int tile = point[k] + 1;
      trips *= (SIZES[k] + tile - 1) / tile;
      footprint += (long) tile * (point[(k + 1) % TILES] + 1) * (1 + point[TILES + k]);
    }
    double traffic = 0;
    for (int k = TILES; k < 20; k++) {
      traffic += (1 + point[k]) * (1 + (point[k % TILES] & 31));
    }
    metrics[0] = Math.max(trips * 64.0, 1e6 + traffic * 1000);
    metrics[1] = traffic + trips;
    return Math.max(0, footprint - CAPACITY);
  }
}
