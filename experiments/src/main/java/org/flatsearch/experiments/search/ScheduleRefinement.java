package org.flatsearch.experiments.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.Verification;
import org.flatsearch.results.Verification.Refinement;
import org.flatsearch.results.Verification.Replay;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.search.Score;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.strategy.Neighbourhood;
import org.flatsearch.search.strategy.climbing.Climbing;

/**
 * Refines the best replayed schedule of a search by a local search under the walker, which skips
 * what the model of the search rules out ({@link ReplayedProblem}).
 *
 * <p>Refinement pays because the optimum of a bound tends to lie where the bound leaves waiting
 * out: often another schedule that is nearly as good by the bound waits much less. A first climb
 * begins at the best schedule of the search. If what it finds still waits, short climbs begin at
 * the best of good schedules of all forms ({@link GoodStarts}; not where tiles are unlike, as
 * finding them takes longer there than all replays); then climbs begin near the best replay and at
 * random points in turns. At last, single changes of the best replay are made until none is better:
 * random draws seldom meet them all.
 */
public final class ScheduleRefinement {
  /** The model that replays. */
  public static final String WALKER = WalkModel.NAME;

  /** The model whose figures never exceed the walker's. */
  public static final String BOUND = LoopNestModel.NAME;

  /** The most evaluations for each replay, on average. */
  private static final long DRAWS_PER_REPLAY = 1_000;

  /** The most steps that the walker plays for each replay, on average: some milliseconds. */
  private static final long STEPS_PER_REPLAY = 20_000;

  /**
   * The same where tiles are unlike: both models then look at each of them, and a walk seldom
   * repeats itself.
   */
  private static final long STEPS_OF_UNLIKE_TILES = 5_000;

  /** After so many evaluations without a replay, hardly anything is left that is worth one. */
  private static final long FRUITLESS = 100_000;

  /** The same where tiles are unlike, and an evaluation takes half a millisecond. */
  private static final long FRUITLESS_OF_UNLIKE_TILES = 10_000;

  /** The same if the best replay is close to the bound. */
  private static final long FRUITLESS_IF_CLOSE = 20_000;

  /**
   * Where the least value that ties with the best replay is this many times the proven bound, or
   * more, other starts may pay.
   */
  private static final double WAITS = 1.0005;

  /** Of a replay that is no further than this from the proven bound, little is left to gain. */
  private static final double CLOSE = 1.0001;

  /** The part of the replays that are made all the same, for the further objectives. */
  private static final double PART_IF_CLOSE = 0.1;

  /** At how many other starts climbs begin. */
  private static final int STARTS = 2;

  /** The part of the replays that the climb from each start gets. */
  private static final double PART_OF_A_START = 0.1;

  private final CostModel walker;
  private final SearchPlan plan;
  private final PlannedSearch search;
  private final Objective objective;
  private final int replays;
  private final long nanoseconds;
  private final long stepsPerReplay;
  private final long fruitless;

  private long begin;

  /** The proven bound of the first metric of the objective; 0 if there is none. */
  private double leastValue;

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
   * @param seconds how long to go on at most, not at all if 0 or less; a limit makes the result
   *     depend on the machine
   */
  public ScheduleRefinement(CostModel walker, PlannedSearch search, int replays, double seconds) {
    this.walker = walker;
    this.search = search;
    this.replays = replays;
    nanoseconds = (long) (seconds * 1e9);
    plan = search.plan();
    objective = plan.objective();
    stepsPerReplay = plan.hasUnlikeTiles() ? STEPS_OF_UNLIKE_TILES : STEPS_PER_REPLAY;
    fruitless = plan.hasUnlikeTiles() ? FRUITLESS_OF_UNLIKE_TILES : FRUITLESS;
  }

  /** Whether a model's figures are lower bounds of the walker's. */
  public static boolean isBound(String model) {
    return model.equals(BOUND);
  }

  /** Ends the search with what was found so far; any thread. */
  public void cancel() {
    cancelled = true;
  }

  /** The fraction of the replays that has been made; any thread. */
  public double progress() {
    return (double) made / replays;
  }

