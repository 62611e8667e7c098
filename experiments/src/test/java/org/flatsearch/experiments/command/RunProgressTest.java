package org.flatsearch.experiments.command;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.OptionalDouble;
import org.flatsearch.experiments.run.ExperimentListener.Left;
import org.flatsearch.experiments.run.ExperimentListener.Progress;
import org.junit.jupiter.api.Test;

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
}
