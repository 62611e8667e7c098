package org.flatsearch.cost.loopnest.timeline;

import org.flatsearch.cost.loopnest.phase.InterleavedSteps;
import org.flatsearch.cost.loopnest.phase.Phase;
import org.flatsearch.cost.loopnest.phase.PhaseCycles;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;
import org.flatsearch.cost.loopnest.phase.StagePrefetch;
import org.flatsearch.cost.loopnest.tile.Figures;

/**
 * The loads that follow those of a phase in the queue, and how long they hold up the phase's steps
 * if these stream or wait for stores.
 *
 * <p>The channel serves in the order of request; of simultaneous requests, loads come before
 * streams before stores. A load is requested when the one before it has ended and its slot has been
 * left. A step requests its streams when it begins, so not before the previous step has received
 * all of its own. So if all loads up to one have been served before the streams of a step, and the
 * next load has a slot by then, that load is served before the streams of the next step. With each
 * step that streams, one more load is certain, up to the first that has no slot. The same holds for
 * a store that an output tile waits for, in place of streams.
 *
 * <p>Consider the time from the request of any load to the end of a phase whose streams follow it.
 * In this time the channel serves that load, the loads after it, and all streams of the phase;
 * {@link InterleavedSteps} says how much of the phase's work adds to that.
 *
 * <p>Which loads follow is certain from the phases that come next ({@link LoadQueue}); which of
 * these have slots, from the phases that are over ({@link SlotOrder}). Neither depends on how long
 * anything takes.
 */
final class BlockingLoads {
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  private final SlotOrder[] tiles = new SlotOrder[LoadQueue.TENSORS];
  private final SlotOrder queries = new SlotOrder();
  private final SlotOrder keys = new SlotOrder();
  private final SlotOrder values = new SlotOrder();
  private final boolean inPieces;
  private PhaseFigures logit;
  private PhaseFigures attend;

  /**
   * How many loads after those of the phases so far are certain to be served before the next
   * streams.
   */
  private int done;

  private int doneAtMark;

  // Of the phase at hand:

  /** Where its stage has what its steps add to interleaved loads; −1 if loads cannot hold it up. */
  private int interleaved;

  /**
   * Where its stage has that for the steps after its last load; −1 if loads cannot hold those up.
   */
  private int interleavedAfterLoads;

  /** The figures of its stage. */
  private PhaseFigures stage;

  /** How many steps later loads are certain because K comes in pieces: 0 or 1. */
  private int late;

  /** How many of {@link #loads} are its own: all or none. */
  private int ownListed;

  /** How many of {@link #loads} are served before it begins. */
  private int doneBefore;

  /**
   * How many of {@link #loads} are served before the streams of its first step; one more is certain
   * too.
   */
  private int certain;

  /** Whether it waits for loads of its own between its steps that {@link #loads} does not have. */
  private boolean waitsInside;

  /** Loads that follow and have slots. */
  private final UpcomingLoads loads = new UpcomingLoads();

  /** The number of phases that have ended. */
  private int phases;

  /** When stores that precede the streams of the second step have been requested. */
  private double storesRequested = NEVER;

  /** How long these stores take. */
  private double storeCycles;

  /** {@link #doneAhead()}. */
  private double doneAhead;

  BlockingLoads(Figures figures) {
    inPieces = figures.inversePieces < 1;
    tiles[LoadQueue.QUERIES] = queries;
    tiles[LoadQueue.KEYS] = keys;
    tiles[LoadQueue.VALUES] = values;
  }

  void use(PhaseFigures logit, PhaseFigures attend) {
    this.logit = logit;
    this.attend = attend;
    queries.use(logit.prefetch.input);
    keys.use(logit.prefetch.weight);
    values.use(attend.prefetch.weight);
  }

  /** Begins before the first phase. */
  void begin() {
    clear();
    queries.begin();
    keys.begin();
    values.begin();
  }

  /** Begins in the middle of a nest, with no load served ahead. */
  void beginInside() {
    clear();
    queries.beginFull();
    keys.beginFull();
    values.beginFull();
  }

  private void clear() {
    done = 0;
    phases = 0;
    loads.clear();
    forgetStores();
  }

  private void forgetStores() {
    storesRequested = NEVER;
    storeCycles = 0;
  }

  /** Sets the mark that {@link #beginAtMark} goes back to. */
  void mark() {
    doneAtMark = done;
    queries.mark();
    keys.mark();
    values.mark();
  }

  /** Goes back to the mark, knowing no times but the ends of the last phases. */
  void beginAtMark(PhaseSpan lastLogit, PhaseSpan lastAttend) {
    done = doneAtMark;
    queries.beginAtMark(lastLogit.ended);
    keys.beginAtMark(lastLogit.ended);
    values.beginAtMark(lastAttend.ended);
    forgetStores();
  }

