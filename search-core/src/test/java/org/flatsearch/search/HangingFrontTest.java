package org.flatsearch.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.flatsearch.search.SearchResult.FrontPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HangingFrontTest {
  private final CountDownLatch never = new CountDownLatch(1);
  private int calls;

  private List<FrontPoint> front() {
    calls++;
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.of();
  }

  /** As one does that needs a lock which the strategy, given up, still holds. */
  @Test
  void isNotWaitedForAndLosesNothingElse() {
    Scripted strategy =
        new Scripted(
            run -> {
              run.evaluate(new int[4]);
              run.reportFront(this::front);
            });
    Search search =
        Search.of(ToyProblem.tiling(60, 50, 16, 600), strategy).evaluationTimeoutSeconds(0.2);

    assertThatThrownBy(search::run)
        .isInstanceOf(StrategyFailedException.class)
        .hasMessageContaining("its front was not there within 0.2 s of the end");

    assertThat(search.found().best()).containsExactly(0, 0, 0, 0);
    assertThat(calls).isOne();
  }
}
