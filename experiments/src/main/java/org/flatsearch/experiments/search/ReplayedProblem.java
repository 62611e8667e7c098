package org.flatsearch.experiments.search;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.experiments.explain.Neighbours;
import org.flatsearch.goal.Objective;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.Verification.Replay;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.search.Decision;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.space.AttentionProblem;

/**
 * The problem of a search as the walker sees it. A point that the model of the search, whose
 * figures are lower bounds of the walker's, shows to be no better than the best replay has the
 * figures of that bound; any other point is replayed, which takes hundreds of times as long. So a
 * local search is led by the bound where the schedules are bad and by the walker where they are
 * good.
 */
final class ReplayedProblem implements SearchProblem {
  /**
   * A walk of more steps, some 30 ms, is given up: a schedule whose walk hardly repeats itself
   * seldom waits less than others, and the others can be replayed many times meanwhile.
   */
  private static final long MOST_STEPS = 200_000;

  private final PlannedSearch search;
  private final SearchProblem problem;
  private final Objective objective;
  private final int[] metricIndexes;
  private final ScheduleEvaluator walker;
  private final LoopNest nest = new LoopNest();
  private final CostSheet sheet = new CostSheet();
  private final double[] values;

  /** The figures of each point that was replayed, by its canonical decisions. */
  private final Map<List<Integer>, double[]> known = new HashMap<>();

  private double[] best;
  private Replay found;
  private int replays;
  private long steps;
  private long ruledOut;
  private long ruledOutInARow;

  /**
   * @param walker the model that replays
   * @param search the search whose model bounds the replays
   * @param best the objective values of the best replay so far
   */
  ReplayedProblem(CostModel walker, PlannedSearch search, double[] best) {
    this.search = search;
    this.best = best;
    SearchPlan plan = search.plan();
    problem = search.searchProblem();
    objective = plan.objective();
    metricIndexes = objective.indexesIn(problem.metrics(), problem.name());
    values = new double[metricIndexes.length];
    CostModel bounded = walker instanceof WalkModel walk ? walk.upTo(MOST_STEPS) : walker;
    this.walker = bounded.bind(plan.accelerator(), plan.workload());
  }

  /** Takes a point for replayed with this cost, so that it is not replayed again. */
  void know(int[] decisions, Cost replayed) {
    double[] metrics =
        problem.metrics().stream()
            .mapToDouble(metric -> CostMetrics.value(replayed, metric))
            .toArray();
    known.put(canonical(decisions), metrics);
  }

  /** The best replay, if one is better than the one to begin with. */
  Optional<Replay> found() {
    return Optional.ofNullable(found);
  }

  /** The first objective value of the best replay so far. */
  double best() {
    return best[0];
  }

  /** How many points were replayed. */
  int replays() {
    return replays;
  }

  /** How many steps the walker played in these replays. */
  long steps() {
    return steps;
  }

  /** How many evaluations their bound ruled out. */
  long ruledOut() {
    return ruledOut;
  }

  /** How many evaluations since the last replay led to no other. */
  long ruledOutInARow() {
    return ruledOutInARow;
  }

  @Override
  public Evaluator evaluator() {
    Evaluator bounds = problem.evaluator();
    return (decisions, metrics) -> {
      ruledOutInARow++;
      double violation = bounds.evaluate(decisions, metrics);
      if (violation > 0) {
        return violation;
      }
      if (!isBetter(metrics)) {
        ruledOut++;
        return 0;
      }
      double[] replayed =
          known.computeIfAbsent(canonical(decisions), key -> replay(search.schedule(decisions)));
      System.arraycopy(replayed, 0, metrics, 0, metrics.length);
      return 0;
    };
  }

  private boolean isBetter(double[] metrics) {
    for (int k = 0; k < values.length; k++) {
      values[k] = metrics[metricIndexes[k]];
    }
    return objective.compare(values, best) < 0;
  }

  private List<Integer> canonical(int[] decisions) {
    int[] canonical = decisions.clone();
    problem.makeCanonical(canonical);
    return Arrays.stream(canonical).boxed().toList();
  }

  /**
   * Makes single changes of the best replay until none is better; those that leave the space or its
   * restrictions are not made.
   *
   * @param first the best replay before any
   * @param isOver whether to end before
   */
  void exhaustSingleChanges(AttentionSchedule first, BooleanSupplier isOver) {
    boolean hasRegisters = search.plan().accelerator().memories().registerBytes() > 0;
    Set<AttentionSchedule> tried = new HashSet<>();
    AttentionSchedule from = null;
    for (AttentionSchedule next = first; !next.equals(from); ) {
      from = next;
      for (AttentionSchedule changed :
          Neighbours.of(from, search.plan().workload(), hasRegisters).values()) {
        if (isOver.getAsBoolean()) {
          return;
        }
        if (tried.add(changed)) {
          search.decisions(changed).ifPresent(point -> tryOut(changed, point));
        }
      }
      next = found().map(Replay::schedule).orElse(first);
    }
  }

  /**
   * @param point that of the schedule or, if the space leaves one of its tiles out, of one whose
   *     tile is no worse by the model of the search
   */
  private void tryOut(AttentionSchedule schedule, int[] point) {
    Cost bound;
    try {
      bound = search.plan().rate(schedule).cost();
    } catch (InvalidInputException e) {
      return; // The model of the search does not accept that change.
    }
    if (!bound.isFeasible() || objective.compare(CostMetrics.values(bound, objective), best) >= 0) {
      ruledOut++;
    } else if (tiles(schedule).equals(tiles(search.schedule(point)))) {
      known.computeIfAbsent(canonical(point), key -> replay(schedule));
    } else {
      replay(schedule);
    }
  }

  private static List<Set<TiledLoop>> tiles(AttentionSchedule schedule) {
    return Stream.of(schedule.shared(), schedule.logit().loops(), schedule.attend().loops())
        .map(Set::copyOf)
        .toList();
  }

  /**
   * The figures of a replay; infinite if the schedule does not fit or takes the walker too long.
   */
  private double[] replay(AttentionSchedule schedule) {
    replays++;
    ruledOutInARow = 0;
    double[] metrics = new double[problem.metrics().size()];
    nest.set(schedule);
    boolean fits = false;
    try {
      walker.evaluate(nest, sheet);
      fits = sheet.violationBytes == 0;
    } catch (InvalidInputException | CancellationException e) {
      // As good as one that does not fit.
    }
    steps += sheet.playedSteps;
    if (!fits) {
      Arrays.fill(metrics, Double.POSITIVE_INFINITY);
      return metrics;
    }
    AttentionProblem.readMetrics(sheet, metrics);
    if (isBetter(metrics)) {
      best = values.clone();
      Cost bound = search.plan().rate(schedule).cost();
      found = new Replay(OptionalInt.empty(), schedule, bound, Cost.of(sheet));
    }
    return metrics;
  }

  @Override
  public String name() {
    return problem.name();
  }

  @Override
  public List<Decision> decisions() {
    return problem.decisions();
  }

  @Override
  public List<String> metrics() {
    return problem.metrics();
  }

  @Override
  public void makeCanonical(int[] decisions) {
    problem.makeCanonical(decisions);
  }

  @Override
  public String describe(int[] decisions) {
    return problem.describe(decisions);
  }
}
