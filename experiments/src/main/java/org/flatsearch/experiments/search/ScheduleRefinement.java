package org.flatsearch.experiments.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.Verification;
import org.flatsearch.results.Verification.Refinement;
import org.flatsearch.results.Verification.Replay;
import org.flatsearch.search.Objective;

/**
 * Refines the best replayed schedule of a search by hill climbing under the model that replays, but
 * replays only changes that the model of the search does not rule out. If it waits much, climbs
 * begin from good schedules of other forms as well.
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

  /**
   * Where the walker's figure is this many times the bound, or more, climbs from other forms are
   * worth the replays that the first climb goes without.
   */
  private static final double MUCH_WAITING = 1.02;

  private final CostModel walker;
  private final SearchPlan plan;
  private final PlannedSearch search;
  private final Objective objective;
  private final int replays;
  private final long nanoseconds;

  private long begin;
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
  }

  /** Whether a model's figures are lower bounds of the walker's. */
  public static boolean isBound(String model) {
    return model.equals(BOUND);
  }

  /** Whether what is proven by a model holds for the figures of the one that replays as well. */
  public static boolean isBound(String model, String ofReplays) {
    return isBound(model) || model.equals(ofReplays);
  }

  /** Ends the climbs with what was found so far; any thread. */
  public void cancel() {
    cancelled = true;
  }

  /** The fraction of the replays that has been made; any thread. */
  public double progress() {
    return (double) made / replays;
  }

  /**
   * Climbs from the first of the replays of {@code verification}; if it waits much, also from good
   * schedules of other forms.
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
    Incumbent incumbent = new Incumbent(walker, search, values);
    List<RefinementClimb> climbs = new ArrayList<>();
    search
        .decisions(first.schedule())
        .ifPresent(
            point -> {
              incumbent.know(point);
              climbs.add(new RefinementClimb(incumbent, search, point, values));
            });
    if (waitsMuch(first)) {
      addOtherForms(climbs, incumbent);
    }
    halve(climbs);
    List<Replay> all = new ArrayList<>(verification.replays());
    incumbent.found().ifPresent(all::add);
    Refinement refinement = new Refinement(made, incumbent.ruledOut());
    return new ScheduleReplay(walker, plan)
        .ranked(all, verification.refusals(), optimality, Optional.of(refinement));
  }

  private boolean waitsMuch(Replay replay) {
    return CostMetrics.values(replay.replayed(), objective)[0]
        >= MUCH_WAITING * CostMetrics.values(replay.searched(), objective)[0];
  }

  private void addOtherForms(List<RefinementClimb> climbs, Incumbent incumbent) {
    for (RatedSchedule start : new OtherForms(search).schedules(this::isOver)) {
      Optional<int[]> point = search.decisions(start.schedule());
      if (!isOver() && point.isPresent() && incumbent.mayBeImprovedBy(point.get())) {
        made++;
        incumbent
            .replay(point.get())
            .ifPresent(
                values -> climbs.add(new RefinementClimb(incumbent, search, point.get(), values)));
      }
    }
  }

  /**
   * Makes the climbs by successive halving: in each round all climbs that are left make equally
   * many replays, then the worse half is left out, until a single one remains for the last round.
   */
  private void halve(List<RefinementClimb> climbs) {
    List<RefinementClimb> left = new ArrayList<>(climbs);
    for (int rounds = halvings(left.size()) + 1; rounds > 0; rounds--) {
      int shares = Math.max(1, rounds * left.size());
      int share = 1 + (replays - made - 1) / shares;
      long draws = (long) (rounds == 1 ? Math.max(replays, FEW_REPLAYS) : share) * DRAWS_PER_REPLAY;
      for (RefinementClimb climb : left) {
        climb.allow(draws);
        for (int k = 0; k < share && !isOver() && climb.step(this::isOver); k++) {
          made++;
        }
      }
      left.sort(Comparator.comparing(RefinementClimb::values, objective::compare));
      left = left.subList(0, (left.size() + 1) / 2);
    }
  }

  /** How often so many can be halved, rounded up, until one is left. */
  private static int halvings(int count) {
    return count <= 1 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
  }

  private boolean isOver() {
    return made >= replays || cancelled || System.nanoTime() - begin >= nanoseconds;
  }
}
