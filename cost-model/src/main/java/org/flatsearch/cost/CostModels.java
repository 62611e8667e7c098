package org.flatsearch.cost;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The cost models on the class path, by name. */
public final class CostModels {
  private CostModels() {}

  /** All models that {@link ServiceLoader} finds, in the order of their names. */
  public static Map<String, CostModel> all() {
    Map<String, CostModel> models = new TreeMap<>();
    for (CostModel model : ServiceLoader.load(CostModel.class)) {
      models.put(model.name(), model);
    }
    return models;
  }
}
