package org.flatsearch.experiments.search;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.ModelFailedException;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.Optimality.Status;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.WhatIf;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.search.Objective;

/**
 * The schedules that the searches of a what-if study found, each of which is tried on the
 * accelerators of the other searches too.
 *
 * <p>A schedule for half of a buffer also fits the whole. A search that did not find it there would
 * make half look better than the whole, so each search is given what the others found.
 *
 * @param schedules the schedules, distinct; of equally good ones the first is taken
 */
public record SharedSchedules(List<AttentionSchedule> schedules) {
  private static final String TAKEN_OVER = "schedules taken over from what-if searches";

  public SharedSchedules {
    schedules = List.copyOf(schedules);
  }

  /** The best of a search, and of those on changed accelerators. */
  public static SharedSchedules of(ResultDocument result, List<WhatIf> whatIfs) {
    Set<AttentionSchedule> schedules = new LinkedHashSet<>();
    result.best().ifPresent(best -> schedules.add(best.schedule()));
    for (WhatIf whatIf : whatIfs) {
      whatIf.best().ifPresent(best -> schedules.add(best.schedule()));
    }
    return new SharedSchedules(List.copyOf(schedules));
  }

  /**
   * What a search on a changed accelerator found, or the best of these schedules if that is better
   * there.
   */
  public WhatIf improve(WhatIf whatIf, SearchPlan plan) {
    return better(whatIf.best(), whatIf.optimality(), plan)
        .map(
            rated ->
                new WhatIf(
                    whatIf.part(),
                    whatIf.factor(),
                    Optional.of(rated),
                    optimality(rated, whatIf.optimality(), plan)))
        .orElse(whatIf);
  }

  /**
   * The result with the best of these schedules if that is better than its own; it has not been
   * replayed then.
   */
  public ResultDocument improve(ResultDocument result, SearchPlan plan) {
    return better(result.best(), result.optimality(), plan)
        .map(rated -> takeOver(rated, result, plan))
        .orElse(result);
  }

  private static ResultDocument takeOver(
      RatedSchedule rated, ResultDocument result, SearchPlan plan) {
    Map<String, Long> counters = new TreeMap<>(result.counters());
    counters.put(TAKEN_OVER, 1L);
    return new ResultDocument(
        result.setting(),
        result.evaluations(),
        result.seconds(),
        result.stop(),
        Optional.of(rated),
        optimality(rated, result.optimality(), plan),
        front(rated, result, plan),
        result.trace(),
        counters,
        Optional.empty(),
        result.whatIfs());
  }

  /** The Pareto front, if there is one, with a schedule that is better than its first. */
  private static List<RatedSchedule> front(
      RatedSchedule best, ResultDocument result, SearchPlan plan) {
    if (result.front().isEmpty()) {
      return List.of();
    }
    Objective objective = plan.objective();
    double[] values = CostMetrics.values(best.cost(), objective);
    Stream<RatedSchedule> undominated =
        result.front().stream()
            .filter(
                point ->
                    isLessInSome(objective, CostMetrics.values(point.cost(), objective), values));
    return Stream.concat(Stream.of(best), undominated).toList();
  }

  private static boolean isLessInSome(Objective objective, double[] a, double[] b) {
    return IntStream.range(0, a.length)
        .anyMatch(k -> objective.tolerance().compare(a[k], b[k]) < 0);
  }

  /** The best of these schedules that fits, if it is better than what was found. */
  private Optional<RatedSchedule> better(
      Optional<RatedSchedule> found, Optimality optimality, SearchPlan plan) {
    if (optimality.status() == Status.PROVEN) {
      return Optional.empty();
    }
    RatedSchedule best = found.filter(rated -> rated.cost().isFeasible()).orElse(null);
    boolean improved = false;
    for (AttentionSchedule schedule : schedules) {
      RatedSchedule rated = rate(schedule, plan).orElse(null);
      if (rated != null && (best == null || isBetter(rated, best, plan))) {
        best = rated;
        improved = true;
      }
    }
    return improved ? Optional.of(best) : Optional.empty();
  }

  /** Empty if the schedule does not fit there. */
  private static Optional<RatedSchedule> rate(AttentionSchedule schedule, SearchPlan plan) {
    try {
      return Optional.of(plan.rate(schedule)).filter(rated -> rated.cost().isFeasible());
    } catch (InvalidInputException | ModelFailedException e) {
      // The model does not take that schedule on this accelerator.
      return Optional.empty();
    }
  }

  private static boolean isBetter(RatedSchedule a, RatedSchedule b, SearchPlan plan) {
    return CostMetrics.compare(a.cost(), b.cost(), plan.objective()) < 0;
  }

  /** What is proven stays; the gap to it changes. */
  private static Optimality optimality(RatedSchedule rated, Optimality proven, SearchPlan plan) {
    String metric = plan.objective().metrics().get(0);
    double found = CostMetrics.value(rated.cost(), metric);
    List<Double> bound = proven.lowerBound();
    // A space has only the tile sizes that matter on its accelerator. The schedule may be outside
    // the space that the bound was proven for, and below the bound.
    return new Optimality(proven.model(), proven.status(), bound, Optimality.gap(found, bound));
  }
}
