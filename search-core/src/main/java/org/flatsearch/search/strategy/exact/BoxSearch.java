package org.flatsearch.search.strategy.exact;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.flatsearch.search.Decomposition.Incumbent;
import org.flatsearch.search.Decomposition.Prover;
import org.flatsearch.search.Score;
import org.flatsearch.search.SearchRun;
import org.flatsearch.search.SearchStoppedException;

/**
 * One best-first branch-and-bound search ({@link BranchAndBound}).
 *
 * <p>At any time, every point that is better than the incumbent is in a waiting box or in the
 * current one, and each of these boxes has a bound that holds for such points. Hence the least of
 * these bounds is a lower bound on the optimum, or is no better than the incumbent, which is then
 * optimal.
 */
final class BoxSearch implements Incumbent {
  /** How far the least bound must rise, relatively, to be reported. */
  private static final double NOTABLE_RISE = 1e-3;

  private final SearchRun run;
  private final Prover prover;
  private final Audit audit;
  private final SideClimbs climbs;
  private final Targets targets;
  private final PriorityQueue<Box> waiting = new PriorityQueue<>();
  private final int[] shared;
  private final int[] sizes;
  private final int[] metricIndexes;
  private final int[] low;
  private final int[] high;
  private final double[] metrics;
  private final Score test;
  private final Score other;
  private final Score offered;
  private double[] reported;

  /**
   * The box that is being split or completed. It had the least bound of all, and its points stay
   * open until it has been dealt with. Nothing can end the search between one such box and the
   * next.
   */
  private Box current;

  private long made;

  BoxSearch(SearchRun run, Prover prover, Audit audit, Targets targets) {
    this.run = run;
    this.prover = prover;
    this.audit = audit;
    this.targets = targets;
    climbs = new SideClimbs(run, prover.boundsPerEvaluation());
    shared = prover.sharedDecisions();
    sizes = run.problem().decisions().stream().mapToInt(decision -> decision.size()).toArray();
    metricIndexes = run.objective().indexesIn(run.problem().metrics(), run.problem().name());
    low = new int[sizes.length];
    high = Arrays.stream(sizes).map(size -> size - 1).toArray();
    metrics = new double[run.problem().metrics().size()];
    test = new Score(run.objective());
    other = new Score(run.objective());
    offered = new Score(run.objective());
  }

  void search() {
    try {
      int[] whole = new int[2 * shared.length];
      for (int k = 0; k < shared.length; k++) {
        whole[shared.length + k] = sizes[shared[k]] - 1;
      }
      add(whole, null);
      for (Box box = next(); box != null; box = next()) {
        report(box.bound);
        waiting.remove(box);
        current = box;
        expand(box);
      }
    } catch (SearchStoppedException e) {
      reportLast();
      throw e;
    }
    run.count("boxes pruned while waiting", waiting.size());
    run.proveOptimal();
    for (Box box : waiting) {
      load(box.ranges);
      audit.considerWaiting(low, high);
    }
    audit.check();
  }

