package org.flatsearch.cost.loopnest;

import java.util.Arrays;
import org.flatsearch.schedule.Dimension;

/**
 * When one core is done with what, at the end of a phase, at least: cycles.
 *
 * <p>The walker's rules, applied to whole phases ({@link CriticalChains} numbers them). For each
 * phase, in the order of the array:
 *
 * <ol>
 *   <li>its loads queue behind those of the phases before; the first load of a tensor with one slot
 *       also waits for the end of the stage's last phase, the reload of an output with one slot for
 *       its store;
 *   <li>it begins when the array is free, the first tile of each tensor has arrived (the first
 *       piece of one of K), its logits are softmaxed if it is one of Attend, and an output tile
 *       with one slot has been stored;
 *   <li>it ends when its work is done, and not before its last load;
 *   <li>the lanes do its softmax, or divide its output if that is complete and gives way to another
 *       tile, which is then stored.
 * </ol>
 *
 * What is left out, stores and streams in the way of loads and tensors with several slots, can only
 * delay. Each figure is a maximum of sums of figures, so it never falls when one rises; and if all
 * figures of a state rise by some time, so do all that follow.
 */
final class PhaseState {
  /** Phases of Attend that may be left to do, rounded up to a power of two. */
  private static final int RING = 4;

  private static final int VALUE_DIM = Dimension.VALUE_DIM.ordinal();

  private final Figures figures;
  private SharedTiles shared;
  private PhaseFigures logit;
  private PhaseFigures attend;
  private int slots;

  /** Phases of Logit done. */
  int phases;

  private final int[] ring = new int[RING];

  /** The end of the last load. */
  private double loaded;

  /** The end of the last array work. */
  double array;

  private double logitEnded;
  private double attendEnded;

  /** When the lanes have done all work so far, and by phase that of its logits. */
  private double lanes;

  private final double[] softmaxed = new double[RING];

  /** The end of the last store. */
  private double stored;

  // What has been done since this was reset.
  double arrayCycles;
  double softmaxCycles;
  double laneCycles;
  double loadCycles;

  PhaseState(Figures figures) {
    this.figures = figures;
  }

  /** Takes up another nest. */
  void use(PhaseFigures logit, PhaseFigures attend, int slots) {
    shared = logit.shared;
    this.logit = logit;
    this.attend = attend;
    this.slots = slots;
  }

  /** Before the first phase. */
  void begin() {
    phases = 0;
    reset(0);
  }

  /** At the end of a phase of Logit, at time 0, of which nothing else is known. */
  void beginAfterLogit() {
    reset(Double.NEGATIVE_INFINITY);
    array = 0;
    logitEnded = 0;
    lanes = softmaxCycles(last());
    softmaxed[phases - 1 & RING - 1] = lanes;
  }

  /** The same of a phase of Attend, like {@code phase}. */
  void beginAfterAttend(int phase) {
    reset(Double.NEGATIVE_INFINITY);
    array = 0;
    leave(phase, phase);
    lanes = Double.NEGATIVE_INFINITY;
    attendEnded = 0;
  }

  private void reset(double time) {
    loaded = time;
    array = time;
    logitEnded = time;
    attendEnded = time;
    lanes = time;
    stored = time;
    Arrays.fill(softmaxed, time);
    arrayCycles = 0;
    softmaxCycles = 0;
    laneCycles = 0;
    loadCycles = 0;
  }

  /** The last phase of Logit. */
  private int last() {
    return ring[phases - 1 & RING - 1];
  }

  /** Remembers a phase of Logit without doing it. */
  void remember(int phase) {
    ring[phases++ & RING - 1] = phase;
  }

  /** Does a phase of Logit, and before it the one of Attend whose turn it is. */
  void step(int phase) {
    if (phases >= slots) {
      attend(phases - slots, slots == 1 ? phase : ring[phases - slots + 1 & RING - 1]);
    }
    logit(phase);
  }

  /** Does a phase of Logit and after it one of Attend. */
  void stepFromAttend(int phase) {
    logit(phase);
    attend(phases - slots, phase);
  }

  /** Does the phases of Attend that are left, and returns when all is done. */
  double finish(int phaseAtStart) {
    for (int left = Math.min(slots, phases); left > 0; left--) {
      attend(phases - left, left > 1 ? ring[phases - left + 1 & RING - 1] : phaseAtStart);
    }
    return Math.max(Math.max(array, loaded), Math.max(lanes, stored));
  }

  private void logit(int phase) {
    int kind = Phase.kind(phase);
    double[] cycles = logit.cycles;
    double ready = array;
    double first = loaded;
    double all = loaded;
    if (Phase.changes(phase, logit.inputLoops)) {
      double begin = logit.oneSlotInput ? Math.max(loaded, logitEnded) : loaded;
      first = begin + cycles[PhaseFigures.INPUT + kind];
      ready = Math.max(ready, first);
      all = begin + cycles[PhaseFigures.INPUTS + kind];
      loadCycles += cycles[PhaseFigures.INPUTS + kind];
    }
    if (Phase.changes(phase, logit.weightLoops)) {
      double begin = logit.oneSlotWeight ? Math.max(first, logitEnded) : first;
      double latency = figures.latencyCycles;
      double words = cycles[PhaseFigures.WEIGHT + kind] - latency;
      ready = Math.max(ready, begin + latency + words * figures.inversePieces);
      all = Math.max(all, begin) + cycles[PhaseFigures.WEIGHTS + kind];
      loadCycles += cycles[PhaseFigures.WEIGHTS + kind];
    }
    work(ready, all, cycles[PhaseFigures.QUEUE + kind], cycles[PhaseFigures.WORK + kind]);
    logitEnded = array;
    double softmax = softmaxCycles(phase);
    softmaxCycles += softmax;
    laneCycles += softmax;
    lanes = Math.max(lanes, array) + softmax;
    softmaxed[phases & RING - 1] = lanes;
    ring[phases++ & RING - 1] = phase;
  }

