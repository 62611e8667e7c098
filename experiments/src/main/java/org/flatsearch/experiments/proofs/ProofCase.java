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
import org.flatsearch.spec.WordBytes;

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

  private static final Map<String, AttentionWorkload> MASKED = masked();

  /** Latency, then energy, each in twelve digits. */
  static final Objective FASTEST = Objective.of("latency", "energy");

  private static final List<Objective> OBJECTIVES =
      List.of(FASTEST, Objective.of("energy"), Objective.of("edp"));

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

  /** With masks, and keys and values of one byte. */
  private static Map<String, AttentionWorkload> masked() {
    Map<String, AttentionWorkload> workloads = new LinkedHashMap<>();
    WordBytes bytes = new WordBytes(2, 1, 1, 2);
    workloads.put(
        "llama-3-8b-prefill 8K, causal, kv8",
        SpecCatalogue.workload("llama-3-8b-prefill").withBytes(bytes, 2).withSequence(8 << 10));
    workloads.put(
        "mistral-7b-prefill 8K, window, kv8",
        SpecCatalogue.workload("mistral-7b-prefill").withBytes(bytes, 2));
    return workloads;
  }

  /** All lines, in the order of the table. */
  static List<ProofCase> all() {
    List<ProofCase> all = new ArrayList<>();
    for (String model : MODELS) {
      List<String> accelerators = model.equals(FlatModel.NAME) ? FLAT_ACCELERATORS : ACCELERATORS;
      add(all, model, accelerators, WORKLOADS);
    }
    add(all, LoopNestModel.NAME, ACCELERATORS, MASKED);
    return all;
  }

  private static void add(
      List<ProofCase> all,
      String model,
      List<String> accelerators,
      Map<String, AttentionWorkload> workloads) {
    for (String accelerator : accelerators) {
      for (String workload : workloads.keySet()) {
        for (Objective objective : OBJECTIVES) {
          all.add(new ProofCase(model, accelerator, workload, objective));
        }
      }
    }
  }

  /** What the table calls this line; {@code --only} looks in it. */
  String title() {
    return String.join(" | ", model, accelerator, workload, String.join(",", objective.metrics()));
  }

  /** The search that proves it. */
  SearchPlan plan(double seconds) {
    return SearchPlan.of(
        SpecCatalogue.accelerator(accelerator),
        WORKLOADS.getOrDefault(workload, MASKED.get(workload)),
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
