package org.flatsearch.experiments.text;

import org.flatsearch.cost.Cost;
import org.flatsearch.results.Optimality.Status;
import org.flatsearch.results.ResultDocument;

/** What to try after a search. */
final class NextStep {
  private NextStep() {}

  static String of(ResultDocument result, Suggestions suggestions) {
    return "Next\n  " + advice(result, suggestions) + "\n";
  }

  private static String longer(ResultDocument result, Suggestions suggestions) {
    if (result.stop().equals("cancelled")) {
      return "Let the search come to its end, or give it a limit: "
          + suggestions.with("--seconds", Long.toString(1 + (long) result.seconds()));
    }
    if (result.stop().equals("time")) {
      return "Search longer: "
          + suggestions.with(
              "--seconds",
              Units.digits(10 * result.setting().budgetSeconds().orElse(result.seconds())));
    }
    return "Search longer: "
        + suggestions.with("--evaluations", Long.toString(10 * result.evaluations()));
  }

  private static String advice(ResultDocument result, Suggestions suggestions) {
    Cost cost = result.best().orElseThrow().cost();
    if (!cost.isFeasible()) {
      return "A buffer that is large enough: "
          + suggestions.with("--set", "bufferBytes=" + Math.round(cost.footprintBytes()));
    }
    if (result.optimality().status() != Status.PROVEN && !result.stop().equals("complete")) {
      return longer(result, suggestions);
    }
    if (result.whatIfs().isEmpty()) {
      return "See what more of "
          + CostText.withArticle(cost.bound())
          + " or of anything else would buy: "
          + suggestions.with("--what-if");
    }
    return "Keep the schedule, then look into it with \"explain --schedule best.json\": "
        + suggestions.with("--out", "best.json");
  }
}
