package org.flatsearch.cost.loopnest.phase;

import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.LoopProducts;

/**
 * Follows the steps of one phase one by one, where they are few: from the beginning of the phase,
 * or from the arrival of its first tile of K, to its end and to the end of its last load.
 *
 * <p>It applies the walker's rules as far as they are certain whatever came before. A load follows
 * the one before it in the queue and waits until its slot is left. An output tile waits for the
 * store that leaves its slot. Sums that come back also wait for their own store. Loads into slots
 * that are left before the phase are taken to have ended before it.
 *
 * <p>The channel serves in the order of request. So the time of everything that a load or a stream
 * is certain to follow adds up. Let x be a step before whose end none of some consecutive loads has
 * been requested. From the end of x on, the channel has to serve those loads, the streams of the
 * steps after x and, if stores use it too, the sums that are stored at the end of x and later
 * ({@link #behind}).
 *
 * <p>All results are maxima of sums. So no result falls when a transfer or a step takes longer, nor
 * when a tensor has fewer slots, except as {@link #ordered} says.
 */
final class StepTimeline {
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  private final Figures figures;
  private final boolean isLogit;
  private final StepTable table;
  private final StepOrder order;
  private final StepTransfers input;
  private final StepTransfers weight;
  private final StepTransfers output;
  private boolean reducesInside;
  private long tripsOfReduction;

  /** The number of output tiles of a phase after which the same sums come back. */
  private int tilesUntilAgain;

  /** The end of each step. */
  private final double[] ends = new double[StepOrder.MOST];

  /** When the channel has served all requests made before the end of each step. */
  private final double[] free = new double[StepOrder.MOST];

  /**
   * Other transfers than loads on the channel of the loads: streams up to each step, and sums
   * stored before its end.
   */
  private final double[] others = new double[StepOrder.MOST];

  /** The end of the store of each output tile of the phase. */
  private final double[] stored = new double[StepOrder.MOST];

  /** The end of the last load. */
  private double loaded;

  /** All loads so far: cycles. */
  private double loadCycles;

  /** Other transfers on the channel of the loads so far, as in {@link #others}: cycles. */
  private double transferred;

  /** The end of each load of the phase. */
  private final double[] loadEnds = new double[3 * StepOrder.MOST];

  private final StepLoads loads = new StepLoads();

  /** The loads of phases that continue sums. */
  private final StepLoads laterLoads = new StepLoads();

  /**
   * Whether to count loads that precede the streams of steps that do not need them. There may be
   * fewer of those if a tensor has fewer slots.
   */
  private boolean ordered;

  /** Whether this bounds the times of fewer slots too. */
  private boolean boundsFewerSlots;

  /**
   * The latest beginning of any run of consecutive loads, less the loads and other transfers before
   * it. Adding all loads and other transfers up to some point gives a time that is not after the
   * channel has served these.
   */
  private double behind;

  /** When the lanes have divided all complete outputs so far. */
  private double lanes;

  /** The end of the last store of complete outputs. */
  private double completeStored;

  /** The end of the last store of sums. */
  private double sumsStored;

  StepTimeline(Figures figures, StageTensors tensors, StepTable table, StepOrder order) {
    this.figures = figures;
    this.table = table;
    this.order = order;
    isLogit = tensors.isLogit();
    int rows = StepOrder.LAST_ROWS;
    int columns = StepOrder.LAST_COLUMNS;
    int reductions = StepOrder.LAST_REDUCTION;
    input = new StepTransfers(tensors.input(), rows, reductions);
    weight = new StepTransfers(tensors.weight(), columns, reductions);
    output = new StepTransfers(tensors.output(), rows, columns);
  }

  /**
   * Begins another stage.
   *
   * @param all the number of steps of its phases
   * @param ordered whether times may depend on the order of transfers, which other slots could
   *     shorten
   */
  void begin(LoopProducts loops, int all, int reduction, boolean ordered) {
    // A load for several cores waits until all of them are ready, which is not known.
    this.ordered = ordered && !(figures.multicast && figures.cores > 1);
    boundsFewerSlots = !ordered;
    input.begin(loops, all);
    weight.begin(loops, all);
    output.begin(loops, all);
    reducesInside = !loops.isShared(reduction);
    tripsOfReduction = loops.trips[loops.bit[reduction]];
    if (output.moves()) {
      int inside = -(loops.bit[reduction] << 1);
      tilesUntilAgain = (int) loops.trips[output.changingLoops() & inside];
    }
  }

