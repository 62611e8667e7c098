package org.flatsearch.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * The base of tests of experiments on a cluster: a standalone cluster of two workers with a core
 * each for every test class, and the command line to use it with.
 */
@Tag("spark")
abstract class ClusterTest {
  static final String STRATEGY_COMPARISON =
      """
      schemaVersion: 1
      name: strategy-comparison
      accelerators: [flat-edge]
      workloads: [bert, trxl]
      models: [flat]
      budgets: [400]
      searches:
        - name: heuristics
          strategies: [random, hill-climbing, genetic, late-acceptance, tabu, annealing, cma-es, auto]
          seeds: [1..4]
        - name: exact
          strategies: [branch-and-bound]
        - name: loop nests
          models: [loopnest]
          budgets: [30]
          refine: 3
          strategies: [random, tabu]
      """;

  /** 60 runs of a tenth of a second each. */
  static final String SLOW =
      """
      schemaVersion: 1
      name: slow
      accelerators: [flat-edge]
      workloads: [bert]
      models: [flat]
      seeds: [1..60]
      strategies: [{name: troubled, parameters: {milliseconds: 100}}]
      """;

  /** A sound search, and one with this strategy. */
  static final String WITH_TROUBLE =
      """
      schemaVersion: 1
      name: troubled
      accelerators: [flat-edge]
      workloads: [bert]
      models: [flat]
      searches:
        - name: trouble
          strategies: [%s]
        - name: sound
          strategies: [random]
          budgets: [50]
          seeds: [1..30]
      """;

  @TempDir static Path shared;
  @TempDir Path folder;

  static StandaloneCluster cluster;
  static final List<Process> WORKERS = new ArrayList<>();
  static Path plugIn;

  @BeforeAll
  static void startCluster() throws Exception {
    plugIn = PlugInJar.write(shared.resolve("troubled.jar"));
    cluster = StandaloneCluster.start(shared);
    WORKERS.add(cluster.addWorker());
    WORKERS.add(cluster.addWorker());
  }

  @AfterAll
  static void stopCluster() {
    WORKERS.clear();
    if (cluster != null) {
      cluster.close();
    }
  }

  /** Writes a definition. */
  Path definition(String text) throws Exception {
    return Files.writeString(folder.resolve("definition.yaml"), text);
  }

  private static String[] command(Path definition, Path out, String... further) {
    List<String> command =
        new ArrayList<>(List.of("run", definition.toString(), "--quiet", "--out=" + out));
    command.addAll(List.of(further));
    return command.toArray(new String[0]);
  }

  private static String[] onSpark(String master, String... further) {
    List<String> options = new ArrayList<>(List.of("--runner=spark", "--master=" + master));
    options.addAll(List.of(further));
    return options.toArray(new String[0]);
  }

  /** Starts an experiment on the cluster. */
  Driver start(Path definition, Path out, String... further) throws Exception {
    return Driver.start(plugIn, command(definition, out, onSpark(cluster.url(), further)));
  }

  /** Runs an experiment on the cluster to its end. */
  Driver.End run(Path definition, Path out, String... further) throws Exception {
    return start(definition, out, further).end();
  }

  /** Runs an experiment on any cluster to its end, with this on the class path. */
  Driver.End runAt(String master, Path classPath, Path definition, Path out) throws Exception {
    return Driver.run(classPath, command(definition, out, onSpark(master)));
  }

  /** The lines of the results without their times, after an undisturbed run of one process. */
  List<String> localLines(Path definition) throws Exception {
    Path out = folder.resolve("local");
    Driver.End end = Driver.run(plugIn, command(definition, out));
    assertThat(end.exitCode()).as(end.log()).isZero();
    return lines(out);
  }

  /** The lines of the results without their times. */
  static List<String> lines(Path out) throws Exception {
    return Files.readAllLines(out.resolve("runs.jsonl")).stream()
        .map(
            line ->
                line.replaceFirst(
                    ",\"seconds\":[^,]*,\"cpuSeconds\":[^,]*(,\"crc32c\":[^,]*)?}$", ""))
        .toList();
  }

  /** Waits until a number of lines is there. */
  static void awaitLines(Driver driver, Path out, int count) throws Exception {
    Path file = out.resolve("runs.jsonl");
    while (!Files.exists(file) || Files.readString(file).lines().count() < count) {
      assertThat(driver.isAlive()).as("the command has ended too early").isTrue();
      Thread.sleep(20);
    }
  }
}
