package org.flatsearch.cost.loopnest.timeline;

import org.flatsearch.cost.loopnest.phase.Phase;
import org.flatsearch.cost.loopnest.phase.PhaseCycles;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;
import org.flatsearch.cost.loopnest.phase.StagePrefetch;
import org.flatsearch.cost.loopnest.phase.TensorPrefetch;
import org.flatsearch.schedule.Residency;

/**
 * The loads of both stages in the order of the queue, for the phases of a {@link PhaseLine}. Turns
 * alternate as on the array: a phase of Attend, if one precedes, then a phase of Logit. Of each
 * phase, the queue has those loads that can be served before the phase begins ({@link
 * StagePrefetch}).
 */
final class LoadQueue {
  // Tensors, as {@link #tensor} numbers them.
  static final int QUERIES = 0;
  static final int KEYS = 1;
  static final int VALUES = 2;
  static final int TENSORS = 3;

  /** The most loads of a phase of Logit and one of Attend. */
  private static final int MOST_OF_PHASES = TENSORS * Residency.MAX_SLOTS;

  /** The first load of each turn, or of those that follow. */
  private final int[] first;

  /** For each turn, the end of the loads from its first on that are known to follow each other. */
  private final int[] known;

  private final int[] tensors;
  private final double[] cycles;
  private int turns;
  private int size;

  /**
   * Creates a queue.
   *
   * @param phases the most phases of Logit
   */
  LoadQueue(int phases) {
    int most = 2 * (phases + PhaseOrder.RING) + 1;
    first = new int[most];
    known = new int[most];
    tensors = new int[phases * MOST_OF_PHASES + UpcomingLoads.MOST];
    cycles = new double[tensors.length];
  }

  /** The turn of the phase of Logit that is at {@code at} in the line. */
  static int turnOfLogit(int at) {
    return 2 * at + 1;
  }

  /** The turn of the phase of Attend that precedes that phase of Logit, if any does. */
  static int turnOfAttend(int at) {
    return 2 * at;
  }

  /** Lists the loads of another line, or nest. */
  void describe(PhaseLine line, PhaseFigures logit, PhaseFigures attend, int logitSlots) {
    size = 0;
    turns = 0;
    int end = line.repeats ? line.size : line.size + logitSlots;
    for (int at = 0; at < end; at++) {
      int before = line.attendBefore(at, logitSlots);
      add(before < 0 ? -1 : line.phase(before), attend, VALUES, VALUES);
      add(at < line.size ? line.phase(at) : -1, logit, QUERIES, KEYS);
    }
    first[turns] = size;
    if (line.repeats) {
      repeat();
    }
    known[turns] = size;
    for (int turn = turns - 1; turn >= 0; turn--) {
      known[turn] = known[turn] < 0 ? known[turn + 1] : known[turn];
    }
  }

  private void add(int phase, PhaseFigures stage, int input, int weight) {
    first[turns] = size;
    boolean goesOn = true;
    if (phase >= 0) {
      StagePrefetch prefetch = stage.prefetch;
      boolean waits = prefetch.waitsForStores(phase);
      if (Phase.advances(phase, stage.inputLoops | stage.weightLoops)) {
        addLoads(phase, stage, waits, input, weight);
      }
      goesOn = prefetch.allAhead && !waits;
    }
    known[turns++] = goesOn ? -1 : size;
  }

  private void addLoads(int phase, PhaseFigures stage, boolean waits, int input, int weight) {
    int inputs = loads(stage.prefetch.input, phase, stage.inputLoops, waits);
    int weights = loads(stage.prefetch.weight, phase, stage.weightLoops, waits);
    double[] ofKinds = stage.cycles;
    int at = PhaseCycles.atPhase(phase);
    if (inputs > 0) {
      add(input, ofKinds[at + PhaseCycles.INPUT]);
    }
    if (weights > 0) {
      add(weight, ofKinds[at + PhaseCycles.WEIGHT]);
    }
    for (int tile = 2; tile <= Math.max(inputs, weights); tile++) {
      if (tile <= inputs) {
        add(input, ofKinds[other(at + PhaseCycles.INPUT_AHEAD, tile, inputs)]);
      }
      if (tile <= weights) {
        add(weight, ofKinds[other(at + PhaseCycles.WEIGHT_AHEAD, tile, weights)]);
      }
    }
  }

  /** The number of loads of a tensor for a phase. */
  private static int loads(TensorPrefetch tensor, int phase, int loops, boolean waits) {
    if (tensor.slots == 0 || !Phase.advances(phase, loops)) {
      return 0;
    }
    return waits ? 1 : tensor.tilesAhead;
  }

  /** The figure that has the load of a tile that is not the first of its phase. */
  private static int other(int ahead, int tile, int tiles) {
    return tile == tiles ? ahead + PhaseCycles.LAST_AHEAD : ahead;
  }

  private void add(int tensor, double load) {
    tensors[size] = tensor;
    cycles[size++] = load;
  }

  /** Adds what follows the last turn, as far as it can be looked at. */
  private void repeat() {
    int cut = 0;
    while (cut < turns && known[cut] < 0) {
      cut++;
    }
    int period = size;
    int more = cut < turns ? known[cut] : period > 0 ? UpcomingLoads.MOST : 0;
    for (int k = 0; k < Math.min(more, UpcomingLoads.MOST); k++) {
      add(tensors[k], cycles[k]);
    }
  }

  /** The first load of {@code turn}, or of those that follow. */
  int first(int turn) {
    return first[turn];
  }

  /** The end of the loads from the first of {@code turn} on that are known to follow each other. */
  int known(int turn) {
    return known[turn];
  }

  /** Which tensor is loaded. */
  int tensor(int load) {
    return tensors[load];
  }

  double cycles(int load) {
    return cycles[load];
  }
}
