package org.flatsearch.search.space.loopnest;

import java.util.Map;
import java.util.Random;
import org.flatsearch.spec.Accelerator;

/**
 * Figures of an accelerator that a climb changes step by step. This reaches figures that random
 * accelerators never have, by which two costs become equal, or one of them negligible.
 */
public record OpponentFigures(double[] values, int cores, boolean dramShared, boolean multicast) {
  public static OpponentFigures draw(Random random, int mostCores) {
    double[] values = new double[Figure.values().length];
    for (Figure figure : Figure.values()) {
      values[figure.ordinal()] = figure.draw(random);
    }
    return new OpponentFigures(
        values, 1 + random.nextInt(mostCores), random.nextBoolean(), random.nextBoolean());
  }

  /** The figures with one to three of them changed a little or redrawn. */
  OpponentFigures changed(Random random) {
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
    return new OpponentFigures(next, cores, dramShared, multicast);
  }

  public Accelerator accelerator() {
    double read = of(Figure.READ);
    return new Accelerator(
        "opponent",
        "",
        (int) of(Figure.ROWS),
        (int) of(Figure.COLUMNS),
        cores,
        multicast,
        1,
        (long) Math.ceil(of(Figure.BUFFER)),
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
        new Accelerator.Energy(
            of(Figure.MAC),
            of(Figure.REGISTER),
            of(Figure.LANE_OPERATION),
            of(Figure.ON_CHIP_READ),
            of(Figure.ON_CHIP_WRITE),
            of(Figure.DRAM_READ),
            of(Figure.DRAM_WRITE),
            0),
        Map.of());
  }

  private double of(Figure figure) {
    return values[figure.ordinal()];
  }

  /** A figure and its range: whole numbers are drawn uniformly, others on a logarithmic scale. */
  private enum Figure {
    ROWS(1, 6, true),
    COLUMNS(1, 6, true),
    ACCUMULATOR(1, 6, true),
    PIECES(1, 5, true),
    PER_LOGIT(0, 300, true),
    PER_OUTPUT(0, 30, true),
    BUFFER(10, 1e6, false),
    ON_CHIP(0.02, 1000, false),
    READ(0.01, 1000, false),
    WRITE(0.01, 1000, false),
    LANES(0.01, 1000, false),
    LATENCY(0, 1000, false),
    FILL_LOGIT(0, 1000, false),
    FILL_ATTEND(0, 1000, false),
    LOAD(0, 1000, false),
    MAC(0, 1000, false),
    REGISTER(0, 1000, false),
    LANE_OPERATION(0, 1000, false),
    ON_CHIP_READ(0, 1000, false),
    ON_CHIP_WRITE(0, 1000, false),
    DRAM_READ(0, 1000, false),
    DRAM_WRITE(0, 1000, false);

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
