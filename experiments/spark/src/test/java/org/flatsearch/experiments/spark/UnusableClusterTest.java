package org.flatsearch.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** A cluster that can't execute an experiment is refused in one clear line. */
class UnusableClusterTest extends ClusterTest {
  @Test
  void saysThatNoMasterAnswers() throws Exception {
    Path out = folder.resolve("out");

    Driver.End end = runAt("spark://127.0.0.1:1", plugIn, definition(STRATEGY_COMPARISON), out);

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

    Driver.End end = runAt(cluster.url(), classes, definition(SLOW), out);

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
        runAt(cluster.url(), Path.of(JavaProcess.join(jar, needed)), definition(SLOW), out);

    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(end.log())
        .contains("60 runs failed; --resume tries again.")
        .contains("NoClassDefFoundError: org/flatsearch/experiments/spark/plugin/Nap");
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

      Driver.End end = runAt(old.url(), plugIn, definition(STRATEGY_COMPARISON), out);

      assertThat(end.exitCode()).isEqualTo(1);
      assertThat(end.log().lines()).hasSize(1);
      assertThat(end.log())
          .contains("the executors on the workers end as soon as they start (")
          .contains("Most often their Java is older than 17");
    }
  }
}
