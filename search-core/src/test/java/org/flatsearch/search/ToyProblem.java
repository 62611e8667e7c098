package org.flatsearch.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A problem for tests: decisions and a cost function without state. */
public record ToyProblem(
    String name,
    List<Decision> decisions,
    List<String> metrics,
    Evaluator cost,
    Consumer<int[]> canonical)
    implements SearchProblem {

  /** A problem with metrics latency and energy, whose vectors are all canonical. */
  public ToyProblem(String name, List<Decision> decisions, Evaluator cost) {
    this(name, decisions, List.of("latency", "energy"), cost, point -> {});
  }

  @Override
  public Evaluator evaluator() {
    return cost;
  }

  @Override
  public void makeCanonical(int[] point) {
    canonical.accept(point);
  }

  /** Ordered decisions x0, x1, ... with the values 1, 2, ... of these numbers. */
  public static List<Decision> ordered(int... sizes) {
    return decisions(Decision.Kind.ORDERED, "x", sizes);
  }

  /** Categorical decisions c0, c1, ... of these sizes. */
  public static List<Decision> categorical(int... sizes) {
    return decisions(Decision.Kind.CATEGORICAL, "c", sizes);
  }

  private static List<Decision> decisions(Decision.Kind kind, String prefix, int... sizes) {
    List<Decision> decisions = new ArrayList<>();
    for (int k = 0; k < sizes.length; k++) {
      List<String> labels =
          IntStream.rangeClosed(1, sizes[k])
              .mapToObj(v -> kind == Decision.Kind.ORDERED ? "" + v : "option" + v)
              .toList();
      decisions.add(new Decision(prefix + k, kind, labels));
    }
    return decisions;
  }

  /** The decisions of both lists. */
  public static List<Decision> mixed(List<Decision> some, List<Decision> others) {
    List<Decision> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  /** Each decision has its own best value; latency counts the distance to it, energy is zero. */
  public static ToyProblem separable(List<Decision> decisions, int... best) {
    return new ToyProblem(
        "separable",
        decisions,
        (point, metrics) -> {
          double distance = 0;
          for (int k = 0; k < point.length; k++) {
            boolean isOrdered = decisions.get(k).kind() == Decision.Kind.ORDERED;
            int difference = Math.abs(point[k] - best[k]);
            distance += isOrdered ? difference : Math.min(1, difference);
          }
          metrics[0] = distance;
          metrics[1] = 0;
          return 0;
        });
  }

  /**
   * Pairs of decisions that mislead: every pair is better the lower its values are, except that
   * both at their maximum together are best. The optimum is 0.
   */
  public static ToyProblem deceptive(int pairs, int size) {
    int[] sizes = new int[2 * pairs];
    Arrays.fill(sizes, size);
    return new ToyProblem(
        "deceptive",
        categorical(sizes),
        (point, metrics) -> {
          double cost = 0;
          for (int k = 0; k < point.length; k += 2) {
            boolean bothLast = point[k] == size - 1 && point[k + 1] == size - 1;
            cost += bothLast ? 0 : 1 + point[k] + point[k + 1];
          }
          metrics[0] = cost;
          metrics[1] = 0;
          return 0;
        });
  }

  /**
   * Tiles of three dimensions that have to fit a buffer together: the larger, the fewer trips.
   * Tiles may be ragged, and a categorical decision says which tensor is held twice.
   */
  public static ToyProblem tiling(int rows, int keys, int depth, long capacity) {
    return new ToyProblem(
        "tiling",
        mixed(ordered(rows, keys, depth), categorical(3)),
        (point, metrics) -> {
          long r = point[0] + 1;
          long k = point[1] + 1;
          long d = point[2] + 1;
          long q = r * d * (point[3] == 0 ? 2 : 1);
          long kv = k * d * (point[3] == 1 ? 2 : 1);
          long out = r * k * (point[3] == 2 ? 2 : 1);
          long trips = ceil(rows, r) * ceil(keys, k) * ceil(depth, d);
          long traffic = trips * (r * d + k * d) + rows * (long) keys;
          metrics[0] = Math.max(trips * (40 + point[3]), traffic / 4.0);
          metrics[1] = traffic + 3 * trips;
          return Math.max(0, q + kv + out - capacity);
        });
  }

  private static long ceil(long a, long b) {
    return (a + b - 1) / b;
  }

  /** Latency is the same nearly everywhere; only the second objective shows the way to 0. */
  public static ToyProblem plateau(int... sizes) {
    return new ToyProblem(
        "plateau",
        ordered(sizes),
        (point, metrics) -> {
          double energy = 0;
          for (int x : point) {
            energy += x;
          }
          metrics[0] = 7;
          metrics[1] = energy;
          return 0;
        });
  }

  /** All points are alike. */
  public static ToyProblem flat(double latency, int... sizes) {
    return new ToyProblem(
        "flat",
        ordered(sizes),
        (point, metrics) -> {
          metrics[0] = latency;
          metrics[1] = 0;
          return 0;
        });
  }

  /** No point fits: the violation is 100 plus the sum of the values. */
  public static ToyProblem infeasible(int... sizes) {
    return new ToyProblem(
        "infeasible",
        ordered(sizes),
        (point, metrics) -> {
          metrics[0] = -Arrays.stream(point).sum();
          metrics[1] = 0;
          return 100 + Arrays.stream(point).sum();
        });
  }

  /** A single point with three decisions. */
  public static ToyProblem singlePoint() {
    return separable(mixed(ordered(1, 1), categorical(1)), 0, 0, 0);
  }
}
