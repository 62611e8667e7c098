package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
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

  private static final int CTRL_C = 3;

  @TempDir Path folder;

  @BeforeEach
  void requireScript() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script makes the terminal");
  }

  @Test
  void aBarIsSeenAndLeavesNothing() throws Exception {
    String screen = screen(SEARCH, Map.of("TERM", "xterm"));

    assertThat(screen).contains("searching").contains("\r\u001b[KAccelerator");
  }

  /** The terminal is for the bar, also where the result goes to a file. */
  @Test
  void aBarIsSeenBesideARedirectedResult() throws Exception {
    Path out = folder.resolve("out");

    assertThat(screen(SEARCH + " >out", Map.of("TERM", "xterm"))).contains("searching");
    assertThat(Files.readString(out)).startsWith("Accelerator").doesNotContain("\u001b");
  }

  /** The bar tells when refinement has begun. */
  @Test
  void ctrlCEndsRefinementAndShowsTheBestSoFar() throws Exception {
    Process process =
        start(
            "search -a flat-edge -w bert --evaluations 100 --seconds 100 --refine 1000000",
            Map.of("TERM", "xterm"),
            Redirect.PIPE);
    try (Scanner terminal = new Scanner(process.getInputStream(), StandardCharsets.UTF_8)) {
      assertThat(terminal.findWithinHorizon("refining", 0)).isNotNull();
      try (OutputStream keyboard = process.getOutputStream()) {
        keyboard.write(CTRL_C);
        keyboard.flush();
        String shown = terminal.useDelimiter("\\A").next();

        assertThat(shown).contains("Schedule: ").containsPattern("Refinement: [0-9,]+ changes? re");
      }
      assertThat(process.waitFor()).isEqualTo(130);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void noBarInAFileOfErrors() throws Exception {
    Path err = folder.resolve("err");
    screen(SEARCH + " 2>err", Map.of("TERM", "xterm"));

    assertThat(err).isEmptyFile();
  }

  @Test
  void noColoursInAFileOfErrors() throws Exception {
    Path err = folder.resolve("err");
    screen("search -a none 2>err", Map.of("TERM", "xterm"));

    assertThat(Files.readString(err)).startsWith("There is no accelerator \"none\".");
  }

  @Test
  void coloursOnlyWhereTheTerminalKnowsThem() throws Exception {
    assertThat(screen("search -a none", Map.of("TERM", "xterm"))).contains("\u001b[31m");
    for (String command : List.of("search -a none", "--help")) {
      assertThat(screen(command, Map.of("TERM", "dumb"))).isNotEmpty().doesNotContain("\u001b");
    }
  }

  /** What a terminal receives from a command that a shell executes there, in the folder. */
  private String screen(String command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path screen = folder.resolve("screen");
    Process process = start(command, environment, Redirect.to(screen.toFile()));
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(screen);
  }

  private Process start(String command, Map<String, String> environment, Redirect screen)
      throws IOException {
    String java = "'" + String.join("' '", CommandRun.process(List.of()).command()) + "' ";
    ProcessBuilder script =
        CommandRun.inTerminal(java + command).directory(folder.toFile()).redirectOutput(screen);
    script.environment().putAll(environment);
    script.environment().keySet().removeAll(List.of("NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"));
    return script.start();
  }
}
