package org.flatsearch.cost;

import java.util.Map;
import java.util.Random;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The closed form's latency against an opponent. A bound that counts too much shows where two
 * chains of events are equally long, which random figures seldom make them. So for each random nest
 * a hill climb changes the accelerator's figures to bring the closed form nearer to the walk, and
 * fails as soon as the closed form exceeds it.
 */
@Execution(ExecutionMode.CONCURRENT)
class AdversarialLatencyTest {
  private static final long SEED = 20_261_128;

  /** Climbs that are not {@link #PROMISING} after this many steps are given up. */
  private static final int PROMISING_AFTER = 60;

  /** The largest gap to the walk with which a climb goes on. */
  private static final double PROMISING = 0.1;

  private static final int STEPS = 300;
  private static final int FRUITLESS = 80;

  private final LatencyGap gap = new LatencyGap();

  @Test
  void findsNoLatencyAboveTheWalk() {
    climb(SEED, 12, 1);
    climb(SEED + 1, 8, 4);
  }

  @Test
  @Tag("thorough")
  void findsNoneInMoreClimbs() {
    climb(SEED + 2, 60, 1);
    climb(SEED + 3, 30, 4);
  }

  private void climb(long seed, int climbs, int cores) {
    RandomNests nests = new RandomNests(seed);
    Random random = new Random(seed);
    for (int k = 0; k < climbs; k++) {
      AttentionWorkload workload = nests.workload();
      LoopNest nest =
          random.nextBoolean() ? nests.nest(workload) : nests.nestOfSmallTiles(workload);
      if (random.nextBoolean()) {
        cutKeysInTwo(nest, workload);
      }
      climb(random, nest, workload, 1 + random.nextInt(cores), "seed " + seed + ", climb " + k);
    }
  }

  /**
   * Makes two or three tiles of keys, of which the first and the last differ most from the mean.
   */
  private static void cutKeysInTwo(LoopNest nest, AttentionWorkload workload) {
    int key = Dimension.KEY.ordinal();
    int tile = Math.max(1, Extents.of(workload)[key] / 2);
    nest.logit.tile[key] = tile;
    nest.attend.tile[key] = tile;
    nest.slots[Tensor.LOGITS.ordinal()] = 2;
  }

  private void climb(
      Random random, LoopNest nest, AttentionWorkload workload, int cores, String where) {
    boolean shared = random.nextBoolean();
    boolean multicast = random.nextBoolean();
    Figures best = Figures.draw(random);
    double least = gap.of(best.on(cores, shared, multicast), workload, nest, () -> where);
    int fruitless = 0;
    for (int step = 0; step < STEPS && fruitless < FRUITLESS; step++) {
      Figures next = best.changed(random);
      double found = gap.of(next.on(cores, shared, multicast), workload, nest, () -> where);
      fruitless = found < least ? 0 : fruitless + 1;
      if (found <= least) {
        best = next;
        least = found;
      }
      if (step == PROMISING_AFTER && least > PROMISING) {
        return;
      }
    }
  }

  /** Figures of an accelerator, by {@link Figure}. */
  private record Figures(double[] values) {
    static Figures draw(Random random) {
      double[] values = new double[Figure.values().length];
      for (Figure figure : Figure.values()) {
        values[figure.ordinal()] = figure.draw(random);
      }
      return new Figures(values);
    }

    /** These figures with one to three changed a little or drawn again. */
    Figures changed(Random random) {
      double[] next = values.clone();
      for (int left = 1 + random.nextInt(3); left > 0; left--) {
        Figure figure = Figure.values()[random.nextInt(next.length)];
        double value = next[figure.ordinal()];
        double width = random.nextBoolean() ? 2 : 0.3;
        next[figure.ordinal()] =
            value == 0 || figure.isWhole || random.nextInt(4) == 0
                ? figure.draw(random)
                : value * Math.exp((random.nextDouble() - 0.5) * width);
      }
      return new Figures(next);
    }

    Accelerator on(int cores, boolean dramShared, boolean multicast) {
      double read = of(Figure.READ);
      return new Accelerator(
          "opponent",
          "",
          (int) of(Figure.ROWS),
          (int) of(Figure.COLUMNS),
          cores,
          multicast,
          1,
          Long.MAX_VALUE,
          (int) of(Figure.ACCUMULATOR),
          of(Figure.ON_CHIP),
          read,
          dramShared ? read : of(Figure.WRITE),
          dramShared,
          of(Figure.LATENCY),
          (int) of(Figure.PIECES),
          new Accelerator.FillCycles(of(Figure.FILL_LOGIT), of(Figure.FILL_ATTEND)),
          of(Figure.LOAD),
          of(Figure.LANES),
          new Accelerator.LaneOperations((int) of(Figure.PER_LOGIT), (int) of(Figure.PER_OUTPUT)),
          new Accelerator.Energy(0, 0, 0, 0, 0, 0, 0, 0),
          Map.of());
    }

    private double of(Figure figure) {
      return values[figure.ordinal()];
    }
  }

  /**
   * A figure and its range, in which whole numbers are drawn evenly, others evenly in their
   * logarithm.
   */
  private enum Figure {
    ROWS(1, 6, true),
    COLUMNS(1, 6, true),
    ACCUMULATOR(1, 5, true),
    PIECES(1, 5, true),
    PER_LOGIT(0, 300, true),
    PER_OUTPUT(0, 30, true),
    ON_CHIP(0.02, 1000, false),
    READ(0.01, 1000, false),
    WRITE(0.01, 1000, false),
    LANES(0.01, 1000, false),
    LATENCY(0, 1000, false),
    FILL_LOGIT(0, 1000, false),
    FILL_ATTEND(0, 1000, false),
    LOAD(0, 1000, false);

    private static final double LEAST = 0.05;

    private final double low;
    private final double high;
    private final boolean isWhole;

    Figure(double low, double high, boolean isWhole) {
      this.low = low;
      this.high = high;
      this.isWhole = isWhole;
    }

    double draw(Random random) {
      if (isWhole) {
        return low + random.nextInt((int) (high - low) + 1);
      }
      if (low == 0 && random.nextInt(3) == 0) {
        return 0;
      }
      double from = low == 0 ? LEAST : low;
      return from * Math.pow(high / from, random.nextDouble());
    }
  }
}
