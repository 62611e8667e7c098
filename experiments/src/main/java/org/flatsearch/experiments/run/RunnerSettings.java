package org.flatsearch.experiments.run;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A user's settings for the execution of runs.
 *
 * @param threads runs at once, at least 1
 * @param master the address of a cluster
 */
public record RunnerSettings(OptionalInt threads, Optional<String> master) {
  public RunnerSettings {
    Objects.requireNonNull(threads, "threads");
    Objects.requireNonNull(master, "master");
  }
}
