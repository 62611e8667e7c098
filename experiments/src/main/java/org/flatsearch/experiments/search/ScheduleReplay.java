package org.flatsearch.experiments.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugInFailedException;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.Verification;
import org.flatsearch.results.Verification.Refinement;
import org.flatsearch.results.Verification.Refusal;
import org.flatsearch.results.Verification.Replay;
import org.flatsearch.schedule.AttentionSchedule;

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

  /**
   * Replays the schedules that searches of other problems found, but for those that the model of
   * this search, whose figures are lower bounds, rules out.
   *
   * @param own what this search found; what an earlier call has added is dropped
   * @param others the schedules and the runs that found them
   * @return with the best of the others, if it is better than the best of its own
   */
  public Verification trying(
      Map<AttentionSchedule, String> others,
      PlannedSearch search,
      Verification own,
      Optimality optimality) {
    List<Replay> replays =
        new ArrayList<>(own.replays().stream().filter(r -> r.foundBy().isEmpty()).toList());
    if (replays.isEmpty()) {
      return own;
    }
    Replay best = replays.get(0);
    for (Map.Entry<AttentionSchedule, String> other : others.entrySet()) {
      AttentionSchedule schedule = other.getKey();
      if (search.decisions(schedule).isPresent()) {
        Cost bound = plan.rate(schedule).cost();
        Optional<Cost> replayed = isBetter(bound, best) ? replay(schedule) : Optional.empty();
        if (replayed.isPresent() && isBetter(replayed.get(), best)) {
          Optional<String> run = Optional.of(other.getValue());
          best = new Replay(OptionalInt.empty(), run, schedule, bound, replayed.get());
        }
      }
    }
    if (best.foundBy().isPresent()) {
      replays.add(best);
    }
    if (replays.equals(own.replays())) {
      return own;
    }
    return ranked(replays, own.refusals(), optimality, own.refinement());
  }

  private boolean isBetter(Cost cost, Replay best) {
    return CostMetrics.compare(cost, best.replayed(), plan.objective()) < 0;
  }

  /** Empty if the model refuses the schedule. */
  private Optional<Cost> replay(AttentionSchedule schedule) {
    try {
      return Optional.of(
          RatedSchedule.of(schedule, model, plan.accelerator(), plan.workload()).cost());
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
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
