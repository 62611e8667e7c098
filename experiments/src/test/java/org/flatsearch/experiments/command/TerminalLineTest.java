package org.flatsearch.experiments.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalLineTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream terminal = new PrintStream(written, true, StandardCharsets.UTF_8);

  @Test
  void aNarrowTerminalIsToCutTheLineAndNotToScroll() {
    new TerminalLine(terminal, true).accept("half");

    assertThat(written()).isEqualTo("\r\u001b[?7lhalf\u001b[K\u001b[?7h");
  }

  @Test
  void noEscapeCodesWhereTheTerminalKnowsNone() {
    TerminalLine line = new TerminalLine(terminal, false);
    line.accept("half");
    line.clear();
    line.close();

    assertThat(written()).isEqualTo("\rhalf\r" + " ".repeat(79) + "\r");
  }

  @Test
  void anErasedBarLeavesNoEmptyLine() {
    TerminalLine line = new TerminalLine(terminal, true);
    line.accept("half");
    line.clear();
    line.close();

    assertThat(written()).endsWith("\r\u001b[K");
  }

  @Test
  void aBarThatStaysIsAboveWhatFollows() {
    TerminalLine line = new TerminalLine(terminal, false);
    line.accept("done");
    line.close();

    assertThat(written()).isEqualTo("\rdone" + System.lineSeparator());
  }

  @Test
  void drawsNothingOverWhatOthersWrite() {
    TerminalLine line = new TerminalLine(terminal, true);
    line.accept("half");
    line.end();
    written.reset();
    line.accept("more than half");
    line.clear();
    line.close();

    assertThat(written()).isEmpty();
  }

  private String written() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
