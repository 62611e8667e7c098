package org.flatsearch.experiments.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.flatsearch.cost.CostModel;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.Verification;
import org.flatsearch.results.Verification.Replay;
import org.flatsearch.search.Objective;
import org.flatsearch.search.Score;

/** Has another model, the reference walker, replay the best schedules of a search and rank them. */
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
   * Replays the schedules.
   *
   * @param schedules best first
   * @param optimality what the search proved
   * @throws org.flatsearch.json.InvalidInputException if the model does not accept one of them
   */
  public Verification of(List<RatedSchedule> schedules, Optimality optimality) {
    List<Replay> replays = new ArrayList<>();
    for (int k = 0; k < schedules.size(); k++) {
      RatedSchedule searched = schedules.get(k);
      RatedSchedule replayed =
          RatedSchedule.of(searched.schedule(), model, plan.accelerator(), plan.workload());
      replays.add(new Replay(k + 1, searched.schedule(), searched.cost(), replayed.cost()));
    }
    replays.sort(Comparator.comparing(Replay::replayed, (a, b) -> compare(a, b)));
    return new Verification(model.name(), replays, gap(replays, optimality));
  }

  private int compare(org.flatsearch.cost.Cost a, org.flatsearch.cost.Cost b) {
    if (!a.isFeasible() || !b.isFeasible()) {
      return Double.compare(a.violationBytes(), b.violationBytes());
    }
    Objective objective = plan.objective();
    return Score.compareValues(CostMetrics.values(a, objective), CostMetrics.values(b, objective));
  }

  private OptionalDouble gap(List<Replay> replays, Optimality optimality) {
    if (replays.isEmpty() || optimality.lowerBound().isEmpty()) {
      return OptionalDouble.empty();
    }
    String metric = plan.objective().metrics().get(0);
    double bound = optimality.lowerBound().get(0);
    double replayed = CostMetrics.value(replays.get(0).replayed(), metric);
    return replayed < bound
        ? OptionalDouble.empty()
        : OptionalDouble.of((replayed - bound) / bound);
  }
}
