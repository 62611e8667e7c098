package org.flatsearch.results.diff;

import java.util.Objects;
import java.util.Optional;
import org.flatsearch.cost.Cost;

/**
 * A decision in which two schedules differ.
 *
 * @param decision its name, such as {@code logit key tile} or {@code K held}
 * @param a what the first schedule has; empty if the decision does not exist there
 * @param b what the second schedule has; empty if the decision does not exist there
 * @param alone the cost of the first schedule with only this decision taken from the second; empty
 *     if that is no legal schedule, or the two are for different targets
 */
public record DecisionDifference(String decision, String a, String b, Optional<Cost> alone) {
  public DecisionDifference {
    Objects.requireNonNull(decision, "decision");
    Objects.requireNonNull(a, "a");
    Objects.requireNonNull(b, "b");
    Objects.requireNonNull(alone, "alone");
  }
}
