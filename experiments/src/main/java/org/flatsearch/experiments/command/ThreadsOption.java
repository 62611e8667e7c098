package org.flatsearch.experiments.command;

import org.flatsearch.json.InvalidInputException;
import picocli.CommandLine.Option;

/** The option that says how many entries of a catalogue are worked on at a time. */
final class ThreadsOption {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Entries that are worked on at a time; one for each core by default.")
  private int threads = Runtime.getRuntime().availableProcessors();

  /** How many, at least 1. */
  int count() {
    if (threads < 1) {
      throw new InvalidInputException(
          "--threads: must be a whole number of at least 1, found " + threads + ".");
    }
    return threads;
  }
}
