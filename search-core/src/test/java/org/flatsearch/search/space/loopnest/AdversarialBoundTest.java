package org.flatsearch.search.space.loopnest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.loopnest.LoopNestEvaluator;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.search.Decision;
import org.flatsearch.search.Decomposition.Incumbent;
import org.flatsearch.search.Decomposition.Prover;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Looks for bounds that are too high by hill climbing. From a random box with a point in it, a
 * climb changes the figures of the accelerator and the values of decisions so that the bound gets
 * nearer to the figure of the point. The test fails as soon as the bound exceeds it.
 */
@Execution(ExecutionMode.CONCURRENT)
class AdversarialBoundTest {
  private static final long SEED = 20_261_128;
  private static final double ROUNDING = 1e-11;
  private static final int STEPS = 150;
  private static final int FRUITLESS = 60;
  private static final int SLOT_CASES = 200;
  private static final int TILE_CASES = 600;
  private static final int LATENCY = AttentionProblem.METRICS.indexOf("latency");

  /** A bound that equals the point leaves nothing to climb to, so its ratio counts as this. */
  private static final double EQUAL = 0.9;

  private final CostSheet sheet = new CostSheet();
  private final LoopNest nest = new LoopNest();

  @Test
  void findsNoBoundAboveAPoint() {
    climb(SEED, 12, 1);
    climb(SEED + 1, 6, 4);
  }

  /**
   * With more slots, loads can come in an order that takes longer, so what bounds all numbers of
   * slots must not follow the order.
   */
  @Test
  void findsNoBoundOfAllSlotsAboveAPoint() {
    Random random = new Random(SEED);
    for (int k = 0; k < SLOT_CASES; k++) {
      AttentionWorkload workload = workload(random);
      Accelerator accelerator = OpponentFigures.draw(random, 1).accelerator();
      Choice choice = Choice.drawSlots(random, LoopNestSpace.full(accelerator, workload));
      assertThat(ratio(accelerator, workload, choice, LATENCY))
          .as("seed %d, case %d: %s of%n%s%n%s", SEED, k, choice, workload, accelerator)
          .isLessThanOrEqualTo(1 + ROUNDING);
    }
  }

  /**
   * Neighbouring tiles often have as many trips, but leave other work to the busiest core. One that
   * begins in the middle of the last, ragged instance tile fetches K again for the rest of it,
   * which is less for a larger tile.
   */
  @Test
  void findsNoBoundOfRaggedTilesAboveAPoint() {
    Random random = new Random(SEED);
    for (int k = 0; k < TILE_CASES; k++) {
      AttentionWorkload workload = workload(random, 5 + random.nextInt(8));
      Accelerator accelerator = OpponentFigures.draw(random, 4).accelerator();
      Choice choice = Choice.drawTwoTiles(random, LoopNestSpace.full(accelerator, workload));
      int metric = random.nextInt(AttentionProblem.METRICS.size());
      assertThat(ratio(accelerator, workload, choice, metric))
          .as("seed %d, case %d: %s of%n%s%n%s", SEED, k, choice, workload, accelerator)
          .isLessThanOrEqualTo(1 + ROUNDING);
    }
  }

  @Test
  @Tag("thorough")
  void findsNoneInMoreClimbs() {
    climb(SEED + 2, 60, 1);
    climb(SEED + 3, 30, 4);
  }

  private void climb(long seed, int climbs, int mostCores) {
    Random random = new Random(seed);
    for (int k = 0; k < climbs; k++) {
      AttentionWorkload workload = workload(random);
      int metric = random.nextInt(AttentionProblem.METRICS.size());
      OpponentFigures best = OpponentFigures.draw(random, mostCores);
      Choice choice = Choice.draw(random, LoopNestSpace.full(best.accelerator(), workload));
      double nearest = 0;
      int fruitless = 0;
      for (int step = 0; step < STEPS && fruitless < FRUITLESS; step++) {
        OpponentFigures next = step % 3 == 0 ? best : best.changed(random);
        Choice nextChoice = step % 3 == 1 ? choice : choice.changed(random);
        double found = ratio(next.accelerator(), workload, nextChoice, metric);
        assertThat(found)
            .as(
                "%s, seed %d, climb %d: %s of%n%s%n%s",
                AttentionProblem.METRICS.get(metric),
                seed,
                k,
                nextChoice,
                workload,
                next.accelerator())
            .isLessThanOrEqualTo(1 + ROUNDING);
        found = found > 1 - ROUNDING ? EQUAL : found;
        fruitless = found > nearest ? 0 : fruitless + 1;
        if (found >= nearest) {
          nearest = found;
          best = next;
          choice = nextChoice;
        }
      }
    }
  }

  private static AttentionWorkload workload(Random random) {
    return workload(random, 1 + random.nextInt(2));
  }

  private static AttentionWorkload workload(Random random, int batch) {
    int heads = 1 + random.nextInt(3);
    int group = 1 + random.nextInt(2);
    return new AttentionWorkload(
        "random",
        "",
        batch,
        heads * group,
        heads,
        1 + random.nextInt(8),
        1 + random.nextInt(12),
        1 + random.nextInt(8),
        1 + random.nextInt(8),
        1 + random.nextInt(4));
  }

