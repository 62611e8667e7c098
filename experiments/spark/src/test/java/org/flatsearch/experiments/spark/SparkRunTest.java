package org.flatsearch.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Experiments on a standalone cluster of two workers with a core each: the same results as in one
 * process, whoever dies on the way.
 */
@Tag("spark")
class SparkRunTest {
  private static final String STRATEGY_COMPARISON =
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
          strategies: [random, tabu]
      """;

  /** 60 runs of a tenth of a second. */
  private static final String SLOW =
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
  private static final String WITH_TROUBLE =
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

  private static StandaloneCluster cluster;
  private static final List<Process> WORKERS = new ArrayList<>();
  private static Path plugIn;

  @BeforeAll
  static void startCluster() throws Exception {
    plugIn = PlugInJar.write(shared.resolve("troubled.jar"));
    cluster = StandaloneCluster.start(shared);
    WORKERS.add(cluster.addWorker());
    WORKERS.add(cluster.addWorker());
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private Path definition(String text) throws Exception {
    return Files.writeString(folder.resolve("definition.yaml"), text);
  }

  private String[] command(String where, Path definition, Path out, String... further) {
    List<String> command = new ArrayList<>(List.of("run", definition.toString(), "--out=" + out));
    if (!where.equals("local")) {
      command.addAll(List.of("--runner=spark", "--master=" + where));
    }
    command.addAll(List.of(further));
    return command.toArray(new String[0]);
  }

  /** The lines of the results without their times, after an undisturbed run of one process. */
  private List<String> localLines(Path definition) throws Exception {
    Path out = folder.resolve("local");
    Driver.End end = Driver.run(plugIn, command("local", definition, out));
    assertThat(end.exitCode()).as(end.log()).isZero();
    return lines(out);
  }

  private static List<String> lines(Path out) throws Exception {
    return Files.readAllLines(out.resolve("runs.jsonl")).stream()
        .map(line -> line.replaceFirst(",\"seconds\":[^,]*,\"cpuSeconds\":[^,]*}$", ""))
        .toList();
  }

  /** Waits until so many lines are there. */
  private static void awaitLines(Driver driver, Path out, int count) throws Exception {
    Path file = out.resolve("runs.jsonl");
    while (!Files.exists(file) || Files.readString(file).lines().count() < count) {
      assertThat(driver.isAlive()).as("the command has ended too early").isTrue();
      Thread.sleep(20);
    }
  }

  @Test
  void givesWhatOneProcessGives() throws Exception {
    Path definition = definition(STRATEGY_COMPARISON);
    Path out = folder.resolve("out");

    Driver.End end = Driver.run(plugIn, command(cluster.url(), definition, out));

    assertThat(end.exitCode()).as(() -> end.log() + cluster.executorLogs()).isZero();
    assertThat(end.log())
        .isEqualTo(
            "strategy-comparison: all 70 runs are finished\nResults   %s/runs.jsonl\nNext      report %s\n"
                .formatted(out, out));
    assertThat(lines(out)).hasSize(70).isEqualTo(localLines(definition));
    assertThat(Files.readString(out.resolve("experiment.json")))
        .contains("\"executor\": \"Spark at " + cluster.url() + "\"");
  }

  @Test
  void canBeSubmitted() throws Exception {
    Path definition = definition(WITH_TROUBLE.formatted("troubled"));
    Path out = folder.resolve("out");
    Path log = folder.resolve("submit.log");

    Process submit =
        JavaProcess.start(
            JavaProcess.of(
                    JavaProcess.SPARK_CLASS_PATH,
                    "-Xmx512m",
                    "org.apache.spark.deploy.SparkSubmit",
                    "--master=" + cluster.url(),
                    "--executor-memory=512m",
                    "--jars=" + plugIn,
                    JavaProcess.FLATSEARCH_JAR.toString(),
                    "run",
                    definition.toString(),
                    "--out=" + out,
                    "--runner=spark")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile()));

    assertThat(submit.waitFor()).as(Files.readString(log)).isZero();
    assertThat(Files.readString(log)).contains("troubled: all 31 runs are finished");
    assertThat(lines(out)).isEqualTo(localLines(definition));
  }

  @Test
  void survivesTheDeathOfAWorker() throws Exception {
    Path definition = definition(SLOW);
    Path out = folder.resolve("out");
    Driver driver = Driver.start(plugIn, command(cluster.url(), definition, out));
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
    Driver driver = Driver.start(plugIn, command(cluster.url(), definition, out));
    awaitLines(driver, out, 10);
    driver.kill();
    driver.end();
    int before = lines(out).size();

    Driver.End end = Driver.run(plugIn, command(cluster.url(), definition, out, "--resume"));

    assertThat(end.exitCode()).as(end.log()).isZero();
    assertThat(before).isLessThan(60);
    assertThat(lines(out)).isEqualTo(localLines(definition));
  }

  @Test
  void keepsWhatHasArrivedAtCtrlC() throws Exception {
    Path definition = definition(SLOW);
    Path out = folder.resolve("out");
    Driver driver = Driver.start(plugIn, command(cluster.url(), definition, out));
    awaitLines(driver, out, 10);
    driver.interrupt();

    Driver.End end = driver.end();

    assertThat(end.exitCode()).isEqualTo(130);
    assertThat(end.log())
        .isEqualTo("Interrupted; what has arrived is safe, and --resume continues.\n");
    assertThat(lines(out)).hasSizeBetween(10, 59).doesNotHaveDuplicates();
    // The cluster is free again, or this would not end.
    Driver.End rest = Driver.run(plugIn, command(cluster.url(), definition, out, "--resume"));
    assertThat(rest.exitCode()).as(rest.log()).isZero();
    assertThat(lines(out)).hasSize(60).doesNotHaveDuplicates();
  }

  private Driver.End runWithTrouble(String strategy, Path out) throws Exception {
    Path definition = definition(WITH_TROUBLE.formatted(strategy));
    return Driver.run(plugIn, command(cluster.url(), definition, out));
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
        .endsWith(
            "1 run failed; --resume tries again. troubled on flat-edge × bert:"
                + " IllegalStateException: table of figures is missing\n");
    assertThat(lines(out)).hasSize(30).doesNotHaveDuplicates();
  }

  /** Each of its four attempts takes an executor along, and with it what is beside it. */
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

  @Test
  void saysThatNoMasterAnswers() throws Exception {
    Path out = folder.resolve("out");

    Driver.End end =
        Driver.run(plugIn, command("spark://127.0.0.1:1", definition(STRATEGY_COMPARISON), out));

    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(end.log())
        .isEqualTo(
            "--master spark://127.0.0.1:1: no Spark master answers there (Connection refused). The"
                + " address is on the first line of the master's web page.\n");
    assertThat(out).doesNotExist();
  }

  @Test
  void saysThatAPlugInIsMissingOnTheWorkers() throws Exception {
    Path out = folder.resolve("out");
    Path classes = PlugInJar.writeFolder(folder.resolve("classes"));

    Driver.End end = Driver.run(classes, command(cluster.url(), definition(SLOW), out));

    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(end.log().lines()).hasSize(1);
    assertThat(end.log())
        .contains("has no strategy \"troubled\": the jar that brings it is missing there.");
  }

  @Test
  void saysThatAPlugInLacksAClassOnTheWorkers() throws Exception {
    Path out = folder.resolve("out");
    Path jar = PlugInJar.writeIncomplete(folder.resolve("incomplete.jar"));
    Path needed = PlugInJar.writeNeeded(folder.resolve("needed"));

    Driver.End end =
        Driver.run(
            Path.of(JavaProcess.join(jar, needed)), command(cluster.url(), definition(SLOW), out));

    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(end.log().lines()).hasSize(1);
    assertThat(end.log())
        .contains("has no class org.flatsearch.experiments.spark.plugin.Nap: the jar that");
  }

  @Test
  void saysThatTheWorkersHaveAnOldJava() throws Exception {
    Path java = Files.createDirectories(folder.resolve("java-11/bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        echo 'java.lang.UnsupportedClassVersionError: class file version 61.0' >&2
        exit 1
        """);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path out = folder.resolve("out");
    try (StandaloneCluster old = StandaloneCluster.start(folder)) {
      old.addWorker(folder.resolve("java-11"), 1);

      Driver.End end = Driver.run(plugIn, command(old.url(), definition(STRATEGY_COMPARISON), out));

      assertThat(end.exitCode()).isEqualTo(1);
      assertThat(end.log().lines()).hasSize(1);
      assertThat(end.log())
          .contains("the executors on the workers end as soon as they start (")
          .contains("Most often their Java is older than 17");
    }
  }
}
