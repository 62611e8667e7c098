package org.flatsearch.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.flatsearch.search.strategy.baseline.RandomSearch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A search whose process is stopped for a while, as by Ctrl-Z, and then goes on. */
@DisabledOnOs(OS.WINDOWS)
class SuspendedSearchTest {
  private static final double TIMEOUT_SECONDS = 1.5;
  private static final long PAUSE_MILLIS = 2_500;
  private static final String EVALUATES = "evaluates";

  /** Searches with one evaluation, which waits a few moments, half a second in all. */
  public static void main(String[] args) {
    ToyProblem slow =
        SearchTest.withCost(
            (point, metrics) -> {
              System.out.println(EVALUATES);
              for (int k = 0; k < 20; k++) {
                LockSupport.parkNanos(25_000_000);
              }
              return 0;
            });
    SearchResult result =
        Search.of(slow, new RandomSearch())
            .budget(Budget.ofEvaluations(1))
            .evaluationTimeoutSeconds(TIMEOUT_SECONDS)
            .run();
    System.out.println(result.evaluations());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT) // It waits for most of its time.
  void doesNotTakeThePauseForALongEvaluation() throws Exception {
    Process search = NewJvm.start(SuspendedSearchTest.class);
    try (BufferedReader output = search.inputReader()) {
      assertThat(output.readLine()).isEqualTo(EVALUATES);
      signal(search, "-STOP");
      Thread.sleep(PAUSE_MILLIS);
      signal(search, "-CONT");

      assertThat(output.readLine()).isEqualTo("1");
      assertThat(search.waitFor()).isZero();
    } finally {
      search.destroyForcibly();
    }
  }

  private static void signal(Process process, String signal)
      throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor()).isZero();
  }
}