  /**
   * Searches from the first of the replays of {@code verification}.
   *
   * @param optimality what the search proved
   * @return the verification, with what was found if it is better by the replay
   */
  public Verification of(Verification verification, Optimality optimality) {
    if (verification.replays().isEmpty()) {
      return verification;
    }
    begin = System.nanoTime();
    Replay first = verification.replays().get(0);
    double[] values = CostMetrics.values(first.replayed(), objective);
    ReplayedProblem problem = new ReplayedProblem(walker, search, values);
    leastValue = optimality.lowerBound().isEmpty() ? 0 : optimality.lowerBound().get(0);
    if (!enough(problem, replays)) {
      Search.of(problem, new Climbs(problem, first))
          .objective(objective)
          .budget(Budget.ofEvaluations(replays * DRAWS_PER_REPLAY))
          .seed(plan.setting().seed())
          .run();
    }
    AttentionSchedule best = problem.found().map(Replay::schedule).orElse(first.schedule());
    problem.exhaustSingleChanges(best, this::mustEnd);
    List<Replay> all = new ArrayList<>(verification.replays());
    problem.found().ifPresent(all::add);
    Refinement refinement = new Refinement(problem.replays(), problem.ruledOut());
    return new ScheduleReplay(walker, plan)
        .ranked(all, verification.refusals(), optimality, Optional.of(refinement));
  }

  private boolean enough(ReplayedProblem problem, long most) {
    made = problem.replays();
    boolean isClose = leastTie(problem) <= CLOSE * leastValue;
    return made >= (isClose ? Math.min(most, PART_IF_CLOSE * replays) : most)
        || problem.steps() >= replays * stepsPerReplay
        || problem.ruledOutInARow()
            >= (isClose ? Math.min(fruitless, FRUITLESS_IF_CLOSE) : fruitless)
        || mustEnd();
  }

  /** The least value that is as good as the best replay's. */
  private double leastTie(ReplayedProblem problem) {
    return objective.tolerance().floor(problem.best());
  }

  private boolean mustEnd() {
    return cancelled || System.nanoTime() - begin >= nanoseconds;
  }

  /** The climbs of one refinement, as a strategy. */
  private final class Climbs implements SearchStrategy {
    private final ReplayedProblem problem;
    private final Replay first;

    private Climbs(ReplayedProblem problem, Replay first) {
      this.problem = problem;
      this.first = first;
    }

    @Override
    public String name() {
      return "refinement";
    }

    @Override
    public String description() {
      return "climbs under the model that replays";
    }

    @Override
    public void search(SearchRun run) {
      Neighbourhood neighbourhood = new Neighbourhood(problem);
      if (neighbourhood.isSinglePoint()) {
        return;
      }
      Climbing climbing = Climbing.inTurns(run, neighbourhood, new SplittableRandom(run.seed()));
      Optional<int[]> start = search.decisions(first.schedule());
      if (start.isPresent()) {
        problem.know(start.get(), first.replayed());
        climb(climbing, start.get());
      }
      if (waits() && !plan.hasUnlikeTiles() && !isOver()) {
        for (int[] point : best(run, GoodStarts.of(search, this::isOver))) {
          climb(climbing, point);
        }
      }
      climbing.goOn(() -> !isOver());
    }

    /** Makes the share of the replays, or of their steps, that a climb from a start gets. */
    private void climb(Climbing climbing, int[] start) {
      long most =
          Math.min(replays, problem.replays() + (long) Math.ceil(PART_OF_A_START * replays));
      long steps = problem.steps() + (long) (PART_OF_A_START * replays * stepsPerReplay);
      if (!isOver()) {
        climbing.beginNear(start);
        climbing.goOn(() -> !enough(problem, most) && problem.steps() < steps);
      }
    }

    private boolean waits() {
      return leastTie(problem) >= WAITS * leastValue;
    }

    private boolean isOver() {
      return enough(problem, replays);
    }

    /** Those that are best by the walker, the best first. */
    private List<int[]> best(SearchRun run, List<int[]> starts) {
      record Start(int[] point, Score score) {}
      List<Start> replayed = new ArrayList<>();
      for (int[] point : starts) {
        if (!isOver()) {
          Score score = new Score(objective);
          run.evaluate(point, score);
          replayed.add(new Start(point, score));
        }
      }
      return replayed.stream()
          .sorted(Comparator.comparing(Start::score, Score::compareTo))
          .limit(STARTS)
          .map(Start::point)
          .toList();
    }
  }
}
