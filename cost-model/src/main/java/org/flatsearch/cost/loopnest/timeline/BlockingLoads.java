package org.flatsearch.cost.loopnest.timeline;

import org.flatsearch.cost.loopnest.phase.Phase;
import org.flatsearch.cost.loopnest.phase.PhaseCycles;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;
import org.flatsearch.cost.loopnest.phase.StagePrefetch;
import org.flatsearch.cost.loopnest.phase.StepsBesideLoads;
import org.flatsearch.cost.loopnest.tile.Figures;

/**
 * The loads that follow those of a phase in the queue, and how long they hold up its steps if these
 * stream or wait for stores.
 *
 * <p>The channel serves in the order of request, and of simultaneous requests loads before streams
 * before stores. A load is requested when the one before it has ended and its slot has been left. A
 * step requests its streams when it begins, so not before the step before it has got all of its
 * own. So if all loads up to one have been done before the streams of a step, and the next one has
 * a slot by then, that is done before the streams of the next step. With each step that streams one
 * more load is certain, up to the first that has no slot. The same goes for the store that an
 * output tile waits for.
 *
 * <p>From the request of any load to the end of a phase before the streams of whose steps it is
 * done, the channel does that load, those that follow, and all streams of the phase, and {@link
 * StepsBesideLoads} says what else.
 *
 * <p>Which loads follow is certain from the phases that come next ({@link LoadQueue}); which of
 * them have slots, from the phases that are over ({@link SlotOrder}). Nothing of that depends on
 * how long anything takes.
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

  /** Loads after those of the phases so far that are certain to be done before the next streams. */
  private int done;

  private int doneAtMark;

  // Of the phase at hand:

  /** Where its stage has what its steps add to loads; −1 if loads cannot hold it up. */
  private int beside;

  /** Where the same is of the steps from its last load on; −1 if loads cannot hold those up. */
  private int besideAfterLoads;

  /** What its stage does in each phase. */
  private PhaseFigures stage;

  /** By how many steps later loads are done because tiles of K come in pieces. */
  private int late;

  /** How many of the loads that are looked at are its own: all or none. */
  private int ownListed;

  /** How many of the loads that are looked at are done before it begins. */
  private int doneBefore;

  /** The same before the streams of its first step, but for one more. */
  private int certain;

  /** Whether it has other loads to wait for between its steps. */
  private boolean waitsInside;

  /** Loads that follow and have slots. */
  private final UpcomingLoads loads = new UpcomingLoads();

  /** Phases that have ended. */
  private int phases;

  /** When stores that come before the streams of the second step are requested. */
  private double storesRequested = NEVER;

  private double storeCycles;

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

  /** Before the first phase. */
  void begin() {
    clear();
    queries.begin();
    keys.begin();
    values.begin();
  }

  /** In the middle of a nest, with no load done ahead. */
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

  /** Says that {@link #beginAtMark} is to go back to here. */
  void mark() {
    doneAtMark = done;
    queries.mark();
    keys.mark();
    values.mark();
  }

  /** Goes back to the mark, but knows no times but the ends of the last phases. */
  void beginAtMark(PhaseSpan lastLogit, PhaseSpan lastAttend) {
    done = doneAtMark;
    queries.beginAtMark(lastLogit.ended);
    keys.beginAtMark(lastLogit.ended);
    values.beginAtMark(lastAttend.ended);
    forgetStores();
  }

  /** Loads beyond those of the phases before the mark that are certain to be done there. */
  int doneAtMark() {
    return doneAtMark;
  }

  /**
   * Lets iterations go by that take so much time at least.
   *
   * @param doneAhead loads that are certain to be done at the end of each
   */
  void skip(double time, int doneAhead, PhaseSpan lastLogit, PhaseSpan lastAttend) {
    queries.skip(time, lastLogit.ended);
    keys.skip(time, lastLogit.ended);
    values.skip(time, lastAttend.ended);
    pass(doneAhead);
  }

  /** The same whenever that is. */
  void pass(int doneAhead) {
    done = Math.min(done, doneAhead);
  }

  /**
   * A phase begins, for which its first loads are done. But if its step begins with the first piece
   * of K, its streams precede the load that follows: that is done before the second step's.
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

  /** The same of Attend. */
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
    setBeside(phase);
    boolean loadsInside = prefetch.loadsInside(phase);
    boolean listsOwn = false;
    if (loadsInside && beside >= 0 && prefetch.allAhead && !prefetch.waitsForStores(phase)) {
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
    if (!listsOwn && (waitsInside ? besideAfterLoads : beside) >= 0) {
      list(queue, from + own, queue.follow(turn), waitsInside);
    }
  }

  private void setBeside(int phase) {
    if (!stage.prefetch.known) {
      beside = -1;
      besideAfterLoads = -1;
      return;
    }
    double[] cycles = stage.cycles;
    int at = PhaseCycles.atPhase(phase);
    boolean continues = stage == attend && (phase & Phase.FIRST_KEYS) == 0;
    int any = at + (continues ? PhaseCycles.LATER_BESIDE : PhaseCycles.BESIDE);
    int last =
        at + (continues ? PhaseCycles.LATER_BESIDE_AFTER_LOADS : PhaseCycles.BESIDE_AFTER_LOADS);
    beside = cycles[any] > 0 ? any : -1;
    besideAfterLoads = cycles[last] > 0 ? last : -1;
  }

  /**
   * Looks at loads from one to another, up to the first without a slot; returns how many.
   *
   * @param afterLast whether that is when the last load of the phase at hand has been done, rather
   *     than when that begins
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
   * A phase has ended.
   *
   * @param next the next of its stage
   */
  void endLogit(PhaseSpan span, int next) {
    phases++;
    leave(queries, logit, logit.inputLoops, PhaseCycles.INPUT_AHEAD, span, next);
    leave(keys, logit, logit.weightLoops, PhaseCycles.WEIGHT_AHEAD, span, next);
  }

  /** The same of Attend. */
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

  /** Says that stores come before the streams of the second step of the phase at hand. */
  void addStores(double requested, double stores) {
    storesRequested = requested;
    storeCycles = stores;
  }

  /**
   * When the phase at hand ends, at least.
   *
   * @param loaded when its own loads have ended
   */
  double end(double loaded) {
    double end = NEVER;
    doneAhead = 0;
    if (waitsInside && besideAfterLoads >= 0) {
      end = endAfterLast(loaded);
      doneAhead = loads.sum(0, done);
    } else if (!waitsInside && beside >= 0) {
      end = endBeside(loaded);
      doneAhead = loads.sum(ownListed, ownListed + done);
    }
    if (storesComeFirst()) {
      end = Math.max(end, storesRequested + storeCycles + stage.cycles[beside + 1]);
    }
    forgetStores();
    return end;
  }

  /** Whether stores have been added that its second step waits for. */
  private boolean storesComeFirst() {
    return storeCycles > 0 && beside >= 0 && stage.cycles[beside + 1] > 0;
  }

  /**
   * What the channel has done of the loads that follow those of the phase at hand when that ends,
   * at least: cycles.
   */
  double doneAhead() {
    return doneAhead;
  }

  /** The load that follows the last one within a phase is done before the streams after that. */
  private double endAfterLast(double loaded) {
    double[] cycles = stage.cycles;
    double end = NEVER;
    double loadsAfter = loaded;
    int most = Math.min(loads.size, StepsBesideLoads.MOST_AFTER_LAST);
    for (int count = 1; count <= most && cycles[besideAfterLoads + count - 1] > 0; count++) {
      double left = cycles[besideAfterLoads + count - 1];
      loadsAfter += loads.cycles(count - 1);
      end = Math.max(end, loadsAfter + left);
      if (count == 1) {
        end = Math.max(end, loads.end(1, NEVER) + left);
      }
      done = Math.max(done, count);
    }
    return end;
  }

  private double endBeside(double loaded) {
    double[] cycles = stage.cycles;
    int at = beside;
    int steps = 1;
    while (steps < StepsBesideLoads.MOST && cycles[at + steps] > 0) {
      steps++;
    }
    int sure = Math.min(loads.size, certain + steps - late);
    boolean besideStores = storesComeFirst();
    double end = loads.endBesideNew(doneBefore, cycles, at + late, steps - late - 1);
    boolean streamsFollow = doneBefore >= ownListed;
    double loadsEnd = NEVER;
    double loadsAfter = loaded;
    for (int count = 1; count <= sure; count++) {
      int hidden = Math.max(1, count - certain) + late;
      double most = cycles[at + hidden - 1];
      double withStores = besideStores ? cycles[at + Math.max(hidden, 2) - 1] : 0;
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
    boolean known = besideAfterLoads >= 0 && count <= StepsBesideLoads.MOST_AFTER_LAST;
    return known ? stage.cycles[besideAfterLoads + count - 1] : 0;
  }
}
