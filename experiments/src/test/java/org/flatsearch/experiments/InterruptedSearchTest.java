package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flatsearch.goal.Stop;
import org.flatsearch.results.ResultDocument;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A search that Ctrl-C ends, in a process of its own. */
@DisabledOnOs(OS.WINDOWS)
class InterruptedSearchTest {
  private static final long PATIENCE_SECONDS = 20;

  /** How long a program that does nothing may take to end. */
  private static final long SLEEPER_SECONDS = 5;

  private static final Duration WORK = Duration.ofSeconds(2);

  @TempDir Path folder;

  /** SIGINT is ignored where a shell has started this in the background. */
  @BeforeAll
  static void requireInterrupts() throws Exception {
    Process sleeper = new ProcessBuilder("sleep", "600").start();
    try {
      assumeTrue(
          isEndedByInterrupt(sleeper, SLEEPER_SECONDS), "SIGINT is ignored where these tests run");
    } finally {
      sleeper.destroyForcibly();
    }
  }

  @Test
  void showsAndWritesTheBestSoFar() throws Exception {
    ResultDocument result = assertShowsAndWritesTheBestSoFar("--model=flat");

    assertThat(result.stop()).isEqualTo(Stop.CANCELLED);
  }

  @Test
  void replaysNothingAnymore() throws Exception {
    ResultDocument result = assertShowsAndWritesTheBestSoFar("--sequence=4096");

    assertThat(result.stop()).isEqualTo(Stop.CANCELLED);
    assertThat(result.verification()).isEmpty();
  }

  /** That walk alone would take longer than Ctrl-C delays the end. */
  @Test
  void endsTheWalkUnderWay() throws Exception {
    ResultDocument result =
        assertShowsAndWritesTheBestSoFar(
            "--sequence=500009",
            "--set=cores=16",
            "--require=row.tile<=32",
            "--require=key.tile<=32",
            "--seed=2",
            "--evaluations=100",
            "--refine=1");

    assertThat(result.stop()).isEqualTo(Stop.EVALUATIONS);
    assertThat(result.verification()).isEmpty();
  }

  /** Worse than nothing is a schedule that does not fit, in the place of one that does. */
  @Test
  void writesNothingThatDoesNotFit() throws Exception {
    assertWritesNothing("no schedule that fits", "--set=bufferBytes=64");
  }

  @Test
  void saysSoBeforeEachPartOfABlockHasASchedule() throws Exception {
    assertWritesNothing("stopped before each part", "--level=block");
  }

  /** At once, which is mostly before the search begins. */
  @Test
  void saysSoAtAnyMoment() throws Exception {
    Path err = folder.resolve("err");
    int silent = 0;
    for (int millis = 300; millis <= 1100; millis += 200) {
      Path out = Files.writeString(folder.resolve("result.json"), "old");
      Process search = start(folder.resolve("shown"), out, err, "--model=flat");
      try {
        Thread.sleep(millis);
        assertThat(isEndedByInterrupt(search, PATIENCE_SECONDS)).isTrue();
      } finally {
        search.destroyForcibly();
      }
      String said = Files.readString(err);
      if (Files.readString(out).equals("old")) {
        // Nobody listens before Java itself has begun, and for a moment when the command begins.
        silent += said.isEmpty() ? 1 : 0;
        assertThat(said)
            .isIn(
                "",
                "note: stopped before the command began; nothing is written.\n",
                "note: stopped before a schedule was found; " + out + " is not written.\n",
                "note: no schedule that fits was found; " + out + " is not written.\n");
      } else {
        assertThat(ResultDocument.read(out).best().orElseThrow().cost().isFeasible()).isTrue();
      }
    }
    assertThat(silent).isLessThanOrEqualTo(1);
  }

  private void assertWritesNothing(String reason, String... options) throws Exception {
    Path out = Files.writeString(folder.resolve("result.json"), "old");
    Path err = folder.resolve("err");
    Process search = start(folder.resolve("shown"), out, err, options);
    try {
      awaitWork(search);
      assertThat(isEndedByInterrupt(search, PATIENCE_SECONDS)).isTrue();
    } finally {
      search.destroyForcibly();
    }
    assertThat(search.exitValue()).isEqualTo(130);
    assertThat(out).hasContent("old");
    assertThat(err).content().contains("note: " + reason, out + " is not written.");
  }

  private ResultDocument assertShowsAndWritesTheBestSoFar(String... options) throws Exception {
    Path out = folder.resolve("result.json");
    Path shown = folder.resolve("stdout.json");
    Process search = start(shown, out, folder.resolve("err"), options);
    try {
      awaitWork(search);
      assertThat(isEndedByInterrupt(search, PATIENCE_SECONDS)).isTrue();
    } finally {
      search.destroyForcibly();
    }

    assertThat(search.exitValue()).isEqualTo(130);
    ResultDocument result = ResultDocument.read(out);
    assertThat(result.best()).isPresent();
    assertThat(Files.readString(shown)).isEqualTo(Files.readString(out));
    return result;
  }

  private static boolean isEndedByInterrupt(Process process, long seconds) throws Exception {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    return process.waitFor(seconds, TimeUnit.SECONDS);
  }

  /** Waits until the search must have begun, however busy the machine is. */
  private static void awaitWork(Process search) throws InterruptedException {
    Duration work = Duration.ZERO;
    while (search.isAlive() && work.compareTo(WORK) < 0) {
      Thread.sleep(50);
      work = search.info().totalCpuDuration().orElse(WORK);
    }
  }

  private static Process start(Path shown, Path out, Path err, String... options)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "search",
                "-a=flat-edge",
                "-w=bert",
                "--strategy=random",
                "--seconds=600",
                "--format=json",
                "--out=" + out));
    arguments.addAll(List.of(options));
    return CommandRun.process(List.of(), arguments.toArray(String[]::new))
        .redirectOutput(shown.toFile())
        .redirectError(err.toFile())
        .start();
  }
}