  /** How many loads after those of the phases before the mark are certain to be served there. */
  int doneAtMark() {
    return doneAtMark;
  }

  /**
   * Skips iterations that take at least {@code time} together.
   *
   * @param doneAhead loads after those of its phases that are certain to be served at the end of
   *     each
   */
  void skip(double time, int doneAhead, PhaseSpan lastLogit, PhaseSpan lastAttend) {
    queries.skip(time, lastLogit.ended);
    keys.skip(time, lastLogit.ended);
    values.skip(time, lastAttend.ended);
    pass(doneAhead);
  }

  /** Skips iterations without knowing their time. */
  void pass(int doneAhead) {
    done = Math.min(done, doneAhead);
  }

  /**
   * Begins a phase, whose first loads have been served. If its first step begins with the first
   * piece of K, its streams may precede the load that follows, which then precedes the streams of
   * the second step.
   */
  void beginLogit(LoadQueue queue, int turn, int phase) {
    boolean queriesChange = queries.change(phase, logit.inputLoops);
    boolean keysChange = keys.change(phase, logit.weightLoops);
    boolean keysAreDone = done > (queriesChange ? 1 : 0);
    late = inPieces && keysChange && !keysAreDone ? 1 : 0;
    int first = (queriesChange ? 1 : 0) + (keysChange ? 1 : 0);
    stage = logit;
    begin(queue, turn, phase, first, queriesChange ? queries : null, keysChange ? keys : null);
  }

  /** Begins a phase of Attend. */
  void beginAttend(LoadQueue queue, int turn, int phase) {
    boolean valuesChange = values.change(phase, attend.weightLoops);
    late = 0;
    stage = attend;
    begin(queue, turn, phase, valuesChange ? 1 : 0, null, valuesChange ? values : null);
  }

  private void begin(
      LoadQueue queue, int turn, int phase, int first, SlotOrder input, SlotOrder weight) {
    StagePrefetch prefetch = stage.prefetch;
    int from = queue.first(turn);
    int own = queue.first(turn + 1) - from;
    findInterleaved(phase);
    boolean loadsInside = prefetch.loadsInside(phase);
    boolean listsOwn = false;
    if (loadsInside && interleaved >= 0 && prefetch.allAhead && !prefetch.waitsForStores(phase)) {
      listsOwn = list(queue, from, queue.known(turn), false) >= own;
    }
    doneBefore = listsOwn ? done : Math.max(0, done - own);
    certain = listsOwn ? Math.max(doneBefore, first) : doneBefore;
    ownListed = listsOwn ? own : 0;
    waitsInside = loadsInside && !listsOwn;
    done = prefetch.known ? Math.max(0, done - own) : 0;
    if (input != null) {
      input.take();
    }
    if (weight != null) {
      weight.take();
    }
    if (!listsOwn && (waitsInside ? interleavedAfterLoads : interleaved) >= 0) {
      list(queue, from + own, queue.known(turn + 1), waitsInside);
    }
  }

  private void findInterleaved(int phase) {
    if (!stage.prefetch.known) {
      interleaved = -1;
      interleavedAfterLoads = -1;
      return;
    }
    double[] cycles = stage.cycles;
    int at = PhaseCycles.atPhase(phase);
    boolean continues = stage == attend && (phase & Phase.FIRST_KEYS) == 0;
    int any = at + (continues ? PhaseCycles.LATER_INTERLEAVED : PhaseCycles.INTERLEAVED);
    int last =
        at
            + (continues
                ? PhaseCycles.LATER_INTERLEAVED_AFTER_LOADS
                : PhaseCycles.INTERLEAVED_AFTER_LOADS);
    interleaved = cycles[any] > 0 ? any : -1;
    interleavedAfterLoads = cycles[last] > 0 ? last : -1;
  }

  /**
   * Lists the loads from {@code from} up to {@code to}, or to the first without a slot.
   *
   * @param afterLast whether slots count that are left when the last load of the phase at hand has
   *     ended, rather than when the phase begins
   * @return how many loads have been listed
   */
  private int list(LoadQueue queue, int from, int to, boolean afterLast) {
    loads.clear();
    queries.look(afterLast && stage == logit);
    keys.look(afterLast && stage == logit);
    values.look(afterLast && stage == attend);
    int end = Math.min(to, from + UpcomingLoads.MOST);
    for (int load = from; load < end; load++) {
      SlotOrder ofTensor = tiles[queue.tensor(load)];
      if (!ofTensor.hasSlot()) {
        break;
      }
      loads.add(queue.cycles(load), ofTensor.left(), ofTensor.leftWith() == phases);
      ofTensor.next();
    }
    return loads.size;
  }

