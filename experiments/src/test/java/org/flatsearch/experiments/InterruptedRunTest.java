package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An experiment that a signal ends, in a process of its own. */
class InterruptedRunTest {
  private static final long PATIENCE_SECONDS = 60;
  private static final int CTRL_C = 3;

  @TempDir Path folder;

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void saysHowManyRunsAreKeptAndHowToGoOn() throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("stderr");
    Process run = start(definition(), out, err);
    try {
      awaitFirstRun(run, out.resolve("runs.jsonl"));
      // SIGTERM, as SIGINT is ignored where tests run in the background; both end the same way.
      run.destroy();
      assertThat(run.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      run.destroyForcibly();
    }

    assertThat(Files.readString(err))
        .hasLineCount(1)
        .matches(
            "long: ended with at least [1-9][0-9]* of 1,000 runs finished, which are kept in .*out;"
                + " the same command with --resume continues\\.\n");
  }

  /** In a terminal there is a bar, whose library is not to take over what happens on Ctrl-C. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void saysSoInATerminalToo() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script makes the terminal");
    assumeTrue(hearsOfInterrupts(), "run this in the foreground, where Ctrl-C is heard");
    Path out = folder.resolve("out");
    Path screen = folder.resolve("screen");
    String command =
        String.join(
            "' '",
            CommandRun.process(List.of(), "run", definition().toString(), "--out=" + out)
                .command());
    Process run =
        CommandRun.inTerminal("'" + command + "'").redirectOutput(screen.toFile()).start();
    try {
      awaitFirstRun(run, out.resolve("runs.jsonl"));
      run.getOutputStream().write(CTRL_C);
      run.getOutputStream().flush();
      assertThat(run.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      run.destroyForcibly();
    }

    assertThat(Files.readString(screen)).contains("with --resume continues.");
  }

  private Path definition() throws IOException {
    return Files.writeString(
        folder.resolve("long.yaml"),
        """
        schemaVersion: 1
        name: long
        accelerators: [flat-edge]
        workloads: [bert]
        models: [flat]
        spaces: [full]
        searches:
          - {name: heuristic, strategies: [random], seeds: [1..1000], budgets: [20000]}
        """);
  }

  /** Whether the JVM, and so those that it starts, does not ignore SIGINT. */
  private static boolean hearsOfInterrupts() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .noneMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }

  private static void awaitFirstRun(Process run, Path runs)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (run.isAlive() && System.nanoTime() < end) {
      if (Files.exists(runs) && Files.readString(runs).lines().count() > 1) {
        return;
      }
      Thread.sleep(20);
    }
  }

  private static Process start(Path file, Path out, Path err) throws IOException {
    return CommandRun.process(List.of(), "run", file.toString(), "--out=" + out)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(err.toFile())
        .start();
  }
}
