package org.flatsearch.experiments.compare;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.goal.Budget;

/**
 * A participant in a comparison: a strategy with its parameters and its budget.
 *
 * @param strategy name of the strategy
 * @param parameters its parameters
 * @param budget its budget
 */
public record Contender(String strategy, Map<String, String> parameters, Budget budget) {
  public Contender {
    Objects.requireNonNull(strategy, "strategy");
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    Objects.requireNonNull(budget, "budget");
  }

  /** The contender of a run. */
  static Contender of(RunRecord run) {
    return new Contender(
        run.setting().strategy(), run.setting().parameters(), run.setting().budget());
  }
}
