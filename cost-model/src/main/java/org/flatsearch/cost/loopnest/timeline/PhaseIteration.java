package org.flatsearch.cost.loopnest.timeline;

import java.util.Arrays;
import org.flatsearch.cost.loopnest.phase.PhaseCycles;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;

/**
 * What an iteration in the middle of a loop takes at least: cycles from each of some points in its
 * course to each point of the next iteration, and the work of each resource.
 */
final class PhaseIteration {
  // Of each of these points, the last in an iteration counts: when the array is done with a phase
  // of Logit or of Attend, when a load has ended, when the lanes are done with logits.
  static final int LOGIT = 0;
  static final int ATTEND = 1;
  static final int LOADED = 2;
  static final int SOFTMAX = 3;

  /**
   * When the lanes are done with the logits before those, which may be what everything waits for.
   */
  static final int EARLIER_SOFTMAX = 4;

  /** When the last output tile has been stored, which the next may wait for. */
  static final int STORED = 5;

  /** When the array began the last phase of Logit, whose first tiles leave before its end. */
  static final int LOGIT_BEGUN = 6;

  /** When the array began the last phase of Attend. */
  static final int ATTEND_BEGUN = 7;

  static final int POINTS = 8;

  private static final double NEVER = Double.NEGATIVE_INFINITY;

  /** The points that the iteration is timed from. */
  private final int[] timed = new int[POINTS];

  private int points;

  /**
   * From each of {@link #timed} to each point: over one iteration, then over all that are skipped.
   */
  private final double[][] from = new double[POINTS][POINTS];

  /** What {@link #from} has from each point to itself. */
  private final double[] around = new double[POINTS];

  double arrayCycles;
  double softmaxCycles;
  double laneCycles;
  double loadCycles;

  /** Streams and stores on the channel of the loads. */
  double otherCycles;

  /** The part of {@link #otherCycles} that may come after the end of the iteration. */
  double owedCycles;

  /** How many loads beyond those of its phases have been served when such an iteration ends. */
  int loadsAhead;

  PhaseIteration() {
    Arrays.fill(around, NEVER);
  }

  /**
   * The set of points that an iteration has to be timed from. The end of Attend matters by itself
   * only if some load waits for it, because Logit follows at once. If the lanes have no work, their
   * points are those of the array. With one slot, the array has waited for all softmaxes but the
   * last. A store is waited for if the output has one slot, or if sums come back.
   */
  static int pointsThatMatter(
      PhaseFigures logit, PhaseFigures attend, int logitSlots, boolean lanesTakeTime) {
    int points = 1 << LOGIT | 1 << LOADED;
    points |= logit.leavesInside() ? 1 << LOGIT_BEGUN : 0;
    points |= attend.leavesInside() ? 1 << ATTEND_BEGUN : 0;
    boolean waitsForAttend = attend.slotsOfWeight == 1 || attend.slotsOfInput == 1;
    points |= waitsForAttend ? 1 << ATTEND : 0;
    if (lanesTakeTime) {
      points |= 1 << SOFTMAX;
      points |= logitSlots > 1 ? 1 << EARLIER_SOFTMAX : 0;
    }
    boolean waitsForStores = attend.slotsOfOutput == 1 || attend.cycles[PhaseCycles.RELOAD] > 0;
    return points | (waitsForStores ? 1 << STORED : 0);
  }

  /** Removes all points. */
  void clear() {
    points = 0;
  }

  /** Sets how far {@code state} got that began at a point and went on for one iteration. */
  void setFrom(int point, PhaseState state) {
    state.reached(from[points]);
    timed[points++] = point;
  }

  /**
   * Extends the times to {@code iterations} iterations: one leads from any point to any other, and
   * each of the others from either of these two points back to itself.
   */
  void repeat(int iterations) {
    if (iterations > 1) {
      for (int k = 0; k < points; k++) {
        around[timed[k]] = from[k][timed[k]];
      }
      for (int k = 0; k < points; k++) {
        double back = around[timed[k]];
        for (int to = 0; to < POINTS; to++) {
          from[k][to] += (iterations - 1) * Math.max(back, around[to]);
        }
      }
      Arrays.fill(around, NEVER);
    }
  }

  /**
   * Computes when the points are reached.
   *
   * @param begin when each point has last been reached
   * @param end receives when each is reached in the last iteration that is skipped
   */
  void reach(double[] begin, double[] end) {
    double first = begin[timed[0]];
    for (int to = 0; to < POINTS; to++) {
      end[to] = first + from[0][to];
    }
    for (int k = 1; k < points; k++) {
      double begun = begin[timed[k]];
      double[] row = from[k];
      for (int to = 0; to < POINTS; to++) {
        end[to] = Math.max(end[to], begun + row[to]);
      }
    }
  }
}
