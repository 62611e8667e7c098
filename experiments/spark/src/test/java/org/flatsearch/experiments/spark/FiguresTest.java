package org.flatsearch.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.flatsearch.experiments.record.RunRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Takes the measurements of docs/cluster.md on a standalone cluster of two workers with a core each
 * and prints them: {@code mvn -q verify -Pspark -pl experiments/spark -am -Dgroups=figures
 * -DexcludedGroups=none}.
 */
@Tag("figures")
class FiguresTest {
  private static final String DEFINITION =
      """
      schemaVersion: 1
      name: figures
      accelerators: [flat-edge]
      workloads: [%s]
      models: [flat]
      budgets: [%d]
      seeds: [1..%d]
      strategies: [%s]
      """;

  private static final String WAITING = "{name: troubled, parameters: {milliseconds: %d}}";

  @TempDir Path folder;

  /** Measures on two workers with a number of cores each. */
  private void measure(int cores, String title, String text) throws Exception {
    Path definition = Files.writeString(folder.resolve("definition.yaml"), text);
    Path plugIn = PlugInJar.write(folder.resolve("troubled.jar"));
    try (StandaloneCluster cluster = StandaloneCluster.start(folder)) {
      cluster.addWorker(Path.of(System.getProperty("java.home")), cores);
      cluster.addWorker(Path.of(System.getProperty("java.home")), cores);
      Path out = folder.resolve("out");
      long begin = System.nanoTime();
      Driver.End end =
          Driver.run(
              plugIn,
              "run",
              definition.toString(),
              "--out=" + out,
              "--runner=spark",
              "--master=" + cluster.url());
      double seconds = (System.nanoTime() - begin) / 1e9;
      assertThat(end.exitCode()).as(end.log()).isZero();
      double work =
          Files.readAllLines(out.resolve("runs.jsonl")).stream()
              .mapToDouble(line -> RunRecord.read(line, "line").seconds())
              .sum();
      System.out.printf(
          "%s: %.1f s with the start, work %.1f s, speed-up %.1f%n",
          title, seconds, work, work / seconds);
    }
  }

  @Test
  void measuresEmptyRuns() throws Exception {
    measure(1, "20,000 empty runs", DEFINITION.formatted("bert", 1, 20_000, "random"));
  }

  @Test
  void measuresRunsThatWaitForTenMilliseconds() throws Exception {
    measure(
        1,
        "10,000 runs that wait for 10 ms",
        DEFINITION.formatted("bert", 1, 10_000, WAITING.formatted(10)));
  }

  /** Runs of some 10 ms of processor time each. */
  @Test
  void measuresRunsThatComputeForTenMilliseconds() throws Exception {
    measure(
        1,
        "4,000 runs of 100,000 evaluations",
        DEFINITION.formatted("bert", 100_000, 4_000, "random"));
  }

  @Test
  void measuresRunsOfFourSeconds() throws Exception {
    measure(
        1,
        "24 runs that wait for 4 s",
        DEFINITION.formatted("bert", 1, 24, WAITING.formatted(4_000)));
  }

  @Test
  void measuresRunsOfStrategies() throws Exception {
    measure(
        1,
        "1,600 runs of strategies",
        DEFINITION.formatted(
            "bert, trxl",
            20_000,
            100,
            "random, hill-climbing, genetic, late-acceptance, tabu, annealing, cma-es, auto"));
  }

  /**
   * Runs that wait need no processor, so that two processors can stand in for many cores: this
   * measures whether the driver and its scheduler keep up. Each execution takes half a minute.
   */
  @ParameterizedTest
  @ValueSource(ints = {10, 100, 1_000})
  void measuresWhatManyCoresGain(int cores) throws Exception {
    measure(
        cores / 2,
        cores + " cores, runs that wait for 4 s",
        DEFINITION.formatted("bert", 1, 6 * cores, WAITING.formatted(4_000)));
  }
}
