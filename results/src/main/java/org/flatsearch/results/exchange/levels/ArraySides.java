package org.flatsearch.results.exchange.levels;

import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.spec.Accelerator;

/** Which tiles fill the sides of the array. */
final class ArraySides {
  private ArraySides() {}

  /**
   * The elements of the array's side that {@code dimension} lies on in {@code stage}, 1 if on none;
   * of a shared dimension, their least common multiple over both stages.
   */
  static int of(
      AttentionSchedule schedule, Accelerator accelerator, Stage stage, Dimension dimension) {
    if (schedule.form().shares(dimension)) {
      return (int)
          lcm(
              own(schedule.logit(), Stage.LOGIT, accelerator, dimension),
              own(schedule.attend(), Stage.ATTEND, accelerator, dimension));
    }
    return own(schedule.stage(stage), stage, accelerator, dimension);
  }

  private static int own(
      StageLoops loops, Stage stage, Accelerator accelerator, Dimension dimension) {
    boolean onX = loops.stationarity().x(stage) == dimension;
    boolean onY = loops.stationarity().y(stage) == dimension;
    if (!onX && !onY) {
      return 1;
    }
    return onX != loops.transposed() ? accelerator.rows() : accelerator.columns();
  }

  static long lcm(long a, long b) {
    long x = a;
    long y = b;
    while (y != 0) {
      long rest = x % y;
      x = y;
      y = rest;
    }
    return a / x * b;
  }
}
