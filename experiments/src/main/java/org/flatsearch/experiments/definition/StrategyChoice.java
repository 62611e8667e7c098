package org.flatsearch.experiments.definition;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.flatsearch.goal.Budget;

/**
 * A strategy with its parameters.
 *
 * @param name name of the strategy
 * @param parameters its parameters, by name
 * @param budget its own budget, which replaces those of the matrix
 */
record StrategyChoice(String name, Map<String, String> parameters, Optional<Budget> budget) {
  StrategyChoice {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(budget, "budget");
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }
}
