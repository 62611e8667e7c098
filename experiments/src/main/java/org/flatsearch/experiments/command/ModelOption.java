package org.flatsearch.experiments.command;

import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.loopnest.LoopNestModel;
import picocli.CommandLine.Option;

/** The option that names the cost model. */
final class ModelOption {
  @Option(
      names = {"-m", "--model"},
      paramLabel = "NAME",
      defaultValue = LoopNestModel.NAME,
      description = "The cost model: a name from \"list models\"; loopnest by default.")
  private String model;

  /** The named model. */
  CostModel model() {
    return CostModels.named(model);
  }
}
