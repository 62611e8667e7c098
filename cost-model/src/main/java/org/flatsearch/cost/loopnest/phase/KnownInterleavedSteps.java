package org.flatsearch.cost.loopnest.phase;

import java.util.Arrays;

/**
 * How long the steps of a phase take with interleaved loads, as {@link InterleavedSteps} explains,
 * where it is known which steps there are. Then it does not matter if only few of them stream.
 *
 * <p>With one slot, an output tile waits for the store of the tile before it. Such stores are
 * requested one after the other, each when the one before has ended, as streams are. So each of
 * them, too, is certain to follow one more load.
 */
final class KnownInterleavedSteps {
  private final StepOrder order;
  private final StepTable table;
  private final StepTimeline timeline;

  KnownInterleavedSteps(StepOrder order, StepTable table, StepTimeline timeline) {
    this.order = order;
    this.table = table;
    this.timeline = timeline;
  }

  /**
   * Counts the figures of phases that begin sums, and of those that continue them.
   *
   * @param at where the figures begin of the kind of shared tile that has been measured
   * @param mayContinue whether there are phases that continue sums
   */
  void count(double[] cycles, int at, boolean mayContinue) {
    countInterleaved(cycles, PhaseCycles.INTERLEAVED + at, 0);
    countAfterLast(cycles, PhaseCycles.INTERLEAVED_AFTER_LOADS + at, 0);
    if (mayContinue) {
      countInterleaved(cycles, PhaseCycles.LATER_INTERLEAVED + at, StepOrder.CONTINUES);
      countAfterLast(cycles, PhaseCycles.LATER_INTERLEAVED_AFTER_LOADS + at, StepOrder.CONTINUES);
    } else {
      copy(
          cycles,
          at,
          PhaseCycles.INTERLEAVED,
          PhaseCycles.LATER_INTERLEAVED,
          InterleavedSteps.MOST);
      int most = InterleavedSteps.MOST_AFTER_LAST;
      copy(
          cycles,
          at,
          PhaseCycles.INTERLEAVED_AFTER_LOADS,
          PhaseCycles.LATER_INTERLEAVED_AFTER_LOADS,
          most);
    }
  }

  private static void copy(double[] cycles, int at, int from, int to, int count) {
    System.arraycopy(cycles, at + from, cycles, at + to, count);
  }

  /** The length of the first step of a phase: cycles. */
  double firstStep() {
    return table.length[order.parts[0]];
  }

  /** Whether steps wait for stores that may follow loads for other phases. */
  boolean waitForStores() {
    return timeline.waitsForStores();
  }

  /**
   * Says how many tiles are still in their slots after the last load of a phase, if its steps are
   * known.
   */
  void describe(StagePrefetch prefetch) {
    if (order.steps == 0) {
      return;
    }
    int from = fromStep(timeline.loads(false));
    if (from > 0) {
      prefetch.input.heldAtLast = timeline.input().heldAt(from, prefetch.input.heldAtLast);
      prefetch.weight.heldAtLast = timeline.weight().heldAt(from, prefetch.weight.heldAtLast);
    }
  }

  /** The first step whose streams are certain to follow the load after the last load of a phase. */
  private int fromStep(StepLoads queue) {
    return queue.lastStep() + (timeline.endsWithPieces(queue) ? 1 : 0);
  }

  /**
   * One more load is certain before the streams of each step that streams, and before each store.
   */
  private void countInterleaved(double[] cycles, int at, int continues) {
    boolean waits = timeline.waitsForStores();
    double left = 0;
    for (int step = 0; step < order.steps && waits; step++) {
      left += timeline.storeBefore(step);
    }
    for (int part = 0; part < StepOrder.PARTS; part++) {
      int count = order.counts[part];
      left += count == 0 ? 0 : count * table.length[part | continues];
    }
    int loads = 0;
    for (int step = 0; step < order.steps && loads < InterleavedSteps.MOST; step++) {
      int part = order.parts[step] | continues;
      double streams = table.streams[part];
      if (waits && timeline.storeBefore(step) > 0) {
        cycles[at + loads++] = left;
      }
      left -= table.length[part] - streams;
      if (streams > 0 && loads < InterleavedSteps.MOST) {
        cycles[at + loads++] = left;
      }
    }
    Arrays.fill(cycles, at + loads, at + InterleavedSteps.MOST, 0);
  }

  /**
   * The load that follows the last load of a phase precedes the streams of the step that waits for
   * that last load, or of the next step that streams. A step that begins with the first piece of K
   * may get its streams before that load.
   */
  private void countAfterLast(double[] cycles, int at, int continues) {
    StepLoads queue = timeline.loads(continues != 0);
    int from = fromStep(queue);
    boolean waits = timeline.waitsForStores();
    double later = 0;
    for (int step = from; step < order.steps; step++) {
      later += table.length[order.parts[step] | continues];
      later += waits && step > from ? timeline.storeBefore(step) : 0;
    }
    int loads = 0;
    double streamed = 0;
    int most = InterleavedSteps.MOST_AFTER_LAST;
    for (int step = from; step < order.steps && from > 0 && loads < most; step++) {
      int part = order.parts[step] | continues;
      double store = waits && step > from ? timeline.storeBefore(step) : 0;
      if (store > 0) {
        cycles[at + loads++] = streamed + later;
        streamed += store;
        later -= store;
      }
      later -= table.length[part];
      if (table.streams[part] > 0 && loads < most) {
        streamed += table.streams[part];
        cycles[at + loads++] = streamed + later;
      }
    }
    Arrays.fill(cycles, at + loads, at + most, 0);
  }
}
