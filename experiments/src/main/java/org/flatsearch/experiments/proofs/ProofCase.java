package org.flatsearch.experiments.proofs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.experiments.search.SearchPlan;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.search.space.Spaces;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.SpecCatalogue;

/**
 * One line of the table: an optimum to be proven.
 *
 * @param model name of the cost model, whose full space is searched
 * @param accelerator name of the accelerator
 * @param workload what the table calls the workload
 * @param objective what to minimise
 */
record ProofCase(String model, String accelerator, String workload, Objective objective) {
  private static final List<String> MODELS = List.of(LoopNestModel.NAME, FlatModel.NAME);

  private static final List<String> ACCELERATORS =
      List.of("flat-edge", "flat-cloud", "flat-cloud-256-lanes", "tpu-v4i", "nvdla", "h100");

  /** Model {@code flat} is meant for the platforms whose published results it reproduces. */
  private static final List<String> FLAT_ACCELERATORS = List.of("flat-edge", "flat-cloud");

  private static final Map<String, AttentionWorkload> WORKLOADS = workloads();

  private static final List<Objective> OBJECTIVES =
      List.of(Objective.DEFAULT, Objective.of("energy"), Objective.of("edp"));

  private static Map<String, AttentionWorkload> workloads() {
    Map<String, AttentionWorkload> workloads = new LinkedHashMap<>();
    workloads.put("bert 512", SpecCatalogue.workload("bert").withSequence(512));
    workloads.put("bert 4K", SpecCatalogue.workload("bert").withSequence(4 << 10));
    workloads.put("bert 64K", SpecCatalogue.workload("bert").withSequence(64 << 10));
    workloads.put("xlm 64K", SpecCatalogue.workload("xlm").withSequence(64 << 10));
    workloads.put(
        "llama-3-8b-prefill 8K",
        SpecCatalogue.workload("llama-3-8b-prefill").withMask(Mask.NONE).withSequence(8 << 10));
    workloads.put(
        "gpt-3-6.7b-decode 4K",
        SpecCatalogue.workload("gpt-3-6.7b-decode").with(Map.of("keyLength", "4096")));
    return workloads;
  }

  /** All lines, in the order of the table. */
  static List<ProofCase> all() {
    List<ProofCase> all = new ArrayList<>();
    for (String model : MODELS) {
      for (String accelerator : model.equals(FlatModel.NAME) ? FLAT_ACCELERATORS : ACCELERATORS) {
        for (String workload : WORKLOADS.keySet()) {
          for (Objective objective : OBJECTIVES) {
            all.add(new ProofCase(model, accelerator, workload, objective));
          }
        }
      }
    }
    return all;
  }

  /** What the table calls this line; {@code --only} looks in it. */
  String title() {
    return String.join(" | ", model, accelerator, workload, String.join(",", objective.metrics()));
  }

  /** The search that proves it. */
  SearchPlan plan(double seconds) {
    return SearchPlan.of(
        SpecCatalogue.accelerator(accelerator),
        WORKLOADS.get(workload),
        new SearchSetting(
            model,
            Spaces.DEFAULT,
            List.of(),
            objective,
            "auto",
            Map.of(),
            1,
            Budget.ofSeconds(seconds),
            Optional.empty()));
  }
}
