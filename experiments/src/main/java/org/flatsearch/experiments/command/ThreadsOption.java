package org.flatsearch.experiments.command;

import org.flatsearch.json.InvalidInputException;
import picocli.CommandLine.Option;

/**
 * The option that says how many entries of a catalogue are worked on at once, and the rule for
 * {@code --threads} of every command; {@code run} declares its own, with another default.
 */
final class ThreadsOption {
  /** More than any machine has cores; each takes memory, which a mistyped number would use up. */
  private static final int MOST = 1024;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Entries that are worked on at once; by default one per core of the machine.")
  private int threads = Runtime.getRuntime().availableProcessors();

  /** The number of threads, at least 1. */
  int count() {
    requireValid(threads);
    return threads;
  }

  /**
   * Checks a number of threads.
   *
   * @throws InvalidInputException if no machine can have that many
   */
  static void requireValid(int threads) {
    OptionRules.requireAtLeast("--threads", threads, 1);
    if (threads > MOST) {
      throw new InvalidInputException(
          ("--threads: must be at most %s, found %s; more threads than the machine has"
                  + " cores do not help.")
              .formatted(MOST, threads));
    }
  }
}
