package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Chromium without a window, for pages whose scripts write nothing to the console. */
final class Browser {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private static final int PATIENCE_SECONDS = 90;
  private static final String VIRTUAL_TIME = "--virtual-time-budget=20000";

  private final Path program;
  private final Path scratch;

  private Browser(Path program, Path scratch) {
    this.program = program;
    this.scratch = scratch;
  }

  /**
   * The browser of this machine; without one, the tests are skipped.
   *
   * @param scratch a folder for its files
   */
  static Browser orSkip(Path scratch) {
    Optional<Path> found =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), "there is no Chromium here: reports are not looked at");
    return new Browser(found.get(), scratch);
  }

  /** Opens a page, lets its scripts run, and returns the document. */
  String open(String page) {
    return run(page, VIRTUAL_TIME);
  }

  /** Opens a page in a window of some width, in pixels. */
  String open(String page, int width) {
    return run(page, VIRTUAL_TIME, "--window-size=" + width + ",4000");
  }

  /** Opens a page on a dark screen, or on a light one. */
  String open(String page, boolean dark) {
    return dark ? run(page, VIRTUAL_TIME, "--force-dark-mode") : open(page);
  }

  /** Opens a page in real time, and takes its document as it is when it has loaded. */
  String openByRealTime(String page) {
    return run(page);
  }

  private String run(String page, String... options) {
    try {
      Path file = Files.writeString(Files.createTempFile(scratch, "page", ".html"), page);
      Path profile = Files.createTempDirectory(scratch, "profile");
      Path document = Files.createTempFile(scratch, "document", ".html");
      Path log = Files.createTempFile(scratch, "browser", ".log");
      List<String> command =
          new ArrayList<>(
              List.of(
                  program.toString(),
                  "--headless",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--disable-quic",
                  "--no-first-run",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--disable-sync",
                  "--enable-logging=stderr",
                  "--dump-dom",
                  "--user-data-dir=" + profile));
      command.addAll(List.of(options));
      command.add(file.toUri().toString());
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(document.toFile())
              .redirectError(log.toFile())
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the browser did not come back: " + Files.readString(log));
      }
      try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
        assertThat(lines.filter(line -> line.contains("CONSOLE"))).isEmpty();
      }
      return Files.readString(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
