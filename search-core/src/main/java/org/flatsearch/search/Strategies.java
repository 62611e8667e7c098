package org.flatsearch.search;

import java.util.Map;
import java.util.ServiceLoader;
import org.flatsearch.plugin.PlugIns;

/** The strategies on the class path, by name. */
public final class Strategies {
  private static final String WHAT = "strategy";

  private Strategies() {}

  /** All strategies that {@link ServiceLoader} finds, in the order of their names. */
  public static Map<String, SearchStrategy> all() {
    return PlugIns.byName(SearchStrategy.class, WHAT, SearchStrategy::name);
  }

  /**
   * The strategy {@code name}.
   *
   * @throws org.flatsearch.json.InvalidInputException if there is none, naming those that are
   *     similar
   */
  public static SearchStrategy named(String name) {
    return PlugIns.named(all(), WHAT, name);
  }
}
