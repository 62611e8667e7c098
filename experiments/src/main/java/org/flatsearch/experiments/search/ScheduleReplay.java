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

/** Has another model, the reference walker, replay the schedule that a search found. */
public final class ScheduleReplay {
  private final CostModel model;
  private final SearchPlan plan;

  /**
   * @param model the model that replays
   * @param plan the search that found the schedules
   */
  public ScheduleReplay(CostModel model, SearchPlan plan) {
    this.model = model;
    this.plan = plan;
  }

  /**
   * Replays a schedule; nothing is replayed if the model refuses it, fails at it or hears that it
   * is cancelled.
   *
   * @param optimality what the search proved
   */
  public Verification of(RatedSchedule found, Optimality optimality) {
    List<Replay> replays = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    try {
      RatedSchedule replayed =
          RatedSchedule.of(found.schedule(), model, plan.accelerator(), plan.workload());
      replays.add(new Replay(OptionalInt.of(1), found.schedule(), found.cost(), replayed.cost()));
    } catch (InvalidInputException | PlugInFailedException e) {
      refusals.add(new Refusal(1, e.getMessage()));
    } catch (CancellationException e) {
      // Nothing is replayed.
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

  private OptionalDouble gap(List<Replay> replays, Optimality optimality) {
    if (replays.isEmpty()) {
      return OptionalDouble.empty();
    }
    String metric = plan.objective().metrics().get(0);
    double replayed = CostMetrics.value(replays.get(0).replayed(), metric);
    return Optimality.gap(replayed, optimality.lowerBound());
  }
}
