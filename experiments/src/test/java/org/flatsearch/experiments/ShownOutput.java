package org.flatsearch.experiments;

import java.util.List;
import java.util.regex.Pattern;

/** Compares what a command prints with what a guide shows. A number of seconds may be any other. */
final class ShownOutput {
  private static final Pattern EFFORT =
      Pattern.compile("((?:evaluations|replays) in ).*( s|ms)(;)");

  private ShownOutput() {}

  /** The lines of an output, without what differs from run to run. */
  static List<String> lines(String output) {
    return output
        .lines()
        .map(line -> EFFORT.matcher(line.stripTrailing()).replaceAll("$1$3"))
        .toList();
  }

  /**
   * The first line that a guide shows and the output lacks after the earlier ones; empty if there
   * is none. A shown {@code …} stands for any lines.
   */
  static String firstMissing(String output, String shown) {
    List<String> lines = lines(output);
    int at = 0;
    for (String line : lines(shown)) {
      if (line.isEmpty() || line.equals("…")) {
        continue;
      }
      int found = lines.subList(at, lines.size()).indexOf(line);
      if (found < 0) {
        return line;
      }
      at += found + 1;
    }
    return "";
  }
}
