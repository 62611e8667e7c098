package org.flatsearch.experiments.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.cluster.ExecutorInfo;
import org.flatsearch.experiments.run.RunnerFailedException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.Map$;

@Tag("spark")
class ExecutorWatchTest {
  private final ExecutorWatch watch = new ExecutorWatch("spark://head:7077");

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
}
