package org.flatsearch.experiments.command;

import java.util.Map;
import java.util.TreeMap;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.search.space.Spaces;
import picocli.CommandLine.Option;

/** The option that names the cost model. */
final class ModelOption {
  private static final String PREFERRED = LoopNestModel.NAME;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "NAME",
      description = "The cost model: a name from \"list models\"; loopnest by default.")
  private String model;

  /** The named model, or the default one. */
  CostModel model() {
    return model == null ? byDefault(CostModels.all()) : CostModels.named(model);
  }

  /** The named model, or the default one of those that have a space to search. */
  CostModel modelToSearch() {
    Map<String, CostModel> models = new TreeMap<>(CostModels.all());
    models.keySet().removeIf(name -> Spaces.all().stream().noneMatch(s -> Spaces.isFor(s, name)));
    return model == null ? byDefault(models) : CostModels.named(model);
  }

  private static CostModel byDefault(Map<String, CostModel> models) {
    if (models.isEmpty()) {
      throw new IllegalStateException("there is no cost model on the class path");
    }
    return models.getOrDefault(PREFERRED, models.values().iterator().next());
  }
}
