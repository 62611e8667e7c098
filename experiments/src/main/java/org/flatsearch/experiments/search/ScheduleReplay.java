package org.flatsearch.experiments.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import org.flatsearch.cost.CostModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugInFailedException;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.Verification;
import org.flatsearch.results.Verification.Refinement;
import org.flatsearch.results.Verification.Refusal;
import org.flatsearch.results.Verification.Replay;

/** Has another model, the reference walker, replay the best schedules of a search and rank them. */
public final class ScheduleReplay {
  private final CostModel model;
  private final SearchPlan plan;

  private volatile boolean cancelled;

  /**
   * @param model the model that replays
   * @param plan the search that found the schedules
   */
  public ScheduleReplay(CostModel model, SearchPlan plan) {
    this.model = model;
    this.plan = plan;
  }

  /** Ends the replays after the one under way; any thread. */
  public void cancel() {
    cancelled = true;
  }

  /**
   * Replays the schedules. If the model refuses one or fails at it, the others are still replayed.
   * If cancelled, those that are replayed by then are ranked: at least the first, unless the model
   * hears of it as well and ends its walk.
   *
   * @param schedules best first
   * @param optimality what the search proved
   */
  public Verification of(List<RatedSchedule> schedules, Optimality optimality) {
    List<Replay> replays = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    for (int k = 0; k < schedules.size() && !(cancelled && k > 0); k++) {
      RatedSchedule searched = schedules.get(k);
      try {
        RatedSchedule replayed =
            RatedSchedule.of(searched.schedule(), model, plan.accelerator(), plan.workload());
        replays.add(
            new Replay(
                OptionalInt.of(k + 1), searched.schedule(), searched.cost(), replayed.cost()));
      } catch (InvalidInputException | PlugInFailedException e) {
        refusals.add(new Refusal(k + 1, e.getMessage()));
      } catch (CancellationException e) {
        break;
      }
    }
    return ranked(replays, refusals, optimality, Optional.empty());
  }

  /** The replays in the order of their replayed costs; equally good ones keep their order. */
  Verification ranked(
      List<Replay> replays,
      List<Refusal> refusals,
      Optimality optimality,
      Optional<Refinement> refinement) {
    List<Replay> sorted = new ArrayList<>(replays);
    sorted.sort(
        Comparator.comparing(
            Replay::replayed, (a, b) -> CostMetrics.compare(a, b, plan.objective())));
    return new Verification(
        model.name(),
        OptionalInt.of(model.version()),
        sorted,
        refusals,
        gap(sorted, optimality),
        refinement);
  }

  /** Empty if the model of the search, of which the bound is, does not bound this one. */
  private OptionalDouble gap(List<Replay> replays, Optimality optimality) {
    if (replays.isEmpty() || !ScheduleRefinement.isBound(optimality.model(), model.name())) {
      return OptionalDouble.empty();
    }
    String metric = plan.objective().metrics().get(0);
    double replayed = CostMetrics.value(replays.get(0).replayed(), metric);
    return Optimality.gap(replayed, optimality.lowerBound());
  }
}
