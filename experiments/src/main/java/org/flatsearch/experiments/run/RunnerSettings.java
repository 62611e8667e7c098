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
  public RunnerSettings {
    Objects.requireNonNull(threads, "threads");
    Objects.requireNonNull(master, "master");
  }
}
