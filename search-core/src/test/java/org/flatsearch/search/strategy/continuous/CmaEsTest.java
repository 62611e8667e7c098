package org.flatsearch.search.strategy.continuous;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.search.Parameters;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.ToyProblem;
import org.junit.jupiter.api.Test;

class CmaEsTest {
  private static SearchResult search(ToyProblem problem) {
    return Search.of(problem, new CmaEs())
        .objective(Objective.of("latency", "energy"))
        .budget(Budget.ofEvaluations(10_000))
        .seed(1)
        .run();
  }

  @Test
  void descendsIntoAValleyThatIsNotAlignedWithTheDecisions() {
    ToyProblem valley =
        new ToyProblem(
            "valley",
            ToyProblem.ordered(1000, 1000, 1000),
            (point, metrics) -> {
              double a = (point[0] - 300) / 1000.0;
              double b = (point[1] - 700) / 1000.0;
              double c = (point[2] - 500) / 1000.0;
              metrics[0] = 1 + 100 * Math.pow(a + b, 2) + Math.pow(a - b + c, 2) + c * c;
              return 0;
            });
    assertThat(search(valley).values().get(0)).isBetween(1.0, 1.0001);
  }

  @Test
  void drawsTheCategoricalDecisionsBesides() {
    ToyProblem mixed =
        ToyProblem.separable(
            ToyProblem.mixed(ToyProblem.ordered(30, 30), ToyProblem.categorical(4, 3)),
            20,
            7,
            2,
            1);
    assertThat(search(mixed).values().get(0)).isLessThanOrEqualTo(1.0);
  }

  @Test
  void evenWhenThereIsNothingElse() {
    ToyProblem categorical = ToyProblem.separable(ToyProblem.categorical(4, 3, 5, 2), 2, 1, 4, 0);
    assertThat(search(categorical).values().get(0)).isZero();
  }

  /** Over two cells, the covariance shrinks until its eigenvectors cannot be found. */
  @Test
  void goesOnAfterADescentThatDegenerates() {
    SearchResult result =
        Search.of(ToyProblem.separable(ToyProblem.ordered(2, 2), 1, 0), new CmaEs())
            .parameters(new Parameters(Map.of("generations", "1000000")))
            .budget(Budget.ofEvaluations(100_000))
            .run();
    assertThat(result.evaluations()).isEqualTo(100_000);
    assertThat(result.values().get(0)).isZero();
  }

  /** Random points differ in some 60 of 120 decisions. A descent evaluates its start alone here. */
  @Test
  void beginsDescentsNearTheBestPointOrAtRandom() {
    int[] sizes = new int[120];
    Arrays.fill(sizes, 2);
    List<int[]> points = new ArrayList<>();
    ToyProblem rough =
        new ToyProblem(
            "rough",
            ToyProblem.categorical(sizes),
            (point, metrics) -> {
              points.add(point.clone());
              metrics[0] = cost(point);
              return 0;
            });
    SearchResult result = Search.of(rough, new CmaEs()).budget(Budget.ofEvaluations(202)).run();
    assertThat(result.counters()).containsEntry("descents", 201L);
    assertThat(points.get(1)).as("the first start").isEqualTo(points.get(0));
    int near = 0;
    for (int k = 2; k < points.size(); k++) {
      int[] best = Collections.min(points.subList(0, k), Comparator.comparing(CmaEsTest::cost));
      int[] point = points.get(k);
      long changes = IntStream.range(0, 120).filter(d -> point[d] != best[d]).count();
      near += changes >= 1 && changes <= 3 ? 1 : 0;
    }
    assertThat(near).as("of 200").isBetween(75, 125);
  }

  private static double cost(int[] point) {
    return Math.abs((long) Arrays.hashCode(point));
  }

  @Test
  void descendsTheViolationBeforeTheObjective() {
    ToyProblem constrained =
        new ToyProblem(
            "constrained",
            ToyProblem.ordered(1000, 1000),
            (point, metrics) -> {
              metrics[0] = 2000 - point[0] - point[1];
              return Math.max(0, point[0] + 2 * point[1] - 50);
            });
    SearchResult result = search(constrained);
    assertThat(result.isFeasible()).isTrue();
    assertThat(result.values().get(0)).isLessThanOrEqualTo(1955.0);
  }
}
