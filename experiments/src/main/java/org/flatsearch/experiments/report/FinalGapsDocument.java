package org.flatsearch.experiments.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Locale;
import org.flatsearch.experiments.compare.ComparedProblem;
import org.flatsearch.experiments.compare.StrategyComparison;
import org.flatsearch.json.StrictJson;

/**
 * The final gap of each run, problem by problem: a list a strategy, which begins with the number of
 * the strategy in the line-up; null for a run that found nothing.
 */
record FinalGapsDocument(StrategyComparison comparison) {
  ArrayNode toJson() {
    ArrayNode problems = StrictJson.newObject().putArray("finalGaps");
    for (ComparedProblem problem : comparison.problems()) {
      ArrayNode strategies = problems.addArray();
      problem
          .runs()
          .forEach(
              (contender, list) -> {
                ArrayNode entry = strategies.addArray();
                entry.add(comparison.lineUp().contenders().indexOf(contender));
                for (double gap : problem.finalGaps(contender)) {
                  if (Double.isInfinite(gap)) {
                    entry.addNull();
                  } else {
                    entry.add(Double.parseDouble(String.format(Locale.ROOT, "%.4e", gap)));
                  }
                }
              });
    }
    return problems;
  }
}
