package org.flatsearch.experiments.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.flatsearch.experiments.definition.PlannedRun;
import org.flatsearch.experiments.definition.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LocalRunExecutorTest {
  @TempDir private Path folder;

  /** The other thread may have hours to go, and never ends where it lacks memory, too. */
  @Test
  @Timeout(30)
  void endsWhenAnyOfItsThreadsFails() {
    List<Run> runs =
        SmallExperiment.in(folder, 1).runs().stream().map(PlannedRun::run).limit(2).toList();
    CountDownLatch never = new CountDownLatch(1);

    assertThatThrownBy(
            () ->
                new LocalRunExecutor(2)
                    .execute(
                        runs,
                        outcome -> {
                          if (outcome.id().equals(runs.get(0).id())) {
                            awaitQuietly(never);
                          }
                          throw new OutOfMemoryError("for tests");
                        }))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("for tests");
    never.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
