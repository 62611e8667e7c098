package org.flatsearch.search;

import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.NearestNames;
import org.flatsearch.plugin.PlugIns;

/** The strategies on the class path, by name. */
public final class Strategies {
  private Strategies() {}

  /** All strategies that {@link ServiceLoader} finds, in the order of their names. */
  public static Map<String, SearchStrategy> all() {
    return PlugIns.byName(SearchStrategy.class, "strategy", SearchStrategy::name);
  }

  /**
   * The strategy {@code name}.
   *
   * @throws InvalidInputException if there is none, naming those that are similar
   */
  public static SearchStrategy named(String name) {
    Objects.requireNonNull(name, "name");
    Map<String, SearchStrategy> strategies = all();
    SearchStrategy strategy = strategies.get(name);
    if (strategy == null) {
      throw new InvalidInputException(
          "unknown strategy '" + name + "'. " + NearestNames.advice(name, strategies.keySet()));
    }
    return strategy;
  }
}
