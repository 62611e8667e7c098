package org.flatsearch.search.strategy.genetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Stop;
import org.flatsearch.goal.Tolerance;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.search.Parameters;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.SearchResult.FrontPoint;
import org.flatsearch.search.ToyProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class Nsga2Test {
  /**
   * Latency falls and energy rises with the tile; every x1 but 0 wastes both; x0 &lt; 3 is too big.
   */
  private static final ToyProblem TRADE_OFF =
      new ToyProblem(
          "trade-off",
          ToyProblem.ordered(40, 20, 10),
          (point, metrics) -> {
            metrics[0] = 100.0 / (1 + point[0]) + point[1] + point[2];
            metrics[1] = point[0] + point[1] + 2 * point[2];
            return Math.max(0, 3 - point[0]);
          });

  private static SearchResult search(ToyProblem problem, int evaluations) {
    return Search.of(problem, new Nsga2()).budget(Budget.ofEvaluations(evaluations)).seed(4).run();
  }

  private static boolean dominates(List<Double> a, List<Double> b) {
    boolean better = false;
    for (int k = 0; k < a.size(); k++) {
      if (a.get(k) > b.get(k)) {
        return false;
      }
      better |= a.get(k) < b.get(k);
    }
    return better;
  }

  @Test
  void findsTheWholeFrontOfATradeOff() {
    SearchResult result = search(TRADE_OFF, 20_000);
    List<List<Integer>> points =
        result.front().stream()
            .map(p -> List.of(p.decisions()[0], p.decisions()[1], p.decisions()[2]))
            .toList();
    List<List<Integer>> expected = new ArrayList<>();
    for (int tile = 39; tile >= 3; tile--) {
      expected.add(List.of(tile, 0, 0));
    }
    assertThat(points).isEqualTo(expected);
  }

  @Test
  void reportsAFrontWithoutDominatedOrRepeatedPointsThatHoldsTheBest() {
    ToyProblem tiling = ToyProblem.tiling(200, 300, 64, 5000);
    for (int evaluations : new int[] {1, 50, 777, 5000}) {
      SearchResult result = search(tiling, evaluations);
      List<List<Double>> front = result.front().stream().map(FrontPoint::values).toList();
      assertThat(front).doesNotHaveDuplicates();
      for (List<Double> a : front) {
        assertThat(front).noneMatch(b -> dominates(b, a));
      }
      if (result.isFeasible()) {
        assertThat(front.get(0)).isEqualTo(result.values());
      } else {
        assertThat(front).isEmpty();
      }
    }
  }

  /** A problem may leave there what it wrote for the point before. */
  @Test
  void doesNotDependOnTheFiguresOfWhatDoesNotFit() {
    SearchResult without = search(mostlyTooBig(0), 3000);
    SearchResult with = search(mostlyTooBig(1), 3000);
    assertThat(with.trace()).isEqualTo(without.trace());
    assertThat(with.front().stream().map(FrontPoint::values))
        .isEqualTo(without.front().stream().map(FrontPoint::values).toList());
  }

  /** One point in ten fits; the others are equally far from that, and have figures all the same. */
  private static ToyProblem mostlyTooBig(int weight) {
    return new ToyProblem(
        "mostly too big",
        ToyProblem.ordered(40, 40, 40),
        (point, metrics) -> {
          boolean fits = point[0] < 4;
          metrics[0] = (fits ? 1 : weight) * (1.0 + point[1]);
          metrics[1] = (fits ? 1 : weight) * (100.0 - point[1] + point[2]);
          return fits ? 0 : 1;
        });
  }

  @Test
  void agreesWithEnumerationOnThreeObjectives() {
    ToyProblem problem =
        new ToyProblem(
            "three",
            ToyProblem.ordered(6, 6, 6),
            List.of("a", "b", "c"),
            (point, metrics) -> {
              metrics[0] = Math.abs(point[0] - 2) + point[1];
              metrics[1] = Math.abs(point[1] - 4) + point[2];
              metrics[2] = Math.abs(point[2] - 3) + 5 - point[0];
              return point[0] == 5 ? 7 : 0;
            },
            point -> {});
    Map<List<Double>, int[]> all = new TreeMap<>((x, y) -> x.toString().compareTo(y.toString()));
    double[] metrics = new double[3];
    for (int k = 0; k < 216; k++) {
      int[] point = {k / 36, k / 6 % 6, k % 6};
      if (problem.evaluator().evaluate(point, metrics) == 0) {
        all.put(List.of(metrics[0], metrics[1], metrics[2]), point);
      }
    }
    Set<List<Double>> expected =
        all.keySet().stream()
            .filter(a -> all.keySet().stream().noneMatch(b -> dominates(b, a)))
            .collect(Collectors.toSet());
    SearchResult result =
        Search.of(problem, new Nsga2())
            .objective(Objective.of("a", "b", "c"))
            .budget(Budget.ofEvaluations(20_000))
            .run();
    assertThat(result.front().stream().map(FrontPoint::values).collect(Collectors.toSet()))
        .isEqualTo(expected);
  }

  @Test
  void keepsAtMostSoManyPoints() {
    SearchResult result =
        Search.of(TRADE_OFF, new Nsga2())
            .parameters(new Parameters(Map.of("front", "7")))
            .budget(Budget.ofEvaluations(8000))
            .run();
    assertThat(result.front()).hasSizeLessThanOrEqualTo(7).hasSizeGreaterThan(3);
    assertThat(result.front().get(0).values()).isEqualTo(result.values());
  }

  /** Not even a point that had no place on the front may dominate a reported one. */
  @Test
  void reportsNoPointThatAnyThatWasEvaluatedDominates() {
    for (long seed = 1; seed <= 10; seed++) {
      Set<List<Double>> evaluated = new HashSet<>();
      ToyProblem problem =
          new ToyProblem(
              "three",
              ToyProblem.ordered(30, 30, 30),
              List.of("a", "b", "c"),
              (point, metrics) -> {
                metrics[0] = Math.abs(point[0] - 20) + point[1];
                metrics[1] = Math.abs(point[1] - 25) + point[2];
                metrics[2] = Math.abs(point[2] - 15) + 30 - point[0];
                evaluated.add(Arrays.stream(metrics).boxed().toList());
                return 0;
              },
              point -> {});
      for (int capacity : new int[] {1, 2, 5}) {
        evaluated.clear();
        SearchResult result =
            Search.of(problem, new Nsga2())
                .objective(Objective.of("a", "b", "c"))
                .parameters(new Parameters(Map.of("front", "" + capacity)))
                .budget(Budget.ofEvaluations(1500))
                .seed(seed)
                .run();

        String what = "seed " + seed + ", front of " + capacity;
        List<List<Double>> front = result.front().stream().map(FrontPoint::values).toList();
        assertThat(front).as(what).hasSize(capacity).contains(result.values());
        for (List<Double> point : front) {
          assertThat(evaluated).as(what).noneMatch(other -> dominates(other, point));
        }
      }
    }
  }

  @Test
  @Timeout(30)
  void endsWhenNothingNewIsBred() {
    SearchResult result =
        Search.of(TRADE_OFF, new Nsga2())
            .parameters(
                new Parameters(Map.of("crossover", "0", "mutation", "0", "population", "10")))
            .budget(Budget.ofEvaluations(8000))
            .run();
    assertThat(result.evaluations()).isLessThan(8000);
    assertThat(result.stop()).isEqualTo(Stop.COMPLETE);
    assertThat(result.front()).isNotEmpty();
  }

  /** Most generations of two breed nothing new here, more than a thousand in all. */
  @Test
  void goesOnAfterAnyNumberOfBarrenGenerationsThatDoNotFollowEachOther() {
    SearchResult result =
        Search.of(TRADE_OFF, new Nsga2())
            .parameters(
                new Parameters(Map.of("crossover", "0", "mutation", "0.2", "population", "2")))
            .budget(Budget.ofEvaluations(1500))
            .run();
    assertThat(result.evaluations()).isEqualTo(1500);
  }

  /** In twelve digits, all these points are equal. */
  @Test
  void tellsNoPointsApartThatAreEqualEverywhereElse() {
    ToyProblem rounding =
        new ToyProblem(
            "rounding",
            ToyProblem.ordered(200),
            (point, metrics) -> {
              metrics[0] = 1 + point[0] * 1e-15;
              metrics[1] = 1 - point[0] * 1e-15;
              return 0;
            });
    assertThat(search(rounding, 300).front()).hasSize(1);
  }

  /** The best point is the first of those that tie, some of which dominate it in all digits. */
  @Test
  void reportsAFrontInStepsOfTheToleranceThatHoldsTheBest() {
    for (double relative : new double[] {0.001, 0.05, 0.5}) {
      Tolerance tolerance = Tolerance.of(relative);
      for (long seed = 1; seed <= 20; seed++) {
        SearchResult result =
            Search.of(ToyProblem.tiling(200, 300, 64, 5000), new Nsga2())
                .objective(Objective.DEFAULT.within(tolerance))
                .budget(Budget.ofEvaluations(400))
                .seed(seed)
                .run();

        List<List<Double>> front = result.front().stream().map(FrontPoint::values).toList();
        String what = relative + ", seed " + seed;
        assertThat(front.get(0)).as(what).isEqualTo(result.values());
        assertThat(result.front().get(0).decisions()).as(what).isEqualTo(result.best());
        for (int k = 1; k < front.size(); k++) {
          List<Double> faster = front.get(k - 1);
          List<Double> frugal = front.get(k);
          assertThat(tolerance.compare(faster.get(0), frugal.get(0))).as(what).isNegative();
          assertThat(tolerance.compare(faster.get(1), frugal.get(1))).as(what).isPositive();
        }
      }
    }
  }

  /**
   * Random points differ in some 60 of 120 decisions, and a child in up to 3 from its parent. A
   * winner of two is in the worse half of the survivors with a chance of a quarter.
   */
  @Test
  void breedsFromWinnersAmongTheSurvivorsOnly() {
    int population = 200;
    List<int[]> points = new ArrayList<>();
    int[] sizes = new int[120];
    Arrays.fill(sizes, 2);
    ToyProblem problem =
        new ToyProblem(
            "rough",
            ToyProblem.categorical(sizes),
            (point, metrics) -> {
              points.add(point.clone());
              return violation(point);
            });
    Search.of(problem, new Nsga2())
        .parameters(
            new Parameters(
                Map.of("crossover", "0", "mutation", "1", "population", "" + population)))
        .budget(Budget.ofEvaluations(12 * population))
        .run();

    List<int[]> first = points.subList(0, 2 * population);
    for (int k = 1; k < first.size(); k++) {
      assertThat(distance(first.get(k), nearest(first.subList(0, k), first.get(k))))
          .as("random")
          .isGreaterThan(20);
    }
    int worseHalf = 0;
    for (int end = first.size(); end < points.size(); end += population) {
      List<int[]> survivors =
          points.subList(0, end).stream()
              .sorted(Comparator.comparingDouble(Nsga2Test::violation))
              .limit(population)
              .toList();
      for (int[] child : points.subList(end, end + population)) {
        int[] parent = nearest(survivors, child);
        assertThat(distance(parent, child)).isLessThanOrEqualTo(3);
        worseHalf += survivors.indexOf(parent) < population / 2 || end > first.size() ? 0 : 1;
      }
    }
    assertThat(worseHalf).as("of the first").isBetween(population / 8, 3 * population / 8);
  }

  private static int[] nearest(List<int[]> points, int[] to) {
    return Collections.min(points, Comparator.comparingLong(point -> distance(point, to)));
  }

  /** Another one for each point; none fits, so this alone ranks them. */
  private static double violation(int[] point) {
    return 1 + Math.abs((long) Arrays.hashCode(point));
  }

  private static long distance(int[] a, int[] b) {
    return IntStream.range(0, a.length).filter(k -> a[k] != b[k]).count();
  }

  @Test
  void refusesASingleObjective() {
    assertThatThrownBy(
            () -> Search.of(TRADE_OFF, new Nsga2()).objective(Objective.of("energy")).run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("2 or 3 metrics, but the objective has 1: energy");
  }

  @Test
  void refusesMoreThanThreeObjectives() {
    List<String> metrics = List.of("latency", "energy", "traffic", "footprint");
    ToyProblem problem =
        new ToyProblem("four", ToyProblem.ordered(3), metrics, (point, into) -> 0, point -> {});
    assertThatThrownBy(
            () -> Search.of(problem, new Nsga2()).objective(new Objective(metrics)).run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the objective has 4: latency, energy, traffic, footprint");
  }
}
