package org.flatsearch.experiments.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TaskProgressTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  /** Otherwise the result would begin behind it. */
  @Test
  @Timeout(60)
  void leavesNoBarWhereTheTaskEndsJustAsTheBarAppears() {
    CompletableFuture<Thread> display = new CompletableFuture<>();
    BusyPainter painter = new BusyPainter();

    String result =
        TaskProgress.during(
            "searching",
            () -> {
              display.complete(Thread.currentThread());
              return 0.5;
            },
            () -> {
              painter.releaseOnceAwaitedBy(display.join());
              return "found";
            },
            new TerminalLine(new PrintStream(written, true, StandardCharsets.UTF_8), true));

    assertThat(result).isEqualTo("found");
    assertThat(written.toString(StandardCharsets.UTF_8))
        .contains("searching")
        .endsWith("\r\u001b[K");
    painter.close();
  }
}
