package org.flatsearch.experiments.text;

import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Tolerance;

/** What was minimised, in words. */
public final class ObjectiveText {
  private ObjectiveText() {}

  /** The metrics, most important first, and which values of them tie. */
  public static String of(Objective objective, String separator) {
    return String.join(separator, objective.metrics()) + steps(objective.tolerance());
  }

  /** A clause on the steps in which values tie; empty if all digits count. */
  static String steps(Tolerance tolerance) {
    return tolerance.equals(Tolerance.NONE) ? "" : ", in steps of " + tolerance;
  }
}
