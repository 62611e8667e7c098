package org.flatsearch.experiments.definition;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A strategy with its parameters.
 *
 * @param name name of the strategy
 * @param parameters its parameters, by name
 */
public record StrategyChoice(String name, Map<String, String> parameters) {
  public StrategyChoice {
    Objects.requireNonNull(name, "name");
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  /** The name, with the parameters in brackets if there are any. */
  @Override
  public String toString() {
    return parameters.isEmpty()
        ? name
        : name + parameters.toString().replace('{', '(').replace('}', ')');
  }
}
