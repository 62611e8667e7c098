package org.flatsearch.experiments.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.flatsearch.goal.Objective;
import org.flatsearch.search.Decision;
import org.flatsearch.search.SearchProblem;
import org.junit.jupiter.api.Test;

/** Of the points that are evaluated, the best are remembered, each once. */
class BestPointsTest {
  private static final Objective LATENCY = Objective.of("latency");

  /**
   * Points are alike but for the first decision, whose tens are their figure; from 90 none fits.
   */
  private static final SearchProblem TENS =
      new SearchProblem() {
        @Override
        public String name() {
          return "tens";
        }

        @Override
        public List<Decision> decisions() {
          List<String> labels = IntStream.range(0, 100).mapToObj(Integer::toString).toList();
          return List.of(
              new Decision("a", Decision.Kind.ORDERED, labels),
              new Decision("idle", Decision.Kind.ORDERED, labels));
        }

        @Override
        public List<String> metrics() {
          return List.of("latency");
        }

        @Override
        public Evaluator evaluator() {
          return (point, metrics) -> {
            metrics[0] = 1 + point[0] / 10;
            return Math.max(0, point[0] - 89);
          };
        }

        @Override
        public void makeCanonical(int[] point) {
          point[1] = 0;
        }

        @Override
        public String describe(int[] point) {
          return point[0] + " " + point[1];
        }
      };

  /** The best after these points, of which each second is evaluated by another thread. */
  private static List<List<Integer>> best(int count, int[]... points) {
    BestPoints best = new BestPoints(TENS, LATENCY, count);
    SearchProblem.Evaluator[] evaluators = {best.evaluator(), best.evaluator()};
    int[] reused = new int[2];
    for (int k = 0; k < points.length; k++) {
      System.arraycopy(points[k], 0, reused, 0, 2);
      evaluators[k % 2].evaluate(reused, new double[1]);
    }
    return best.best().stream()
        .map(point -> List.of(point.decisions()[0], point.decisions()[1]))
        .toList();
  }

  private static int[] point(int a, int idle) {
    return new int[] {a, idle};
  }

  @Test
  void areInOrderOfTheirScoresThenOfTheirDecisions() {
    assertThat(best(3, point(25, 1), point(23, 1), point(41, 1), point(24, 1), point(7, 1)))
        .containsExactly(List.of(7, 1), List.of(23, 1), List.of(24, 1));
  }

  @Test
  void replaceWhatIsAsGoodAndLaterInOrder() {
    assertThat(best(1, point(25, 1), point(99, 1), point(23, 1))).containsExactly(List.of(23, 1));
  }

  @Test
  void replaceTheWorstOnly() {
    assertThat(best(2, point(20, 1), point(95, 1), point(40, 1))).hasSize(2);
    assertThat(best(2, point(20, 1), point(95, 1), point(40, 1), point(96, 1), point(30, 1)))
        .containsExactly(List.of(20, 1), List.of(30, 1));
  }

  @Test
  void areKeptByTheFirstInOrderOfTheirVectors() {
    int[][] vectors = {point(5, 7), point(5, 4), point(5, 6), point(5, 9), point(6, 2)};
    assertThat(best(2, vectors)).containsExactly(List.of(5, 4), List.of(6, 2));
    assertThat(best(2, vectors[1], vectors[0], vectors[3], vectors[2], vectors[4]))
        .containsExactly(List.of(5, 4), List.of(6, 2));
  }

  @Test
  void allFitIfOneDoes() {
    assertThat(best(3, point(95, 1), point(93, 1), point(88, 1))).containsExactly(List.of(88, 1));
    assertThat(best(3, point(95, 1), point(93, 1))).containsExactly(List.of(93, 1), List.of(95, 1));
  }
}