  /**
   * Ends a phase of Logit.
   *
   * @param next the next phase of the stage
   */
  void endLogit(PhaseSpan span, int next) {
    phases++;
    leave(queries, logit, logit.inputLoops, PhaseCycles.INPUT_AHEAD, span, next);
    leave(keys, logit, logit.weightLoops, PhaseCycles.WEIGHT_AHEAD, span, next);
  }

  /**
   * Ends a phase of Attend.
   *
   * @param next the next phase of the stage
   */
  void endAttend(PhaseSpan span, int next) {
    phases++;
    leave(values, attend, attend.weightLoops, PhaseCycles.WEIGHT_AHEAD, span, next);
  }

  private void leave(
      SlotOrder ofTensor, PhaseFigures stage, int loops, int ahead, PhaseSpan span, int next) {
    if (ofTensor.change(next, loops)) {
      int at = ahead + PhaseCycles.atPhase(span.phase);
      double first = span.began + stage.cycles[at + PhaseCycles.SLOT_LEFT];
      ofTensor.leave(first, span, phases);
    }
  }

  /** Says that stores precede the streams of the second step of the phase at hand. */
  void addStores(double requested, double stores) {
    storesRequested = requested;
    storeCycles = stores;
  }

  /**
   * Returns when the phase at hand ends, at least.
   *
   * @param loaded when its own loads have ended
   */
  double end(double loaded) {
    double end = NEVER;
    doneAhead = 0;
    if (waitsInside && interleavedAfterLoads >= 0) {
      end = endAfterLast(loaded);
      doneAhead = loads.sum(0, done);
    } else if (!waitsInside && interleaved >= 0) {
      end = endInterleaved(loaded);
      doneAhead = loads.sum(ownListed, ownListed + done);
    }
    if (storesComeFirst()) {
      end = Math.max(end, storesRequested + storeCycles + stage.cycles[interleaved + 1]);
    }
    forgetStores();
    return end;
  }

  /** Whether there are stores that precede the streams of the phase's second step. */
  private boolean storesComeFirst() {
    return storeCycles > 0 && interleaved >= 0 && stage.cycles[interleaved + 1] > 0;
  }

  /**
   * How long the channel has been serving loads that follow those of the phase at hand, at least,
   * when the phase ends: cycles.
   */
  double doneAhead() {
    return doneAhead;
  }

  /**
   * Returns the end where the load that follows the last one within the phase precedes later
   * streams.
   */
  private double endAfterLast(double loaded) {
    double[] cycles = stage.cycles;
    double end = NEVER;
    double loadsAfter = loaded;
    int most = Math.min(loads.size, InterleavedSteps.MOST_AFTER_LAST);
    for (int count = 1; count <= most && cycles[interleavedAfterLoads + count - 1] > 0; count++) {
      double left = cycles[interleavedAfterLoads + count - 1];
      loadsAfter += loads.cycles(count - 1);
      end = Math.max(end, loadsAfter + left);
      if (count == 1) {
        end = Math.max(end, loads.end(1, NEVER) + left);
      }
      done = Math.max(done, count);
    }
    return end;
  }

  private double endInterleaved(double loaded) {
    double[] cycles = stage.cycles;
    int at = interleaved;
    int steps = 1;
    while (steps < InterleavedSteps.MOST && cycles[at + steps] > 0) {
      steps++;
    }
    int sure = Math.min(loads.size, certain + steps - late);
    boolean storesFirst = storesComeFirst();
    double end = loads.endByLoadsJustRequested(doneBefore, cycles, at + late, steps - late - 1);
    boolean streamsFollow = doneBefore >= ownListed;
    double loadsEnd = NEVER;
    double loadsAfter = loaded;
    for (int count = 1; count <= sure; count++) {
      int hidden = Math.max(1, count - certain) + late;
      double most = cycles[at + hidden - 1];
      double withStores = storesFirst ? cycles[at + Math.max(hidden, 2) - 1] : 0;
      double longest = withStores > 0 ? Math.max(most, withStores + storeCycles) : most;
      loadsEnd = loads.end(count, loadsEnd);
      end = Math.max(end, loadsEnd + longest);
      if (count > ownListed) {
        loadsAfter += loads.cycles(count - 1);
        double left = streamsFollow ? most : afterLast(count - ownListed);
        end = Math.max(end, loadsAfter + left);
      }
    }
    done = Math.max(done, sure - ownListed);
    return end;
  }

  private double afterLast(int count) {
    boolean known = interleavedAfterLoads >= 0 && count <= InterleavedSteps.MOST_AFTER_LAST;
    return known ? stage.cycles[interleavedAfterLoads + count - 1] : 0;
  }
}
