package org.flatsearch.experiments.report;

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

/** Chromium without a window, if it is installed: opens a page and returns its final document. */
final class Browser {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private static final int PATIENCE_SECONDS = 90;

  private final Path program;

  private Browser(Path program) {
    this.program = program;
  }

  /**
   * A page that was opened.
   *
   * @param document the document, after its scripts have run
   * @param console the messages and errors of its scripts
   */
  record Opened(String document, List<String> console) {}

  /** The browser of this machine. */
  static Optional<Browser> find() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Browser::new);
  }

  /** The browser of this machine; without one, the tests are skipped. */
  static Browser orSkip() {
    Optional<Browser> found = find();
    assumeTrue(found.isPresent(), "there is no Chromium here: reports are not looked at");
    return found.get();
  }

  /**
   * Opens a page and lets its scripts run.
   *
   * @param page its text
   * @param scratch a folder for files of the browser
   */
  Opened open(String page, Path scratch) {
    return run(page, scratch, "--virtual-time-budget=20000", "--dump-dom");
  }

  /** Opens a page in a window of some width, in pixels. */
  Opened open(String page, int width, Path scratch) {
    return run(
        page,
        scratch,
        "--virtual-time-budget=20000",
        "--window-size=" + width + ",4000",
        "--dump-dom");
  }

  /** Opens a page on a dark screen, or on a light one. */
  Opened open(String page, boolean dark, Path scratch) {
    return dark
        ? run(page, scratch, "--virtual-time-budget=20000", "--force-dark-mode", "--dump-dom")
        : open(page, scratch);
  }

  /** Opens a page in real time, and takes it as it is when it has loaded. */
  Opened openByRealTime(String page, Path scratch) {
    return run(page, scratch, "--dump-dom");
  }

  private Opened run(String page, Path scratch, String... options) {
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
        return new Opened(
            Files.readString(document), lines.filter(line -> line.contains("CONSOLE")).toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
