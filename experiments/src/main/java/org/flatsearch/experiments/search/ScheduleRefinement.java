package org.flatsearch.experiments.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.ModelFailedException;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.Verification;
import org.flatsearch.results.Verification.Refinement;
import org.flatsearch.results.Verification.Replay;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.search.Objective;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.search.strategy.Neighbourhood;

/**
 * Refines the best replayed schedule of a search by hill climbing under the model that replays, but
 * replays only changes that the model of the search does not rule out.
 *
 * <p>The model of the search gives a lower bound of the replay's figures ({@code loopnest} never
 * exceeds {@code walk}) at a ten-thousandth of its cost. A change whose bound is no better than the
 * best replay cannot be better itself, so it is not replayed. Refinement pays because the optimum
 * of a bound tends to lie where the bound leaves waiting out: often a neighbour waits much less.
 */
public final class ScheduleRefinement {
  /** The model that replays. */
  public static final String WALKER = WalkModel.NAME;

  /** The model whose figures never exceed the walker's. */
  public static final String BOUND = LoopNestModel.NAME;

  /**
   * How many schedules to draw for each replay at most, on average over the climb. Near the optimum
   * nearly all are ruled out, and the climb ends after some seconds of that.
   */
  private static final int DRAWS_PER_REPLAY = 1_000;

  /** A climb of fewer replays draws as many schedules as one of so many. */
  private static final int FEW_REPLAYS = 100;

  /** How many changes that are ruled out are remembered: a power of two. */
  private static final int REMEMBERED = 1 << 16;

  /**
   * How many changes to draw for one replay, in turn: a single one is taken at random, of several
   * the one that is expected to be best.
   */
  private static final int[] DRAWN = {1, 4, 16};

  /**
   * How many changes are made in a row at most to get from the best replay to another schedule.
   * Often those that a single one leads to wait as long as the best replay, or are ruled out.
   */
  private static final int MOST_IN_A_ROW = 4;

  private static final int LATENCY = AttentionProblem.METRICS.indexOf("latency");
  private static final int TRAFFIC = AttentionProblem.METRICS.indexOf("traffic");

  private final CostModel walker;
  private final SearchPlan plan;
  private final PlannedSearch search;
  private final Objective objective;
  private final int replays;
  private final long nanoseconds;

  private volatile int made;
  private volatile boolean cancelled;

  /**
   * @param walker the model that replays
   * @param search the search whose space is looked through
   * @param replays how many schedules to replay at most
   */
  public ScheduleRefinement(CostModel walker, PlannedSearch search, int replays) {
    this(walker, search, replays, Double.POSITIVE_INFINITY);
  }

  /**
   * @param walker the model that replays
   * @param search the search whose space is looked through
   * @param replays how many schedules to replay at most
   * @param seconds how long to go on at most; a limit makes the result depend on the machine
   */
  public ScheduleRefinement(CostModel walker, PlannedSearch search, int replays, double seconds) {
    this.walker = walker;
    this.search = search;
    this.replays = replays;
    nanoseconds = (long) (seconds * 1e9);
    plan = search.plan();
    objective = plan.objective();
  }

  /** Whether a model's figures are lower bounds of the walker's. */
  public static boolean isBound(String model) {
    return model.equals(BOUND);
  }

  /** Ends the climb with what was found so far; any thread. */
  public void cancel() {
    cancelled = true;
  }

  /** The fraction of the replays that has been made; any thread. */
  public double progress() {
    return (double) made / replays;
  }

  /**
   * Climbs from the first of the replays of {@code verification}.
   *
   * @param optimality what the search proved
   * @return the verification, with what was found if it is better by the replay
   */
  public Verification of(Verification verification, Optimality optimality) {
    if (verification.replays().isEmpty()) {
      return verification;
    }
    Climb climb = new Climb(verification.replays().get(0));
    climb.run();
    List<Replay> all = new ArrayList<>(verification.replays());
    if (climb.found != null) {
      all.add(climb.found);
    }
    Refinement refinement = new Refinement(made, climb.ruledOut);
    return new ScheduleReplay(walker, plan)
        .ranked(all, verification.refusals(), optimality, Optional.of(refinement));
  }

  /** One climb. */
  private final class Climb {
    private final SearchProblem problem = search.searched();
    private final SearchProblem.Evaluator bounds = problem.evaluator();
    private final int[] metricIndexes = objective.indexesIn(problem);
    private final double[] metrics = new double[problem.metrics().size()];
    private final double[] bound = new double[objective.size()];
    private final SplittableRandom random = new SplittableRandom(plan.seed());
    private final Set<List<Integer>> known = new HashSet<>();

