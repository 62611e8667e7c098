package org.flatsearch.search.strategy.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.flatsearch.search.Scripted;
import org.flatsearch.search.Search;
import org.flatsearch.search.ToyProblem;
import org.junit.jupiter.api.Test;

class LocalSearchRunTest {
  private static final int PATIENCE = 3;

  /** What matters is whether a descent itself gets on, not whether it beats those before. */
  @Test
  void aDescentIsStuckOnceItNoLongerImproves() {
    ToyProblem problem = ToyProblem.separable(ToyProblem.ordered(10), 0);
    AtomicInteger stuck = new AtomicInteger();
    Scripted descents =
        new Scripted(
            run -> {
              LocalSearchRun local = new LocalSearchRun(run, PATIENCE);
              local.beginDescent(stuck::incrementAndGet);
              local.evaluate(new int[] {0});

              local.beginDescent(stuck::incrementAndGet);
              for (int x = 9; x > 3; x--) {
                local.evaluate(new int[] {x});
              }
              assertThat(stuck).as("while each point is better").hasValue(0);

              for (int k = 0; k < PATIENCE; k++) {
                assertThat(stuck).as("%s points without one that is better", k).hasValue(0);
                local.evaluate(new int[] {9});
              }
            });

    Search.of(problem, descents).run();

    assertThat(stuck).hasValue(1);
  }
}