  /** The waiting box with the least bound that may hold a point better than the best; or null. */
  private Box next() {
    Box least = waiting.peek();
    if (least == null || isBetterThanBest(least.bound)) {
      return least;
    }
    // A bound that exceeds the best point by a rounding error only waits behind some that do not.
    return waiting.stream()
        .filter(box -> isBetterThanBest(box.bound))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private void expand(Box box) {
    run.checkpoint();
    load(box.ranges);
    prover.continueFrom(box.remaining);
    int split = prover.split(low, high);
    if (split < 0) {
      complete(box);
      return;
    }
    run.count("boxes split", 1);
    int at = Arrays.stream(shared).boxed().toList().indexOf(split);
    int from = box.ranges[at];
    int to = box.ranges[shared.length + at];
    if (prover.isOrdered(split)) {
      int middle = prover.lastOfLowerPart(split, from, to);
      add(narrowed(box, at, from, middle), box);
      add(narrowed(box, at, middle + 1, to), box);
    } else {
      for (int position = from; position <= to; position++) {
        add(narrowed(box, at, position, position), box);
      }
    }
  }

  private void complete(Box box) {
    targets.aim(box.bound);
    try {
      prover.complete(low, high, this);
    } catch (Targets.GivenUpException e) {
      run.count("completions given up", 1);
      targets.lower(box.bound);
      waiting.add(box);
      return;
    }
    Score bound = targets.reached(box.bound);
    if (isBetterThanBest(bound)) {
      run.count("targets reached", 1);
      waiting.add(new Box(box.ranges, bound, box.remaining, made++));
    } else {
      run.count("boxes completed", 1);
      audit.consider(low, high);
    }
  }

  private int[] narrowed(Box box, int at, int from, int to) {
    int[] ranges = box.ranges.clone();
    ranges[at] = from;
    ranges[shared.length + at] = to;
    return ranges;
  }

  /** Bounds a box, and queues it if it could hold a point better than the incumbent. */
  private void add(int[] ranges, Box parent) {
    load(ranges);
    countBound();
    double violation = prover.bound(low, high, metrics, this);
    Score bound = new Score(run.objective());
    bound.set(violation, metrics, metricIndexes);
    if (parent != null && bound.compareTo(parent.bound) < 0) {
      // A bound of the whole box also holds for its parts.
      bound.set(parent.bound);
    }
    if (isBetterThanBest(bound)) {
      waiting.add(new Box(ranges, bound, prover.remaining(), made++));
    } else {
      run.count(isTooLarge(bound) ? "boxes pruned by capacity" : "boxes pruned by cost", 1);
      audit.consider(low, high);
    }
  }

  /** Whether a bound says that no point fits, rather than that none improves on the incumbent. */
  private static boolean isTooLarge(Score bound) {
    return !bound.isFeasible() && bound.violation < Double.POSITIVE_INFINITY;
  }

  private void load(int[] ranges) {
    for (int k = 0; k < shared.length; k++) {
      low[shared[k]] = ranges[k];
      high[shared[k]] = ranges[shared.length + k];
    }
  }

  /** Whether a point with this score, or bounded by it, can be better than the best. */
  private boolean isBetterThanBest(Score score) {
    return score.compareTo(run.best()) < 0
        || RoundingErrors.compare(score, run.best(), run.objective()) < 0;
  }

  /** Reports the least bound of all boxes if it has risen notably. */
  private void report(Score bound) {
    if (!bound.isFeasible()) {
      return;
    }
    if (reported == null || bound.values[0] > reported[0] * (1 + NOTABLE_RISE)) {
      reported = bound.values.clone();
      run.improveLowerBound(RoundingErrors.lowered(bound, run.objective()));
    }
  }

  /**
   * Reports the least bound when the search has to end. That is the bound of the current box: it
   * was the least of all, and the parts of the box have no lower ones. If the incumbent has reached
   * it, nothing is better than the incumbent.
   */
  private void reportLast() {
    if (current != null && current.bound.isFeasible()) {
      run.improveLowerBound(
          isBetterThanBest(current.bound)
              ? RoundingErrors.lowered(current.bound, run.objective())
              : run.best().values);
    }
  }

  @Override
  public boolean wants(double violation, double[] figures) {
    test.set(violation, figures, metricIndexes);
    return isBetterThanBest(test) && targets.areMetBy(test);
  }

  @Override
  public int compare(
      double violation, double[] figures, double otherViolation, double[] otherFigures) {
    test.set(violation, figures, metricIndexes);
    other.set(otherViolation, otherFigures, metricIndexes);
    return RoundingErrors.compare(test, other, run.objective());
  }

  @Override
  public boolean minimises(int metric) {
    return Arrays.stream(metricIndexes).anyMatch(index -> index == metric);
  }

  @Override
  public void checkpoint() {
    run.checkpoint();
  }

  @Override
  public void countBound() {
    run.countBound();
    climbs.goOn(current);
    targets.spend();
  }

  @Override
  public void offer(int[] positions) {
    run.evaluate(positions, offered);
    climbs.goOn(current);
    targets.spend();
  }
}
