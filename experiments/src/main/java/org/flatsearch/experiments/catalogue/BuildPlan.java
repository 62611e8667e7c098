package org.flatsearch.experiments.catalogue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.flatsearch.cost.CostModel;
import org.flatsearch.experiments.search.ScheduleRules;
import org.flatsearch.experiments.search.SearchPlan;
import org.flatsearch.goal.Budget;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.results.catalogue.CatalogueObjective;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.search.Strategies;
import org.flatsearch.search.space.Spaces;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Which entries of a catalogue are to be built, and how.
 *
 * @param folder where the documents are and go
 * @param accelerators the accelerators
 * @param workloads the workloads, in the order of the documents
 * @param model what scores schedules
 * @param budget when the search for one entry stops
 * @param walker what replays the schedules that are found
 * @param replays how many changes of each the walker replays at most
 * @param threads searches that run at once; each is sequential
 * @param flatsearchVersion the version in the provenance of the entries
 */
public record BuildPlan(
    Path folder,
    List<Accelerator> accelerators,
    List<AttentionWorkload> workloads,
    CostModel model,
    Budget budget,
    CostModel walker,
    int replays,
    int threads,
    String flatsearchVersion) {
  /** The strategy, which proves what it finds. */
  static final String STRATEGY = "auto";

  static final long SEED = 1;

  public BuildPlan {
    Objects.requireNonNull(folder, "folder");
    accelerators = List.copyOf(accelerators);
    workloads = List.copyOf(workloads);
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(budget, "budget");
    Objects.requireNonNull(walker, "walker");
    Objects.requireNonNull(flatsearchVersion, "flatsearchVersion");
  }

  /** The search for one entry, from {@code start} if there is one. */
  SearchPlan search(
      Accelerator accelerator,
      AttentionWorkload workload,
      CatalogueObjective objective,
      Optional<AttentionSchedule> start) {
    SearchSetting setting =
        new SearchSetting(
            model.name(),
            Spaces.DEFAULT,
            ScheduleRules.of(accelerator),
            objective.objective(),
            STRATEGY,
            Map.of(),
            SEED,
            budget,
            start);
    return new SearchPlan(accelerator, workload, setting, model, Strategies.named(STRATEGY));
  }
}
