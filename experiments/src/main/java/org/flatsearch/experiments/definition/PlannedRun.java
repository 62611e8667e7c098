package org.flatsearch.experiments.definition;

import java.util.Objects;

/**
 * A run of a matrix, with the places in the definition that messages about it name.
 *
 * @param run the run
 * @param id its identifier
 * @param strategyAt where the strategy is named
 * @param spaceAt where the space is named
 * @param restrictionsAt where the first restriction stands, or the matrix
 */
public record PlannedRun(
    Run run, String id, Location strategyAt, Location spaceAt, Location restrictionsAt) {
  public PlannedRun {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(strategyAt, "strategyAt");
    Objects.requireNonNull(spaceAt, "spaceAt");
    Objects.requireNonNull(restrictionsAt, "restrictionsAt");
  }
}
