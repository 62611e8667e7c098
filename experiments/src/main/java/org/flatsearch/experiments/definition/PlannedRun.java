package org.flatsearch.experiments.definition;

import java.util.Objects;
import org.flatsearch.json.Location;

/**
 * A run of a matrix, with the places in the definition that messages about it name.
 *
 * @param run the run
 * @param id its identifier
 * @param strategyAt where the strategy is named
 * @param problemAt where the first restriction stands, or where the space is named if there is none
 */
public record PlannedRun(Run run, String id, Location strategyAt, Location problemAt) {
  public PlannedRun {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(strategyAt, "strategyAt");
    Objects.requireNonNull(problemAt, "problemAt");
  }

  /** Another run in its place. */
  public PlannedRun with(Run other) {
    return new PlannedRun(other, other.id(), strategyAt, problemAt);
  }
}
