package org.flatsearch.experiments.catalogue;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.flatsearch.cost.Cost;
import org.flatsearch.experiments.search.PlannedSearch;
import org.flatsearch.experiments.search.ScheduleRefinement;
import org.flatsearch.experiments.search.ScheduleReplay;
import org.flatsearch.experiments.search.SearchPlan;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.Verification;
import org.flatsearch.results.catalogue.CatalogueEntry;
import org.flatsearch.results.catalogue.CatalogueObjective;
import org.flatsearch.results.catalogue.ReplayedSchedule;
import org.flatsearch.spec.Accelerator;

/**
 * Has the walker replay and refine what the searches for one workload found, as {@code search
 * --refine} does. The outcome depends on the entries alone, not on the time it takes.
 */
final class EntryReplay {
  private final BuildPlan plan;
  private final Set<ScheduleRefinement> running = ConcurrentHashMap.newKeySet();
  private volatile boolean cancelled;

  EntryReplay(BuildPlan plan) {
    this.plan = plan;
  }

  /** Ends what is running; any thread. */
  void cancel() {
    cancelled = true;
    running.forEach(ScheduleRefinement::cancel);
  }

  /** Whether an entry has not been replayed as the plan asks for. */
  boolean isMissing(CatalogueEntry entry) {
    return entry
        .replayed()
        .filter(replayed -> replayed.model().equals(plan.walker().name()))
        .filter(replayed -> replayed.modelVersion() == plan.walker().version())
        .filter(replayed -> replayed.replays() >= replays(entry))
        .isEmpty();
  }

  /**
   * How many changes of an entry to replay: none for energy, which both models count alike, so a
   * change cannot save any.
   */
  private int replays(CatalogueEntry entry) {
    return entry.objective() == CatalogueObjective.ENERGY ? 0 : plan.replays();
  }

  /**
   * Replays entries of one workload. Each gets the best schedule for its objective that any of
   * their replays led to, or none if all of them take the walker too long.
   *
   * @return the entries in the same order; those that were given if this was cancelled
   */
  List<CatalogueEntry> of(Accelerator accelerator, List<CatalogueEntry> entries) {
    List<RatedSchedule> replayed =
        entries.stream().flatMap(entry -> best(accelerator, entry).stream()).toList();
    return cancelled ? entries : entries.stream().map(entry -> withBest(entry, replayed)).toList();
  }

  /**
   * The entry with the best of the replayed schedules; of equally good ones, that of least latency.
   */
  private CatalogueEntry withBest(CatalogueEntry entry, List<RatedSchedule> replayed) {
    Comparator<Cost> byObjective = entry.objective()::compare;
    return replayed.stream()
        .min(
            Comparator.comparing(
                RatedSchedule::cost, byObjective.thenComparing(Cost::latencySeconds)))
        .map(
            rated ->
                new ReplayedSchedule(
                    plan.walker().name(), plan.walker().version(), replays(entry), rated))
        .map(entry::withReplayed)
        .orElse(entry);
  }

  private Optional<RatedSchedule> best(Accelerator accelerator, CatalogueEntry entry) {
    SearchPlan search =
        plan.search(accelerator, entry.workload(), entry.objective(), Optional.empty());
    ScheduleRefinement refinement =
        new ScheduleRefinement(plan.walker(), new PlannedSearch(search), replays(entry));
    running.add(refinement);
    try {
      if (cancelled) {
        return Optional.empty();
      }
      Verification verification =
          new ScheduleReplay(plan.walker(), search).of(entry.searched(), entry.optimality());
      return refinement.of(verification, entry.optimality()).replays().stream()
          .findFirst()
          .map(best -> new RatedSchedule(best.schedule(), best.replayed()));
    } finally {
      running.remove(refinement);
    }
  }
}