  /**
   * The largest ratio of a bound to the point's figure, over all boxes from the whole to the point.
   */
  private double ratio(
      Accelerator accelerator, AttentionWorkload workload, Choice choice, int metric) {
    LoopNestSpace space = LoopNestSpace.full(accelerator, workload);
    space.decode(choice.point, nest);
    new LoopNestEvaluator(accelerator, workload).evaluate(nest, sheet);
    Prover prover =
        space.decomposition(CostModels.all().get("loopnest")).orElseThrow().prover(choice.values);
    Anything incumbent = new Anything(metric);
    double[] bounds = new double[AttentionProblem.METRICS.size()];
    int[] low = new int[choice.point.length];
    int[] high = Arrays.stream(choice.values).mapToInt(values -> values.length - 1).toArray();
    double largest = 0;
    int split;
    do {
      double violation = prover.bound(low, high, bounds, incumbent);
      largest = Math.max(largest, ratio(violation, bounds[metric], metric));
      prover.continueFrom(prover.remaining());
      split = prover.split(low, high);
      if (split >= 0) {
        choice.narrow(low, high, split, prover.isOrdered(split));
      }
    } while (split >= 0);
    return largest;
  }

  private double ratio(double violation, double bound, int metric) {
    if (violation > 0 || sheet.violationBytes > 0) {
      return violation == 0 ? 0 : violation / sheet.violationBytes;
    }
    double[] metrics = new double[AttentionProblem.METRICS.size()];
    AttentionProblem.readMetrics(sheet, metrics);
    return bound == 0 ? 0 : bound / metrics[metric];
  }

  /** A point, and the values that decisions may have in the box around it. */
  private record Choice(int[] sizes, int[] point, int[][] values) {
    static Choice draw(Random random, LoopNestSpace space) {
      List<Decision> decisions = space.decisions();
      int[] sizes = decisions.stream().mapToInt(Decision::size).toArray();
      Choice choice = new Choice(sizes, new int[sizes.length], new int[sizes.length][]);
      for (int decision = 0; decision < sizes.length; decision++) {
        choice.redraw(random, decision);
      }
      return choice;
    }

    private static Choice drawPoint(Random random, LoopNestSpace space) {
      Choice choice = draw(random, space);
      for (int decision = 0; decision < choice.sizes.length; decision++) {
        choice.values[decision] = new int[] {choice.point[decision]};
      }
      return choice;
    }

    /** One of two neighbouring instance or row tiles of a point of which all else is given. */
    static Choice drawTwoTiles(Random random, LoopNestSpace space) {
      Choice choice = drawPoint(random, space);
      int decision = random.nextBoolean() ? DecisionIndex.INSTANCE_TILE : DecisionIndex.ROW_TILE;
      int larger = Math.max(1, choice.point[decision]);
      if (larger < choice.sizes[decision]) {
        choice.point[decision] = larger;
        choice.values[decision] = new int[] {larger - 1, larger};
      }
      return choice;
    }

    /** Any slots of a point of which all else is given. */
    static Choice drawSlots(Random random, LoopNestSpace space) {
      Choice choice = drawPoint(random, space);
      for (Tensor tensor : Residencies.TENSORS) {
        choice.values[Residencies.index(tensor) + 1] = new int[] {0, 1, 2};
      }
      return choice;
    }

    Choice changed(Random random) {
      Choice next = new Choice(sizes, point.clone(), values.clone());
      next.redraw(random, random.nextInt(sizes.length));
      return next;
    }

    /**
     * Allows few values of a decision: among all of them, some other choice has a bound far below.
     */
    private void redraw(Random random, int decision) {
      TreeSet<Integer> allowed = new TreeSet<>();
      point[decision] = random.nextInt(sizes[decision]);
      allowed.add(point[decision]);
      boolean isTile = Arrays.stream(DecisionIndex.TILES).anyMatch(place -> place == decision);
      for (int more = isTile ? random.nextInt(4) : random.nextInt(8) / 7; more > 0; more--) {
        allowed.add(random.nextInt(sizes[decision]));
      }
      values[decision] = allowed.stream().mapToInt(value -> value).toArray();
    }

    /** Narrows a box to the part that contains the point. */
    void narrow(int[] low, int[] high, int decision, boolean isOrdered) {
      int at = Arrays.binarySearch(values[decision], point[decision]);
      int middle = (low[decision] + high[decision]) >>> 1;
      if (!isOrdered) {
        low[decision] = at;
        high[decision] = at;
      } else if (at <= middle) {
        high[decision] = middle;
      } else {
        low[decision] = middle + 1;
      }
    }

    @Override
    public String toString() {
      return Arrays.toString(point) + " among " + Arrays.deepToString(values);
    }
  }

  /** The incumbent of a search that knows no point yet: anything improves on it. */
  private record Anything(int metric) implements Incumbent {
    @Override
    public boolean wants(double violation, double[] metrics) {
      return true;
    }

    @Override
    public boolean minimises(int other) {
      return other == metric;
    }

    @Override
    public int compare(
        double violation, double[] metrics, double otherViolation, double[] otherMetrics) {
      return violation > 0 || otherViolation > 0
          ? Double.compare(violation, otherViolation)
          : Double.compare(metrics[metric], otherMetrics[metric]);
    }

    @Override
    public void checkpoint() {}

    @Override
    public void countBound() {}

    @Override
    public void offer(int[] positions) {}
  }
}
