package org.flatsearch.experiments.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flatsearch.cost.CostModels;
import org.flatsearch.search.Budget;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueBuildTest {
  private static final String FIRST = "gpt-3-6.7b-decode";
  private static final String SECOND = "bert";

  @TempDir Path folder;

  /** What still runs may write documents, so the folder must stay locked meanwhile. */
  @Test
  void endsNoEarlierThanTheWorkloadsThatAreBeingBuiltWhenOneFails() {
    CountDownLatch secondRuns = new CountDownLatch(1);
    AtomicBoolean wasLocked = new AtomicBoolean();

    assertThatThrownBy(
            () ->
                new CatalogueBuild(
                        twoThatDoNotFit(),
                        line -> {
                          if (line.contains(FIRST)) {
                            await(secondRuns);
                            throw new IllegalStateException("the first fails");
                          }
                          if (secondRuns.getCount() > 0) {
                            secondRuns.countDown();
                            sleep();
                            wasLocked.set(folder.resolve(".lock").toFile().exists());
                          }
                        })
                    .run())
        .hasMessage("the first fails");
    assertThat(wasLocked).isTrue();
  }

  private BuildPlan twoThatDoNotFit() {
    return new BuildPlan(
        folder,
        List.of(SpecCatalogue.accelerator("flat-edge").with("bufferBytes", "1B")),
        List.of(SpecCatalogue.workload(FIRST), SpecCatalogue.workload(SECOND)),
        CostModels.named("loopnest"),
        new Budget(200, 100),
        CostModels.named("walk"),
        1,
        2,
        "test");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(500);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
