package org.flatsearch.cost;

import java.util.Map;
import java.util.ServiceLoader;
import org.flatsearch.plugin.PlugIns;

/** The cost models on the class path, by name. */
public final class CostModels {
  private CostModels() {}

  /** All models that {@link ServiceLoader} finds, in the order of their names. */
  public static Map<String, CostModel> all() {
    return PlugIns.byName(CostModel.class, "cost model", CostModel::name);
  }
}
