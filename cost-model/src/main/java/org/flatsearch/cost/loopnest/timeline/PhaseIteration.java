package org.flatsearch.cost.loopnest.timeline;

import java.util.Arrays;
import org.flatsearch.cost.loopnest.phase.PhaseCycles;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;

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

  /** The store of the last output tile, which the next may wait for. */
  static final int STORED = 5;

  /** When the array began the last phase of Logit, whose first tiles leave before it ends. */
  static final int LOGIT_BEGUN = 6;

  /** The same of Attend. */
  static final int ATTEND_BEGUN = 7;

  static final int POINTS = 8;

  private static final double NEVER = Double.NEGATIVE_INFINITY;

  /** The points that it is timed from. */
  private final int[] timed = new int[POINTS];

  private int points;

  /** From each of those to each point: first of one iteration, then of all that are skipped. */
  private final double[][] from = new double[POINTS][POINTS];

  /** By point: of {@link #from}, what leads back to where it began. */
  private final double[] around = new double[POINTS];

  double arrayCycles;
  double softmaxCycles;
  double laneCycles;
  double loadCycles;

  /** Streams and stores on the channel of the loads. */
  double otherCycles;

  /** Those of them that may come after its end. */
  double owedCycles;

  /** Loads beyond those of its phases that are done when such an iteration ends. */
  int loadsAhead;

  PhaseIteration() {
    Arrays.fill(around, NEVER);
  }

  /**
   * The points that an iteration has to be timed from, a bit each. The end of Attend matters by
   * itself only if some load waits for it, for Logit follows at once. Without any work of the lanes
   * their points are those of the array, and with one slot the array has waited for all softmaxes
   * but the last. Some store is waited for if the output has one slot, or sums come back.
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

  /** Forgets all points. */
  void clear() {
    points = 0;
  }

  /** Says when {@code state}, which began at a point and went on for an iteration, got where. */
  void setFrom(int point, PhaseState state) {
    state.reached(from[points]);
    timed[points++] = point;
  }

  /**
   * Goes on for so many iterations in all: one leads from where they began to where they end, and
   * the others from either of these back to it.
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
   * Says when the points are reached.
   *
   * @param begin when they have been before
   * @param end when they are at the end of all that are skipped
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
