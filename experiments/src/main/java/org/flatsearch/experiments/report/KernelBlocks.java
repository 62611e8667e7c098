package org.flatsearch.experiments.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.flatsearch.experiments.kernel.KernelRun;
import org.flatsearch.experiments.kernel.Variant;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.run.ExperimentHeader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * What the blocks of a kernel are predicted to take, around those that a run found best.
 *
 * @param best the run
 * @param chosen its choice of parameters
 * @param blocks all blocks of rows and keys that fit, by the model of the bounds
 */
record KernelBlocks(BestRun best, Variant chosen, List<KernelRun.Block> blocks) {

  /** Those of the best runs that chose the parameters of a kernel. */
  static List<KernelBlocks> of(ExperimentHeader header, List<BestRun> bestRuns) {
    return bestRuns.stream().flatMap(best -> of(header, best).stream()).toList();
  }

  /** That of a run; empty if it is not about a kernel, or nothing fits. */
  static Optional<KernelBlocks> of(ExperimentHeader header, BestRun best) {
    RunRecord run = best.run();
    if (!KernelRun.isMeantBy(run.setting()) || !run.isFeasible()) {
      return Optional.empty();
    }
    Accelerator accelerator = header.accelerators().get(run.accelerator());
    AttentionWorkload workload = header.workloads().get(run.workload());
    KernelRun kernel = KernelRun.of(accelerator, workload, run.setting());
    return kernel
        .variant(best.best().schedule())
        .map(variant -> new KernelBlocks(best, variant, kernel.blocks()));
  }

  ObjectNode toJson() {
    RunRecord run = best.run();
    ObjectNode json =
        StrictJson.newObject()
            .put("search", run.search())
            .put("accelerator", run.accelerator())
            .put("workload", run.workload())
            .put("kernel", chosen.kernel().name())
            .put("parameters", Variant.text(chosen.parameters()));
    KernelRun.Block block = KernelRun.blockOf(best.best().schedule(), best.cost().latencySeconds());
    add(json.putObject("chosen"), block);
    var all = json.putArray("blocks");
    blocks.forEach(each -> add(all.addObject(), each));
    return json;
  }

  private static void add(ObjectNode json, KernelRun.Block block) {
    json.put("rows", block.rows()).put("keys", block.keys());
    json.set("seconds", StrictJson.number(block.seconds()));
  }
}