  /** Lists the loads of the stage's phases; the steps have been listed. */
  void listLoads() {
    loads.list(order, isLogit, false, input, weight, output);
    if (!isLogit && !reducesInside) {
      laterLoads.list(order, false, true, input, weight, output);
    }
  }

  StepTransfers input() {
    return input;
  }

  StepTransfers weight() {
    return weight;
  }

  /** Whether steps wait for the store of the output tile before, on the channel of the loads. */
  boolean waitsForStores() {
    return figures.dramShared && output.waits() && output.slots() == 1;
  }

  /**
   * The store that precedes a step if steps wait for stores; 0 if the step continues with the same
   * tile.
   */
  double storeBefore(int step) {
    return step > 0 && output.beginsWith(step) ? output.store(order.parts[step - 1]) : 0;
  }

  /** The loads within a phase. */
  StepLoads loads(boolean continues) {
    return continues ? laterLoads : loads;
  }

  /** Whether the last load of a phase is of K and comes in pieces. */
  boolean endsWithPieces(StepLoads queue) {
    boolean inPieces = isLogit && figures.inversePieces < 1;
    return inPieces && queue.lastTensor() == StepLoads.WEIGHT;
  }

  private boolean sumsComeBack() {
    return output.moves() && output.times() > 1;
  }

  /** Whether anything waits within a phase: a tile for a slot, or sums for their store. */
  boolean matters() {
    return input.waits() || weight.waits() || output.waits() || sumsComeBack();
  }

  /**
   * Raises the figures of the kind of shared tile that has been measured.
   *
   * @param at where its figures begin
   */
  void count(double[] cycles, int at) {
    play(0, false);
    raise(cycles, PhaseCycles.CONFINED + at, end());
    raise(cycles, PhaseCycles.QUEUE + at, loaded);
    input.raiseSlotLeft(cycles, PhaseCycles.INPUT_AHEAD + at, ends, order.steps);
    weight.raiseSlotLeft(cycles, PhaseCycles.WEIGHT_AHEAD + at, ends, order.steps);
    if (isLogit) {
      if (weight.isBuffered() && figures.inversePieces < 1) {
        play(0, true);
        raise(cycles, PhaseCycles.KEYS_TO_END + at, end());
        raise(cycles, PhaseCycles.QUEUE_AFTER_KEYS + at, loaded);
      }
      return;
    }
    if (!reducesInside && tripsOfReduction > 1) {
      play(StepOrder.CONTINUES, false);
    }
    raise(cycles, PhaseCycles.LATER_CONFINED + at, end());
    raise(cycles, PhaseCycles.LATER_QUEUE + at, loaded);
  }

  private static void raise(double[] cycles, int at, double to) {
    cycles[at] = Math.max(cycles[at], to);
  }

  private double end() {
    return ends[order.steps - 1];
  }

  /** Measures the tiles of the kind of shared tile at hand. */
  void measure() {
    input.measure(figures);
    weight.measure(figures);
    output.measure(figures);
  }

  /**
   * Plays the steps.
   *
   * @param continues {@link StepOrder#CONTINUES} if earlier phases have begun the sums, else 0
   * @param fromKeys whether to begin with the arrival of the first tile of K
   */
  private void play(int continues, boolean fromKeys) {
    StepLoads queue = continues == 0 ? loads : laterLoads;
    begin(fromKeys);
    double end = fromKeys ? NEVER : 0;
    double channel = NEVER;
    double stores = 0;
    // Numbers of loads: that precede the last streams, that have been played, that have arrived.
    int sure = -1;
    int next = 0;
    int arrived = 0;
    for (int step = 0; step < order.steps; step++) {
      int part = order.parts[step] | continues;
      double streams = table.streams[part];
      while (next < queue.size && queue.step[next] <= step) {
        load(queue, next++, continues);
      }
      if (streams > 0) {
        if (ordered && next == sure && next < queue.size && isSure(queue, next, step)) {
          load(queue, next++, continues);
        }
        sure = next;
      }
      double begin = end;
      double keys = fromKeys && step == 0 ? 0 : NEVER;
      while (arrived < queue.size && queue.step[arrived] == step) {
        double early = 0;
        if (isLogit && queue.tensor[arrived] == StepLoads.WEIGHT) {
          keys = loadEnds[arrived];
          double words = weight.transfer(part) - figures.latencyCycles;
          early = words * (1 - figures.inversePieces);
        }
        begin = Math.max(begin, loadEnds[arrived++] - early);
      }
      if (output.beginsWith(step) && output.tileOf(step) >= output.slots()) {
        begin = Math.max(begin, stored[output.tileOf(step) - output.slots()]);
      }
      end = Math.max(begin + table.length[part], keys + table.work[part] * figures.inversePieces);
      transferred += streams;
      channel += streams;
      double all = behind + loadCycles + transferred;
      if (streams > 0) {
        end = Math.max(end, Math.max(Math.max(channel, all), loaded + streams));
      }
      transferred += stores;
      channel = Math.max(end, Math.max(channel, all) + stores);
      ends[step] = end;
      free[step] = channel;
      others[step] = transferred;
      stores = store(step, part);
    }
  }

