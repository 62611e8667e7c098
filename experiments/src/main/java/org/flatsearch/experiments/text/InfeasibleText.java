package org.flatsearch.experiments.text;

import org.flatsearch.cost.Cost;
import org.flatsearch.results.Optimality.Status;
import org.flatsearch.results.ResultDocument;

/** Why a search found no schedule that fits, and what would do. */
public final class InfeasibleText {
  private InfeasibleText() {}

  /** One line about a result whose best schedule has violations. */
  public static String of(ResultDocument result) {
    Cost cost = result.best().orElseThrow().cost();
    String what =
        result.optimality().status() == Status.PROVEN
            ? "There is no feasible schedule"
            : "No feasible schedule was found in "
                + Units.plural(result.evaluations(), "evaluation");
    return what
        + ": the smallest violation is "
        + Units.plural(Math.round(cost.violationBytes()), "byte")
        + ", of "
        + cost.violations().get(0).tensor().jsonName()
        + "; a buffer of "
        + Units.plural(Math.round(cost.footprintBytes()), "byte")
        + " would do (--set bufferBytes="
        + Math.round(cost.footprintBytes())
        + ").";
  }
}
