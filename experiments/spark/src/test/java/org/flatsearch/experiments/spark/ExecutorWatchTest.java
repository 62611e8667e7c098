package org.flatsearch.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.cluster.ExecutorInfo;
import org.flatsearch.experiments.run.RunnerFailedException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.Map$;

@Tag("spark")
class ExecutorWatchTest {
  private final AtomicLong seconds = new AtomicLong();
  private final List<String> notes = new ArrayList<>();
  private final ExecutorWatch watch =
      new ExecutorWatch("spark://head:7077", () -> seconds.get() * 1_000_000_000, notes::add);

  private void comesUp(int executor) {
    watch.onExecutorAdded(
        new SparkListenerExecutorAdded(
            0, Integer.toString(executor), new ExecutorInfo("worker", 1, Map$.MODULE$.empty())));
  }

  private void ends(int executor) {
    watch.noteEnd(Integer.toString(executor), "Command exited with code 1");
  }

  @Test
  void refusesAClusterWhoseExecutorsEndBeforeTheyComeUp() {
    for (int executor = 0; executor < 4; executor++) {
      assertThatCode(() -> watch.requireExecutors(false)).doesNotThrowAnyException();
      ends(executor);
    }

    assertThatThrownBy(() -> watch.requireExecutors(false))
        .isInstanceOf(RunnerFailedException.class)
        .hasMessageContaining("end as soon as they start (Command exited with code 1)");
  }

  /** Four runs that crash, on four workers, or a loss of power in a rack. */
  @Test
  void waitsForOthersIfAllThatCameUpEndAtOnce() {
    for (int executor = 0; executor < 6; executor++) {
      comesUp(executor);
    }
    for (int executor = 0; executor < 6; executor++) {
      ends(executor);
    }

    assertThatCode(() -> watch.requireExecutors(false)).doesNotThrowAnyException();
  }

  private void passes(int duration, boolean present) {
    for (int second = 0; second < duration; second++) {
      seconds.incrementAndGet();
      watch.requireExecutors(present);
    }
  }

  @Test
  void tellsOnceThatNoExecutorComesUp() {
    passes(60, false);
    assertThat(notes).isEmpty();

    passes(600, false);

    assertThat(notes).hasSize(1);
    assertThat(notes.get(0)).startsWith("Waiting for spark://head:7077 to give an executor.");
  }

  /** All workers may die in the middle of an experiment, which would wait in silence. */
  @Test
  void tellsAlsoIfAllExecutorsAreGone() {
    passes(100, true);
    passes(60, false);
    assertThat(notes).isEmpty();

    passes(600, false);
    assertThat(notes).hasSize(1);

    passes(100, true);
    passes(600, false);
    assertThat(notes).hasSize(2);
  }
}
