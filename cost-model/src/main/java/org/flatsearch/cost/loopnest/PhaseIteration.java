package org.flatsearch.cost.loopnest;

/**
 * What an iteration in the middle of a loop adds at least: cycles, from each of some points in its
 * course to each of those of the next iteration, and the work of each resource.
 */
final class PhaseIteration {
  // The last such point of an iteration: when the array is done with a phase of Logit or of Attend,
  // when a load has ended, and when the lanes are done with logits.
  static final int LOGIT = 0;
  static final int ATTEND = 1;
  static final int LOADED = 2;
  static final int SOFTMAX = 3;

  /** The softmax before the last one, which may be the one that all waits for. */
  static final int EARLIER_SOFTMAX = 4;

  static final int POINTS = 5;

  /** How many of the points, in that order, it is timed from. */
  private int timed;

  private final double[][] from = new double[POINTS][POINTS];

  double arrayCycles;
  double softmaxCycles;
  double laneCycles;
  double loadCycles;

  /** Says when {@code state}, which began at a point and went on for an iteration, got where. */
  void setFrom(int point, PhaseState state) {
    timed = point + 1;
    for (int to = 0; to < POINTS; to++) {
      from[point][to] = state.reached(to);
    }
  }

  /**
   * When {@code to} is reached some iterations after the points were: by one iteration that leads
   * there, and others that lead back to where they began.
   */
  double reach(int to, double[] points, int iterations) {
    double time = Double.NEGATIVE_INFINITY;
    for (int point = 0; point < timed; point++) {
      double once = points[point] + from[point][to];
      if (once > Double.NEGATIVE_INFINITY) {
        double again = to < timed ? Math.max(from[point][point], from[to][to]) : from[point][point];
        time = Math.max(time, iterations > 1 ? once + (iterations - 1) * again : once);
      }
    }
    return time;
  }
}