    /**
     * Canonical points that are ruled out, by hash code. The best replay only gets better, so they
     * stay ruled out.
     */
    private final int[][] hopeless = new int[REMEMBERED][];

    private final long mostDraws = (long) Math.max(replays, FEW_REPLAYS) * DRAWS_PER_REPLAY;
    private final double halfSecondsPerByte = 0.5 / plan.accelerator().dramReadBytesPerSecond();
    private int[] best;
    private double[] bestValues;
    private Replay found;
    private long ruledOut;
    private long draws;
    private final long begin = System.nanoTime();

    Climb(Replay start) {
      best = search.decisions(start.schedule()).orElse(null);
      bestValues = CostMetrics.values(start.replayed(), objective);
    }

    void run() {
      Neighbourhood neighbourhood = new Neighbourhood(problem);
      if (best == null || neighbourhood.isSinglePoint()) {
        return;
      }
      // Two changes in a row may lead back.
      known.add(asList(canonical(best)));
      int[] next = draw(neighbourhood);
      while (next != null) {
        replay(next);
        next = draw(neighbourhood);
      }
    }

    /**
     * Draws one or several schedules near the best replay that are neither ruled out nor known, and
     * returns the one that is likely to wait least; null if there are none, or it is time to end.
     */
    private int[] draw(Neighbourhood neighbourhood) {
      int wanted = DRAWN[made % DRAWN.length];
      int[] drawn = null;
      double least = Double.POSITIVE_INFINITY;
      int[] change = best.clone();
      for (; wanted > 0 && draws < mostDraws; draws++) {
        if (made == replays || cancelled || System.nanoTime() - begin >= nanoseconds) {
          return null;
        }
        System.arraycopy(best, 0, change, 0, best.length);
        move(neighbourhood, change);
        int[] canonical = canonical(change);
        if (mayBeBetter(change, canonical) && !known.contains(asList(canonical))) {
          wanted--;
          if (expected() < least) {
            least = expected();
            drawn = change.clone();
          }
        }
      }
      return drawn;
    }

    /** Makes a change, with half the chance a second one, and so on. */
    private void move(Neighbourhood neighbourhood, int[] point) {
      neighbourhood.change(random, point);
      for (int changes = 1; changes < MOST_IN_A_ROW && random.nextBoolean(); changes++) {
        neighbourhood.change(random, point);
      }
    }

    /**
     * An estimate of the replayed latency of the change that was evaluated last. Less to transfer
     * means less waiting, so the bound is raised by half of the time of the transfers.
     */
    private double expected() {
      return metrics[LATENCY] + metrics[TRAFFIC] * halfSecondsPerByte;
    }

    private boolean mayBeBetter(int[] point, int[] canonical) {
      int hash = Arrays.hashCode(canonical);
      int place = (hash ^ hash >>> 16) & REMEMBERED - 1;
      if (Arrays.equals(hopeless[place], canonical)) {
        return false;
      }
      boolean better = isBoundBetter(point);
      if (!better) {
        hopeless[place] = canonical;
      }
      return better;
    }

    private boolean isBoundBetter(int[] point) {
      if (bounds.evaluate(point, metrics) > 0) {
        return false;
      }
      for (int k = 0; k < bound.length; k++) {
        bound[k] = metrics[metricIndexes[k]];
      }
      boolean better = objective.compare(bound, bestValues) < 0;
      ruledOut += better ? 0 : 1;
      return better;
    }

    private int[] canonical(int[] point) {
      int[] canonical = point.clone();
      problem.makeCanonical(canonical);
      return canonical;
    }

    private static List<Integer> asList(int[] canonical) {
      return Arrays.stream(canonical).boxed().toList();
    }

    private void replay(int[] point) {
      made++;
      known.add(asList(canonical(point)));
      AttentionSchedule schedule = search.schedule(point);
      Cost cost;
      try {
        cost = RatedSchedule.of(schedule, walker, plan.accelerator(), plan.workload()).cost();
      } catch (InvalidInputException | ModelFailedException e) {
        // A schedule that takes the walker too long counts as ruled out.
        return;
      }
      double[] values = CostMetrics.values(cost, objective);
      int order = objective.compare(values, bestValues);
      if (!cost.isFeasible() || order > 0) {
        return;
      }
      best = point.clone();
      if (order < 0) {
        bestValues = values;
        found = new Replay(OptionalInt.empty(), schedule, search.rate(schedule).cost(), cost);
      }
    }
  }
}
