package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What commands write to a terminal, and to files beside one. The program script makes one. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class InATerminalTest {
  private static final long PATIENCE_SECONDS = 120;

  /** Takes longer than a bar waits before it appears. */
  private static final String SEARCH =
      "search -a flat-edge -w bert --model flat --strategy random --seconds 2";

  @TempDir Path folder;

  @BeforeEach
  void requireScript() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script makes the terminal");
  }

  @Test
  void aBarIsSeenAndLeavesNothing() throws Exception {
    String screen = screen(SEARCH);

    assertThat(screen).contains("searching: ").contains(" \rAccelerator");
  }

  /** The terminal is for the bar, also where the result goes to a file. */
  @Test
  void aBarIsSeenBesideARedirectedResult() throws Exception {
    Path out = folder.resolve("out");

    assertThat(screen(SEARCH + " >out")).contains("searching: ");
    assertThat(Files.readString(out)).startsWith("Accelerator").doesNotContain("\u001b");
  }

  @Test
  void noBarInAFileOfErrors() throws Exception {
    Path err = folder.resolve("err");
    screen(SEARCH + " 2>err");

    assertThat(err).isEmptyFile();
  }

  /** What a terminal receives from a command that a shell executes there, in the folder. */
  private String screen(String command) throws IOException, InterruptedException {
    Path screen = folder.resolve("screen");
    String java = "'" + String.join("' '", CommandRun.process(List.of()).command()) + "' ";
    Process process =
        CommandRun.inTerminal(java + command)
            .directory(folder.toFile())
            .redirectOutput(screen.toFile())
            .start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(screen);
  }
}
