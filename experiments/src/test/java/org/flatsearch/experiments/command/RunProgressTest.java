package org.flatsearch.experiments.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalDouble;
import org.flatsearch.experiments.run.ExperimentListener.Left;
import org.flatsearch.experiments.run.ExperimentListener.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RunProgressTest {
  /** The bar draws itself a last time in a thread of its own, which asks for the time left. */
  @Test
  void closesItsBarInATerminal() {
    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          try (RunProgress shown =
              new RunProgress(
                  "tiny",
                  new PrintWriter(new StringWriter()),
                  new TerminalLine(new PrintStream(OutputStream.nullOutputStream()), false))) {
            shown.changed(new Progress(2, 1, 0, OptionalDouble.empty(), new Left(1, true)));
            shown.changed(new Progress(2, 2, 0, OptionalDouble.empty(), new Left(0, true)));
          }
        });
  }

  private static String lineOf(Progress progress) {
    StringWriter err = new StringWriter();
    try (RunProgress shown = new RunProgress("tiny", new PrintWriter(err), null)) {
      shown.tell();
      shown.changed(progress);
      shown.tell();
    }
    return err.toString();
  }

  @Test
  void saysInALineHowMuchTimeIsLeftAsFarAsThatIsKnown() {
    OptionalDouble none = OptionalDouble.empty();

    assertThat(lineOf(new Progress(2000, 1000, 0, none, new Left(180, true))))
        .isEqualToIgnoringNewLines("tiny: 1,000 of 2,000 runs, nothing proven yet, 3 min left");
    assertThat(lineOf(new Progress(3, 2, 1, OptionalDouble.of(0.25), new Left(180, false))))
        .isEqualToIgnoringNewLines(
            "tiny: 2 of 3 runs, best gap 25.0%, 1 failed, more than 3 min left");
    assertThat(lineOf(new Progress(3, 0, 0, none, new Left(0, false))))
        .isEqualToIgnoringNewLines("tiny: 0 of 3 runs, nothing proven yet, time left unknown");
    assertThat(lineOf(new Progress(3, 3, 0, none, new Left(0, true))))
        .isEqualToIgnoringNewLines(
            "tiny: 3 of 3 runs, nothing proven yet, less than a second left");
  }

  /** As where nothing is left to be done. The summary would begin behind it. */
  @Test
  @Timeout(60)
  void endsTheLineOfABarThatIsClosedBeforeItWasDrawn() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    PrintStream terminal = new PrintStream(written, true, StandardCharsets.UTF_8);
    BusyPainter painter = new BusyPainter();

    try (RunProgress shown =
        new RunProgress(
            "tiny", new PrintWriter(new StringWriter()), new TerminalLine(terminal, true))) {
      shown.changed(new Progress(2, 2, 0, OptionalDouble.empty(), new Left(0, true)));
      painter.releaseOnceAwaitedBy(Thread.currentThread());
    }

    assertThat(written.toString(StandardCharsets.UTF_8))
        .contains("tiny")
        .endsWith(System.lineSeparator());
    painter.close();
  }
}
