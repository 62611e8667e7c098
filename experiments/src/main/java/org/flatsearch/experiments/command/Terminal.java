package org.flatsearch.experiments.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;

/** What is known of the terminal, if there is one. */
public final class Terminal {
  private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Terminal() {}

  /**
   * Whether standard error is a terminal. Java only tells whether standard input and output are,
   * which is asked where the system shows no more: a bar has no place in a file of errors.
   */
  static boolean isStandardError() {
    if (!Files.isSymbolicLink(STANDARD_ERROR)) {
      return System.console() != null;
    }
    try {
      return Files.readSymbolicLink(STANDARD_ERROR)
          .toString()
          .matches("/dev/(pts/.*|tty.*|console)");
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the terminal knows escape codes. On Windows, none says so. */
  static boolean knowsEscapeCodes() {
    String type = System.getenv("TERM");
    return type != null && !type.isEmpty() && !type.equals("dumb");
  }

  /**
   * The colours of help and errors. Picocli asks whether there is a terminal and whether colours
   * are wanted, and of Windows whether it shows them, but not which terminal it is.
   */
  public static ColorScheme colours() {
    return Help.defaultColorScheme(knowsEscapeCodes() || WINDOWS ? Ansi.AUTO : Ansi.OFF);
  }
}
