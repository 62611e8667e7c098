package org.flatsearch.experiments.run;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The settings of the user for a runner.
 *
 * @param threads how many runs to execute at once, at least 1
 * @param master the address of the master of a cluster
 */
public record RunnerSettings(OptionalInt threads, Optional<String> master) {
  /**
   * Checks the threads.
   *
   * @throws IllegalArgumentException if there are less than 1
   */
  public RunnerSettings {
    if (threads.isPresent() && threads.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "a runner needs at least 1 thread, not " + threads.getAsInt());
    }
    Objects.requireNonNull(master, "master");
  }
}
