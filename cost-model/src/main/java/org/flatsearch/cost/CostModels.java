package org.flatsearch.cost;

import java.util.Map;
import java.util.ServiceLoader;
import org.flatsearch.plugin.PlugIns;

/** The cost models on the class path, by name. */
public final class CostModels {
  private static final String WHAT = "cost model";

  private CostModels() {}

  /** All models that {@link ServiceLoader} finds, in the order of their names. */
  public static Map<String, CostModel> all() {
    return PlugIns.byName(CostModel.class, WHAT, CostModel::name);
  }

  /**
   * The model {@code name}.
   *
   * @throws org.flatsearch.json.InvalidInputException if there is none, naming those that are
   *     similar
   */
  public static CostModel named(String name) {
    return PlugIns.named(all(), WHAT, name);
  }
}
