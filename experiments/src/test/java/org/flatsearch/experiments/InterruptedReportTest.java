package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A report that a signal ends while its folder is written. */
class InterruptedReportTest {
  private static final long PATIENCE_SECONDS = 60;

  @TempDir Path parent;

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void leavesNothingTemporary() throws Exception {
    String definition =
        """
        schemaVersion: 1
        name: many
        accelerators: [flat-edge, flat-cloud]
        workloads: [bert, trxl]
        sweeps:
          - sequence: [%s]
        models: [flat]
        spaces: [published]
        strategies: [random]
        budgets: [5]
        """
            .formatted(
                IntStream.rangeClosed(1, 60)
                    .mapToObj(k -> String.valueOf(64 * k))
                    .collect(Collectors.joining(", ")));
    Path file = Files.writeString(parent.resolve("many.yaml"), definition);
    String results = parent.resolve("results").toString();
    assertThat(CommandRun.of("run", file.toString(), "--out=" + results).exitCode()).isZero();
    Path folder = Files.createDirectory(parent.resolve("folder"));

    Process report =
        CommandRun.process(List.of(), "report", results, "--format=schedules", "--out=" + folder)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      while (report.isAlive() && !hasTemporary(folder)) {
        Thread.onSpinWait();
      }
      report.destroy();
      assertThat(report.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      report.destroyForcibly();
    }

    assertThat(hasTemporary(folder)).isFalse();
  }

  private static boolean hasTemporary(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".flatsearch.*")) {
      return files.iterator().hasNext();
    }
  }
}
