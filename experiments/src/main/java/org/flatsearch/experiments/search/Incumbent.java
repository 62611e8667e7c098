package org.flatsearch.experiments.search;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.Verification.Replay;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.search.Objective;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.space.AttentionProblem;

/**
 * The best replay of a refinement, by whichever of its climbs, and what it rules out: points whose
 * bound is no better, and those that were replayed. For one thread.
 */
final class Incumbent {
  /** How many points that are ruled out are remembered: a power of two. */
  private static final int REMEMBERED = 1 << 16;

  private static final int LATENCY = AttentionProblem.METRICS.indexOf("latency");
  private static final int TRAFFIC = AttentionProblem.METRICS.indexOf("traffic");

  private final CostModel walker;
  private final PlannedSearch search;
  private final SearchPlan plan;
  private final Objective objective;
  private final SearchProblem problem;
  private final SearchProblem.Evaluator bounds;
  private final int[] metricIndexes;
  private final double[] metrics;
  private final double[] bound;
  private final double halfSecondsPerByte;
  private final Set<List<Integer>> known = new HashSet<>();

  /**
   * Canonical points that are ruled out, by hash code. The best replay only gets better, so they
   * stay ruled out.
   */
  private final int[][] hopeless = new int[REMEMBERED][];

  private double[] values;
  private Replay found;
  private long ruledOut;

  /**
   * @param walker the model that replays
   * @param search the search whose model bounds the replays
   * @param values the objective values of the best replay so far
   */
  Incumbent(CostModel walker, PlannedSearch search, double[] values) {
    this.walker = walker;
    this.search = search;
    this.values = values;
    plan = search.plan();
    objective = plan.objective();
    problem = search.searched();
    bounds = problem.evaluator();
    metricIndexes = objective.indexesIn(problem);
    metrics = new double[problem.metrics().size()];
    bound = new double[objective.size()];
    halfSecondsPerByte = 0.5 / plan.accelerator().dramReadBytesPerSecond();
  }

  /** The best replay, if one of this refinement is better than the one to begin with. */
  Optional<Replay> found() {
    return Optional.ofNullable(found);
  }

  /** How often a point was ruled out by its bound: one that is forgotten can be so again. */
  long ruledOut() {
    return ruledOut;
  }

  /** Takes a point for replayed, so that it is not replayed again. */
  void know(int[] point) {
    known.add(asList(canonical(point)));
  }

  /** Whether the replay of a point may be the best, and has not been made. */
  boolean mayBeImprovedBy(int[] point) {
    int[] canonical = canonical(point);
    int hash = Arrays.hashCode(canonical);
    int place = (hash ^ hash >>> 16) & REMEMBERED - 1;
    if (Arrays.equals(hopeless[place], canonical)) {
      return false;
    }
    if (!isBoundBetter(point)) {
      hopeless[place] = canonical;
      return false;
    }
    return !known.contains(asList(canonical));
  }

  private boolean isBoundBetter(int[] point) {
    double violation = bounds.evaluate(point, metrics);
    if (violation > 0) {
      return false;
    }
    for (int k = 0; k < bound.length; k++) {
      bound[k] = metrics[metricIndexes[k]];
    }
    boolean better = objective.compare(bound, values) < 0;
    ruledOut += better ? 0 : 1;
    return better;
  }

  /**
   * An estimate of the replayed latency of the point that was last asked about. Less to transfer
   * means less waiting, so the bound is raised by half of the time of the transfers.
   */
  double expectedSeconds() {
    return metrics[LATENCY] + metrics[TRAFFIC] * halfSecondsPerByte;
  }

  /**
   * Replays a point.
   *
   * @return its objective values; empty if it does not fit, or takes the walker too long
   */
  Optional<double[]> replay(int[] point) {
    know(point);
    AttentionSchedule schedule = search.schedule(point);
    Cost cost;
    try {
      cost = RatedSchedule.of(schedule, walker, plan.accelerator(), plan.workload()).cost();
    } catch (InvalidInputException | CancellationException e) {
      return Optional.empty();
    }
    if (!cost.isFeasible()) {
      return Optional.empty();
    }
    double[] replayed = CostMetrics.values(cost, objective);
    if (objective.compare(replayed, values) < 0) {
      values = replayed;
      found = new Replay(OptionalInt.empty(), schedule, search.plan().rate(schedule).cost(), cost);
    }
    return Optional.of(replayed);
  }

  private int[] canonical(int[] point) {
    int[] canonical = point.clone();
    problem.makeCanonical(canonical);
    return canonical;
  }

  private static List<Integer> asList(int[] canonical) {
    return Arrays.stream(canonical).boxed().toList();
  }
}
