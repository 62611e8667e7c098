package org.flatsearch.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Experiments on a cluster that is disturbed: by failures, deaths of processes and interrupts. */
class DisturbedRunTest extends ClusterTest {
  @Test
  void survivesTheDeathOfAWorker() throws Exception {
    Path definition = definition(SLOW);
    Path out = folder.resolve("out");
    Driver driver = start(definition, out);
    awaitLines(driver, out, 10);
    assertThat(WORKERS.get(0).descendants()).as("its executor").isNotEmpty();
    JavaProcess.kill(WORKERS.remove(0));

    Driver.End end = driver.end();
    WORKERS.add(cluster.addWorker());

    assertThat(end.exitCode()).as(end.log()).isZero();
    assertThat(lines(out)).isEqualTo(localLines(definition));
  }

  @Test
  void continuesAfterTheDeathOfTheDriver() throws Exception {
    Path definition = definition(SLOW);
    Path out = folder.resolve("out");
    Driver driver = start(definition, out);
    awaitLines(driver, out, 10);
    driver.kill();
    driver.end();
    int before = lines(out).size();

    Driver.End end = run(definition, out, "--resume");

    assertThat(end.exitCode()).as(end.log()).isZero();
    assertThat(before).isLessThan(60);
    assertThat(lines(out)).isEqualTo(localLines(definition));
  }

  @Test
  void keepsWhatHasArrivedAtCtrlC() throws Exception {
    assumeTrue(Driver.hearsOfInterrupts(), "run this in the foreground, where Ctrl-C is heard");
    Path definition = definition(SLOW);
    Path out = folder.resolve("out");
    Driver driver = start(definition, out);
    awaitLines(driver, out, 10);
    driver.interrupt();

    Driver.End end = driver.end();

    assertThat(end.exitCode()).isEqualTo(130);
    assertThat(end.log())
        .matches(
            "slow: ended with at least \\d+ of 60 runs finished, which are kept in .*; the same"
                + " command with --resume continues.\n");
    assertThat(lines(out)).hasSizeBetween(10, 59).doesNotHaveDuplicates();
    // The cluster is free again, or this would not end.
    Driver.End rest = run(definition, out, "--resume");
    assertThat(rest.exitCode()).as(rest.log()).isZero();
    assertThat(lines(out)).hasSize(60).doesNotHaveDuplicates();
  }

  private Driver.End runWithTrouble(String strategy, Path out) throws Exception {
    Path definition = definition(WITH_TROUBLE.formatted(strategy));
    return run(definition, out);
  }

  @Test
  void triesAgainWhatFails() throws Exception {
    Path out = folder.resolve("out");

    Driver.End end = runWithTrouble("{name: troubled, parameters: {fails: 1}}", out);

    assertThat(end.exitCode()).as(end.log()).isZero();
    assertThat(lines(out)).hasSize(31).doesNotHaveDuplicates();
  }

  @Test
  void recordsWhatAlwaysFailsAndGoesOn() throws Exception {
    Path out = folder.resolve("out");

    Driver.End end = runWithTrouble("{name: troubled, parameters: {fails: 100}}", out);

    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(end.log())
        .contains("troubled: 30 of 31 runs are finished")
        .contains("1 run failed; --resume tries again. troubled on flat-edge × bert by flat:")
        .endsWith("table of figures is missing\n");
    assertThat(lines(out)).hasSize(30).doesNotHaveDuplicates();
  }

  /** Not the workers are at fault: the plug-in lacks a class everywhere. */
  @Test
  void recordsWhatLacksAClassOnTheDriverTooAndGoesOn() throws Exception {
    Path out = folder.resolve("out");
    Path jar = PlugInJar.writeIncomplete(folder.resolve("incomplete.jar"));

    Driver.End end = runAt(cluster.url(), jar, definition(WITH_TROUBLE.formatted("troubled")), out);

    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(end.log())
        .contains("troubled: 30 of 31 runs are finished")
        .endsWith(
            "1 run failed; --resume tries again. troubled on flat-edge × bert by flat:"
                + " NoClassDefFoundError: org/flatsearch/experiments/spark/plugin/Nap\n");
    assertThat(lines(out)).hasSize(30).doesNotHaveDuplicates();
  }

  /** Each of the four attempts ends an executor, and with it the other runs of the batch. */
  @Test
  void recordsOnlyWhatIsToBlameWhenExecutorsDie() throws Exception {
    Path out = folder.resolve("out");

    Driver.End end = runWithTrouble("{name: troubled, parameters: {halts: 1}}", out);

    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(end.log())
        .contains("troubled: 30 of 31 runs are finished")
        .contains("the process that executed it ended: ")
        .doesNotContain("\tat ");
    assertThat(lines(out)).hasSize(30).doesNotHaveDuplicates();
  }
}
