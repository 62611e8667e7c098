package org.flatsearch.search;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BatchEvaluatorTest {
  private static final long SLOW_NANOS = 20_000_000;

  /** As one thread would, which never comes to the points behind a failure. */
  @Test
  @Timeout(30)
  void namesTheFirstPointThatFailedThoughALaterOneFailedBefore() {
    CompletableFuture<Void> laterFails = new CompletableFuture<>();
    ToyProblem failing =
        new ToyProblem(
            "failing",
            ToyProblem.ordered(4),
            (point, metrics) -> {
              LockSupport.parkNanos(SLOW_NANOS);
              if (point[0] == 2) {
                laterFails.join();
                LockSupport.parkNanos(SLOW_NANOS);
              }
              if (point[0] == 3) {
                laterFails.complete(null);
              }
              if (point[0] >= 2) {
                throw new IllegalStateException("point " + point[0]);
              }
              return 0;
            });
    int[] indexes = Objective.DEFAULT.indexesIn(failing);
    List<PointEvaluator> two =
        List.of(new PointEvaluator(failing, indexes), new PointEvaluator(failing, indexes));
    int[][] points = {{0}, {1}, {2}, {3}};
    Score[] scores = new Score[points.length];
    for (int k = 0; k < scores.length; k++) {
      scores[k] = new Score(Objective.DEFAULT);
    }
    try (BatchEvaluator batch = new BatchEvaluator(two, () -> false)) {
      batch.evaluate(points, scores, 0, 2); // measures that they are slow

      assertThatThrownBy(() -> batch.evaluate(points, scores, 2, 4))
          .isInstanceOf(EvaluationFailedException.class)
          .hasMessageContaining("point 2");
    }
  }
}
