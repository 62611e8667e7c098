package org.flatsearch.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.flatsearch.experiments.definition.PlannedRun;
import org.flatsearch.experiments.definition.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LocalRunExecutorTest {
  @TempDir private Path folder;

  /** The other thread may have hours to go, or never end because it lacks memory too. */
  @Test
  @Timeout(30)
  void endsWhenAnyOfItsThreadsFails() {
    List<Run> runs = runs();
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

  @Test
  @Timeout(30)
  void takesNoFurtherRunAfterAFailure() throws InterruptedException {
    List<Run> runs = runs();
    CountDownLatch waits = new CountDownLatch(1);
    CountDownLatch failed = new CountDownLatch(1);
    AtomicReference<Thread> other = new AtomicReference<>();
    AtomicInteger outcomes = new AtomicInteger();

    assertThatThrownBy(
            () ->
                new LocalRunExecutor(2)
                    .execute(
                        runs,
                        outcome -> {
                          outcomes.incrementAndGet();
                          if (!outcome.id().equals(runs.get(0).id())) {
                            awaitQuietly(waits);
                            throw new IllegalStateException("for tests");
                          }
                          other.set(Thread.currentThread());
                          waits.countDown();
                          awaitQuietly(failed);
                        }))
        .hasMessage("for tests");
    failed.countDown();
    other.get().join();

    assertThat(outcomes).hasValue(2);
    assertThat(other.get().isDaemon()).as("does not keep the program from ending").isTrue();
  }

  @Test
  void tellsTheFailureOfItsOnlyThread() {
    assertThatThrownBy(
            () ->
                new LocalRunExecutor(1)
                    .execute(
                        runs(),
                        outcome -> {
                          throw new IllegalStateException("for tests");
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("for tests");
  }

  @Test
  @Timeout(30)
  void takesNoFurtherRunAfterAnInterrupt() throws InterruptedException {
    Thread waiting = Thread.currentThread();
    CountDownLatch ended = new CountDownLatch(1);
    AtomicReference<Thread> worker = new AtomicReference<>();
    AtomicInteger outcomes = new AtomicInteger();

    assertThatThrownBy(
            () ->
                new LocalRunExecutor(1)
                    .execute(
                        runs(),
                        outcome -> {
                          outcomes.incrementAndGet();
                          worker.set(Thread.currentThread());
                          waiting.interrupt();
                          awaitQuietly(ended);
                        }))
        .hasMessage("interrupted while runs are executed");
    assertThat(Thread.interrupted()).as("the caller sees the interrupt too").isTrue();
    ended.countDown();
    worker.get().join();

    assertThat(outcomes).hasValue(1);
  }

  private List<Run> runs() {
    return SmallExperiment.in(folder, 1).runs().stream().map(PlannedRun::run).toList();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void isNotSetToLessThanOneThread() {
    assertThatThrownBy(() -> new RunnerSettings(OptionalInt.of(0), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a runner needs at least 1 thread, not 0");
  }
}
