package org.flatsearch.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Experiments on a cluster give the same results as in one process. */
class SparkRunTest extends ClusterTest {
  @Test
  void givesWhatOneProcessGives() throws Exception {
    Path definition = definition(STRATEGY_COMPARISON);
    Path out = folder.resolve("out");

    Driver.End end = run(definition, out);

    assertThat(end.exitCode()).as(() -> end.log() + cluster.executorLogs()).isZero();
    assertThat(end.log())
        .isEqualTo(
            "strategy-comparison: all 70 runs are finished\nResults   %s/runs.jsonl\nNext      report %s\n"
                .formatted(out, out));
    assertThat(lines(out)).hasSize(70).isEqualTo(localLines(definition));
    assertThat(Files.readString(out.resolve("experiment.json")))
        .contains("\"executor\": \"Spark at " + cluster.url() + "\"");
  }

  /** Seed 6 takes a hundred times as long as the other runs, some of which share its task. */
  @Test
  void sendsAgainWhatATaskDidNotComeTo() throws Exception {
    Path definition =
        definition(
            """
            schemaVersion: 1
            name: uneven
            accelerators: [flat-edge]
            workloads: [bert]
            models: [flat]
            seeds: [1..20]
            strategies: [{name: troubled, parameters: {milliseconds: 90, slowSeed: 6}}]
            """);
    Path out = folder.resolve("out");

    Driver.End end = run(definition, out);

    assertThat(end.exitCode()).as(end.log()).isZero();
    assertThat(lines(out)).hasSize(20).doesNotHaveDuplicates();
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
}
