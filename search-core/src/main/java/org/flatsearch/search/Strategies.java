package org.flatsearch.search;

import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.NearestNames;

/** The strategies on the class path, by name. */
public final class Strategies {
  private Strategies() {}

  /** All strategies that {@link ServiceLoader} finds, in the order of their names. */
  public static Map<String, SearchStrategy> all() {
    Map<String, SearchStrategy> strategies = new TreeMap<>();
    for (SearchStrategy strategy : ServiceLoader.load(SearchStrategy.class)) {
      SearchStrategy other = strategies.put(strategy.name(), strategy);
      if (other != null) {
        throw new IllegalStateException(
            String.format(
                "strategy '%s' is on the class path twice, as %s and as %s",
                strategy.name(), other.getClass().getName(), strategy.getClass().getName()));
      }
    }
    return Collections.unmodifiableMap(strategies);
  }

  /**
   * The strategy {@code name}.
   *
   * @throws InvalidInputException if there is none, naming those that are similar
   */
  public static SearchStrategy named(String name) {
    Map<String, SearchStrategy> strategies = all();
    SearchStrategy strategy = strategies.get(name);
    if (strategy == null) {
      throw new InvalidInputException(
          "unknown strategy '" + name + "'. " + NearestNames.advice(name, strategies.keySet()));
    }
    return strategy;
  }
}
