package org.flatsearch.cost.loopnest.phase;

/**
 * What loads of other phases add to the steps of a phase, as {@link StepsBesideLoads} says, but
 * where it is known which steps there are: those that stream may be few.
 *
 * <p>An output tile that takes the only slot waits for the store of the one before. Like streams,
 * such stores are requested one after the other, each when the one before is over: so with each of
 * them, too, one more load is certain.
 */
final class KnownStepsBesideLoads {
  private final StepOrder order;
  private final StepTable table;
  private final StepTimeline timeline;

  KnownStepsBesideLoads(StepOrder order, StepTable table, StepTimeline timeline) {
    this.order = order;
    this.table = table;
    this.timeline = timeline;
  }

  /**
   * Counts the figures of phases that begin sums and of those that continue them.
   *
   * @param at where the figures of the kind of shared tile are that has been measured
   * @param mayContinue whether there are any of the latter
   */
  void count(double[] cycles, int at, boolean mayContinue) {
    beside(cycles, PhaseCycles.BESIDE + at, 0);
    afterLast(cycles, PhaseCycles.BESIDE_AFTER_LOADS + at, 0);
    if (mayContinue) {
      beside(cycles, PhaseCycles.LATER_BESIDE + at, StepOrder.CONTINUES);
      afterLast(cycles, PhaseCycles.LATER_BESIDE_AFTER_LOADS + at, StepOrder.CONTINUES);
    } else {
      copy(cycles, at, PhaseCycles.BESIDE, PhaseCycles.LATER_BESIDE, StepsBesideLoads.MOST);
      int most = StepsBesideLoads.MOST_AFTER_LAST;
      copy(cycles, at, PhaseCycles.BESIDE_AFTER_LOADS, PhaseCycles.LATER_BESIDE_AFTER_LOADS, most);
    }
  }

  private static void copy(double[] cycles, int at, int from, int to, int count) {
    System.arraycopy(cycles, at + from, cycles, at + to, count);
  }

  /** The first step of a phase: cycles. */
  double firstStep() {
    return table.length[order.parts[0]];
  }

  /** Whether steps wait for stores that loads of other phases may precede. */
  boolean waitForStores() {
    return timeline.waitsForStores();
  }

  /** Says what has left its slot after the last load of a phase, if its steps are known. */
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

  /** The first step whose streams the load after the last of a phase is certain to precede. */
  private int fromStep(StepLoads queue) {
    return queue.lastStep() + (timeline.endsWithPieces(queue) ? 1 : 0);
  }

  /** One more load is certain before the streams of each step that streams, and each store. */
  private void beside(double[] cycles, int at, int continues) {
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
    for (int step = 0; step < order.steps && loads < StepsBesideLoads.MOST; step++) {
      int part = order.parts[step] | continues;
      double streams = table.streams[part];
      if (waits && timeline.storeBefore(step) > 0) {
        cycles[at + loads++] = left;
      }
      left -= table.length[part] - streams;
      if (streams > 0 && loads < StepsBesideLoads.MOST) {
        cycles[at + loads++] = left;
      }
    }
    clear(cycles, at + loads, StepsBesideLoads.MOST - loads);
  }

  /**
   * The load that follows the last one of a phase is done before the streams of the step that
   * begins with that, or of the next that streams; of a step that begins with the first piece of K,
   * the streams may come before.
   */
  private void afterLast(double[] cycles, int at, int continues) {
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
    int most = StepsBesideLoads.MOST_AFTER_LAST;
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
    clear(cycles, at + loads, most - loads);
  }

  private static void clear(double[] cycles, int from, int count) {
    for (int k = 0; k < count; k++) {
      cycles[from + k] = 0;
    }
  }
}
