package org.flatsearch.experiments.search;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugInFailedException;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.WhatIf;
import org.flatsearch.schedule.AttentionSchedule;

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
        result.accelerator(),
        result.workload(),
        result.modelVersion(),
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

  /**
   * The best of these schedules that fits and is in the space, if it is better than {@code found}.
   */
  private Optional<RatedSchedule> better(
      Optional<RatedSchedule> found, Optimality optimality, SearchPlan plan) {
    if (optimality.status() == Status.PROVEN) {
      return Optional.empty();
    }
    List<RatedSchedule> candidates =
        schedules.stream()
            .flatMap(schedule -> rate(schedule, plan).stream())
            .filter(rated -> isBetter(rated, found, plan))
            .toList();
    Optional<RatedSchedule> best = found;
    for (RatedSchedule rated : inSpace(candidates, plan)) {
      best = isBetter(rated, best, plan) ? Optional.of(rated) : best;
    }
    return best == found ? Optional.empty() : best;
  }

  /**
   * What the space of a plan has for schedules of searches on other accelerators, as for a start.
   * It may lack a tile size, or have a smaller one that is no worse.
   */
  private static List<RatedSchedule> inSpace(List<RatedSchedule> candidates, SearchPlan plan) {
    if (candidates.isEmpty()) {
      return List.of(); // Most do not need the space, which was let go of after the search.
    }
    try {
      PlannedSearch search = new PlannedSearch(plan);
      return candidates.stream().flatMap(each -> inSpace(each, search).stream()).toList();
    } catch (InvalidInputException | PlugInFailedException e) {
      // There is no such space on this accelerator, or it is that of a plug-in and fails.
      return List.of();
    }
  }

  /** The candidate itself where the space only writes it in another way. */
  private static Optional<RatedSchedule> inSpace(RatedSchedule candidate, PlannedSearch search) {
    return search
        .decisions(candidate.schedule())
        .map(search::schedule)
        .flatMap(schedule -> rate(schedule, search.plan()))
        .map(rated -> rated.cost().equals(candidate.cost()) ? candidate : rated);
  }

  /** Empty if the schedule does not fit there. */
  private static Optional<RatedSchedule> rate(AttentionSchedule schedule, SearchPlan plan) {
    try {
      return Optional.of(plan.rate(schedule)).filter(rated -> rated.cost().isFeasible());
    } catch (InvalidInputException | PlugInFailedException e) {
      // The model does not take that schedule on this accelerator.
      return Optional.empty();
    }
  }

  private static boolean isBetter(RatedSchedule a, Optional<RatedSchedule> b, SearchPlan plan) {
    return b.isEmpty()
        || !b.get().cost().isFeasible()
        || CostMetrics.compare(a.cost(), b.get().cost(), plan.objective()) < 0;
  }

  /** What is proven stays; the gap to it changes. */
  private static Optimality optimality(RatedSchedule rated, Optimality proven, SearchPlan plan) {
    String metric = plan.objective().metrics().get(0);
    double found = CostMetrics.value(rated.cost(), metric);
    List<Double> bound = proven.lowerBound();
    return new Optimality(proven.model(), proven.status(), bound, Optimality.gap(found, bound));
  }
}