  private void attend(int number, int next) {
    int phase = ring[number & RING - 1];
    int kind = Phase.kind(phase);
    double[] cycles = attend.cycles;
    double ready = Math.max(array, softmaxed[number & RING - 1]);
    double first = loaded;
    double all = loaded;
    if (Phase.changes(phase, attend.weightLoops)) {
      double begin = attend.oneSlotWeight ? Math.max(loaded, attendEnded) : loaded;
      first = begin + cycles[PhaseFigures.WEIGHT + kind];
      ready = Math.max(ready, first);
      all = begin + cycles[PhaseFigures.WEIGHTS + kind];
      loadCycles += cycles[PhaseFigures.WEIGHTS + kind];
    }
    boolean continues = (phase & Phase.FIRST_KEYS) == 0;
    if (Phase.changes(phase, attend.outputLoops)) {
      double begin = attend.oneSlotOutput ? Math.max(first, stored) : first;
      ready = attend.oneSlotOutput ? Math.max(ready, stored) : ready;
      double reload = cycles[PhaseFigures.RELOAD + kind];
      if (continues && reload > 0) {
        ready = Math.max(ready, begin + reload);
        all = Math.max(all, begin) + cycles[PhaseFigures.RELOADS + kind];
        loadCycles += cycles[PhaseFigures.RELOADS + kind];
      }
    }
    int of = continues ? PhaseFigures.LATER_WORK : PhaseFigures.WORK;
    work(ready, all, cycles[PhaseFigures.QUEUE + kind], cycles[of + kind]);
    attendEnded = array;
    leave(phase, next);
  }

  /** Array work that begins at {@code ready}, with loads that end at {@code all}. */
  private void work(double ready, double all, double queue, double work) {
    loaded = queue > 0 ? Math.max(all, ready + queue) : all;
    array = Math.max(ready + work, loaded);
    arrayCycles += work;
  }

  /** Divides and stores the output tile of a phase of Attend if the next one has another. */
  private void leave(int phase, int next) {
    int kind = Phase.kind(phase);
    double store = attend.cycles[PhaseFigures.STORE + kind];
    if (store > 0 && Phase.changes(next, attend.outputLoops)) {
      double ready = array;
      if ((phase & Phase.LAST_KEYS) != 0) {
        double division = attend.cycles[PhaseFigures.DIVISION + kind];
        laneCycles += division;
        lanes = Math.max(lanes, array) + division;
        ready = lanes;
      }
      stored = Math.max(stored, ready) + store;
    }
  }

  /** The lanes' work on the logits of a phase, rescaling of what the keys before gave included. */
  private double softmaxCycles(int phase) {
    double rows = shared.instances(phase) * shared.rows(phase);
    double logits = rows * shared.keys(phase);
    double operations = figures.operationsPerLogit * logits;
    double words = 3 * logits;
    if ((phase & Phase.FIRST_KEYS) == 0) {
      double columns = figures.extent[VALUE_DIM];
      operations += rows * (columns + 2);
      words += 2 * rows * columns;
    }
    return Math.max(operations * figures.cyclesPerLaneOperation, words * figures.portCyclesPerWord);
  }

  /**
   * Lets iterations of a loop go by, each at least as long as {@code each} says for what is last
   * done by the array, and otherwise as long as the work of one resource.
   */
  void skip(int iterations, Iteration each) {
    double work = iterations * each.arrayCycles;
    double turns = iterations * each.laneCycles;
    double loads = iterations * each.loadCycles;
    array += iterations * each.fromLogit;
    if (each.fromAttend > 0) {
      attendEnded += iterations * each.fromAttend;
      int kind = Phase.kind(last());
      array = Math.max(array, attendEnded + logit.cycles[PhaseFigures.WORK + kind]);
    } else {
      attendEnded += work;
    }
    logitEnded = array;
    // A division of the iteration before may come between, but the very first has none.
    for (int k = 0; k < RING; k++) {
      softmaxed[k] += iterations * each.softmaxCycles;
    }
    lanes = Math.max(lanes + turns, array + softmaxCycles(last()));
    softmaxed[phases - 1 & RING - 1] = lanes;
    loaded += loads;
    arrayCycles += work;
    softmaxCycles += iterations * each.softmaxCycles;
    laneCycles += turns;
    loadCycles += loads;
  }

  /** What an iteration in the middle of a loop adds at least: cycles. */
  static final class Iteration {
    /** From the end of its last phase of Logit to that of the next iteration. */
    double fromLogit;

    /** The same of Attend, where an iteration is one phase of each stage; else 0. */
    double fromAttend;

    double arrayCycles;
    double softmaxCycles;
    double laneCycles;
    double loadCycles;
  }
}
