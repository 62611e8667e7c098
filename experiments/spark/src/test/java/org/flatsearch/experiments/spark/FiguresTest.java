package org.flatsearch.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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

  /** Measures on two workers with a core each. */
  private void measure(String title, String definition, String... further) throws Exception {
    measureOn(1, title, definition, further);
  }

  /** Measures on two workers with a number of cores each. */
  private void measureOn(int cores, String title, String definition, String... further)
      throws Exception {
    Path own = Files.createTempDirectory(folder, "cluster");
    Path file = Files.writeString(own.resolve("definition.yaml"), definition);
    String classPath =
        JavaProcess.join(
            JavaProcess.FLATSEARCH_JAR,
            PlugInJar.write(own.resolve("troubled.jar")),
            JavaProcess.SPARK_CLASS_PATH);
    Path log = own.resolve("figures.log");
    try (StandaloneCluster cluster = StandaloneCluster.start(own)) {
      cluster.addWorker(Path.of(System.getProperty("java.home")), cores);
      cluster.addWorker(Path.of(System.getProperty("java.home")), cores);
      ProcessBuilder builder =
          JavaProcess.of(
              classPath,
              "-Xmx1g",
              "-XX:TieredStopAtLevel=4",
              "-Dspark.executor.memory=512m",
              Overhead.class.getName(),
              cluster.url(),
              file.toString(),
              String.join("", further));
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      Process process = JavaProcess.start(builder);
      try {
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        System.out.println(title + "\n" + Files.readString(log));
        assertThat(process.exitValue()).isZero();
      } finally {
        JavaProcess.kill(process);
      }
    }
  }

  @Test
  void measuresEmptyRunsEachATaskOfItsOwn() throws Exception {
    measure(
        "1,000 empty runs, each a task of its own",
        DEFINITION.formatted("bert", 1, 1_000, "random"),
        "alone");
  }

  @Test
  void measuresEmptyRuns() throws Exception {
    measure("20,000 empty runs", DEFINITION.formatted("bert", 1, 20_000, "random"));
  }

  @Test
  void measuresRunsThatWaitForTenMilliseconds() throws Exception {
    measure(
        "10,000 runs that wait for 10 ms",
        DEFINITION.formatted("bert", 1, 10_000, WAITING.formatted(10)));
  }

  /** Runs of some 10 ms of processor time each. */
  @Test
  void measuresRunsThatComputeForTenMilliseconds() throws Exception {
    measure(
        "4,000 runs of 100,000 evaluations",
        DEFINITION.formatted("bert", 100_000, 4_000, "random"));
  }

  @Test
  void measuresRunsOfFourSeconds() throws Exception {
    measure(
        "24 runs that wait for 4 s", DEFINITION.formatted("bert", 1, 24, WAITING.formatted(4_000)));
  }

  @Test
  void measuresRunsOfStrategies() throws Exception {
    measure(
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
    measureOn(
        cores / 2,
        cores + " cores, runs that wait for 4 s",
        DEFINITION.formatted("bert", 1, 6 * cores, WAITING.formatted(4_000)));
  }
}