  private void begin(boolean fromKeys) {
    loaded = fromKeys ? 0 : NEVER;
    loadCycles = 0;
    transferred = 0;
    behind = NEVER;
    lanes = NEVER;
    completeStored = NEVER;
    sumsStored = NEVER;
  }

  /**
   * Whether a load precedes the streams of {@code step}. It follows the loads that precede the
   * streams of the last step that streamed, so it does if it has a slot by then.
   */
  private static boolean isSure(StepLoads queue, int load, int step) {
    return queue.tensor[load] != StepLoads.OUTPUT && queue.leaves[load] < step;
  }

  private void load(StepLoads queue, int load, int continues) {
    int part = order.parts[queue.step[load]] | continues;
    if (queue.tensor[load] == StepLoads.OUTPUT) {
      double transfer = output.transfer(part);
      loaded = Math.max(loaded, slotAndSums(output.tileOf(queue.step[load]))) + transfer;
      loadCycles += transfer;
    } else {
      boolean isInput = queue.tensor[load] == StepLoads.INPUT;
      double transfer = (isInput ? input : weight).transfer(part);
      double end = loaded + transfer;
      int leaves = queue.leaves[load];
      if (leaves >= 0) {
        behind = Math.max(behind, free[leaves] - others[leaves] - loadCycles);
        end = Math.max(end, behind + loadCycles + others[leaves] + transfer);
      }
      loadCycles += transfer;
      loaded = end;
    }
    loadEnds[load] = loaded;
  }

  /**
   * When an output tile whose sums come back has a slot, and those sums have been stored. With
   * fewer slots, the slot can be that of sums which are stored before a complete tile of the row
   * tile before is, as that is divided first; so what bounds fewer slots waits for the sums alone.
   */
  private double slotAndSums(int tile) {
    boolean again = reducesInside && tile >= tilesUntilAgain;
    double sums = again ? stored[tile - tilesUntilAgain] : NEVER;
    boolean waitsForSlot = tile >= output.slots() && !(again && boundsFewerSlots);
    return waitsForSlot ? Math.max(sums, stored[tile - output.slots()]) : sums;
  }

  /**
   * Stores the output tile if {@code step} is the last to add to it.
   *
   * @return the time of the store on the channel of the loads, if it is requested when the step
   *     ends
   */
  private double store(int step, int part) {
    if (!output.endsWith(step)) {
      return 0;
    }
    double transfer = output.store(part);
    if (!isLogit && reducesInside && completes(part)) {
      lanes = Math.max(lanes, ends[step]) + output.words(part) * figures.divisionCyclesPerWord;
      completeStored = Math.max(Math.max(completeStored, sumsStored), lanes) + transfer;
      stored[output.tileOf(step)] = completeStored;
      return 0;
    }
    // Where keys are shared, this phase may complete the tile, and the lanes then divide it first.
    boolean onChannelOfLoads = figures.dramShared && (isLogit || reducesInside);
    double request = onChannelOfLoads ? free[step] : ends[step];
    sumsStored = Math.max(sumsStored, request) + transfer;
    stored[output.tileOf(step)] = sumsStored;
    return onChannelOfLoads ? transfer : 0;
  }

  private boolean completes(int part) {
    return tripsOfReduction == 1 || (part & StepOrder.LAST_REDUCTION) != 0;
  }
}
