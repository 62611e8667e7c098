package org.flatsearch.cost.loopnest;

import org.flatsearch.schedule.Residency;

/**
 * The loads that follow those of a phase in the queue, and how long they hold up its steps if these
 * stream.
 *
 * <p>The channel serves in the order of request, and of simultaneous requests loads before streams
 * before stores. A load is requested when the one before it has ended and its slot has been left. A
 * step requests its streams when it begins, so not before the step before it has got all of its
 * own. So if all loads up to one have been done before the streams of a step, and the next one has
 * a slot by then, that is done before the streams of the next step. With each step that streams one
 * more load is certain, up to the first that has no slot.
 *
 * <p>From the request of any load to the end of a phase before the streams of whose steps it is
 * done, the channel does that load, those that follow, and all streams of the phase, and {@link
 * StepsBesideLoads} says what else.
 *
 * <p>Which loads follow is certain from the phases that come next, in the order of the array; which
 * of them have slots, from the phases that are over ({@link TilesAhead}). Nothing of that depends
 * on how long anything takes.
 */
final class LoadsAhead {
  /** Phases of a stage with loads that are looked at: as many as any tensor has slots. */
  static final int PHASES = 3;

  /** Phases that are looked at, at most: many have no loads where tiles are held for long. */
  int mostPhases = 100;

  private static final double NEVER = Double.NEGATIVE_INFINITY;

  private final TilesAhead queries = new TilesAhead();
  private final TilesAhead keys = new TilesAhead();
  private final TilesAhead values = new TilesAhead();
  private final boolean inPieces;
  private PhaseFigures logit;
  private PhaseFigures attend;

  /** Loads of the phases so far. */
  private int own;

  /** Loads that are certain to be done before the next streams. */
  private int done;

  /** By how many steps later that may be because tiles of K come in pieces. */
  private int late;

  /** How many of the loads that are looked at are the phase's own: all or none. */
  private int ownListed;

  /** How many of the loads that are looked at are done before the phase begins. */
  private int doneBefore;

  /** The same before the streams of its first step, but for one more. */
  private int certain;

  /** Whether it is known which loads the phase at hand has. */
  private boolean isKnown;

  /** Whether the phase at hand has other loads to wait for between its steps. */
  private boolean waitsInside;

  private int aheadAtMark;

  /** Loads that follow and have slots. */
  private final UpcomingLoads loads = new UpcomingLoads();

  // Phases that may still be looked at: all, and those with loads.
  private int phasesLeft;
  private int logitsLeft;
  private int attendsLeft;

  /** Phases that have ended. */
  private int phases;

  /** When a store that comes before the streams of the second step is requested. */
  private double storeRequested = NEVER;

  private double storeCycles;

  LoadsAhead(Figures figures) {
    inPieces = figures.inversePieces < 1;
  }

  void use(PhaseFigures logit, PhaseFigures attend) {
    this.logit = logit;
    this.attend = attend;
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
    own = 0;
    done = 0;
    loads.clear();
    forgetStore();
  }

  private void forgetStore() {
    storeRequested = NEVER;
    storeCycles = 0;
  }

  /** Says that {@link #beginAtMark} is to go back to here. */
  void mark() {
    aheadAtMark = done - own;
    queries.mark();
    keys.mark();
    values.mark();
  }

  /** Goes back to the mark, but knows no times but the ends of the last phases. */
  void beginAtMark(PhaseSpan lastLogit, PhaseSpan lastAttend) {
    done = own + aheadAtMark;
    queries.beginAtMark(lastLogit.ended);
    keys.beginAtMark(lastLogit.ended);
    values.beginAtMark(lastAttend.ended);
    forgetStore();
  }

  /** Loads beyond those of the phases before the mark that are certain to be done there. */
  int aheadAtMark() {
    return aheadAtMark;
  }

  /**
   * Lets iterations go by that take so much time at least.
   *
   * @param ahead loads that are certain to be done at the end of each
   */
  void skip(double time, int ahead, PhaseSpan lastLogit, PhaseSpan lastAttend) {
    queries.skip(time, lastLogit.ended);
    keys.skip(time, lastLogit.ended);
    values.skip(time, lastAttend.ended);
    done = own + Math.min(done - own, ahead);
  }

  /**
   * A phase begins, for which its first loads are done. But if its step begins with the first piece
   * of K, its streams precede the load that follows: that is done before the second step's.
   */
  void beginLogit(int phase) {
    boolean queriesChange = logit.queued.input.slots > 0 && Phase.changes(phase, logit.inputLoops);
    boolean keysChange = logit.queued.weight.slots > 0 && Phase.changes(phase, logit.weightLoops);
    boolean keysAreDone = done - own > (queriesChange ? 1 : 0);
    late = inPieces && keysChange && !keysAreDone ? 1 : 0;
    int first = (queriesChange ? 1 : 0) + (keysChange ? 1 : 0);
    begin(logit, phase, queries, keys, first);
  }

  /** The same of Attend. */
  void beginAttend(int phase) {
    boolean valuesChange =
        attend.queued.weight.slots > 0 && Phase.changes(phase, attend.weightLoops);
    late = 0;
    begin(attend, phase, queries, values, valuesChange ? 1 : 0);
  }

  private void begin(
      PhaseFigures phases, int phase, TilesAhead inputTiles, TilesAhead weightTiles, int first) {
    QueuedLoads queued = phases.queued;
    boolean waits = queued.waits(phase);
    boolean loadsInside = waits ? queued.loadsInsideLater : queued.loadsInside;
    boolean listsOwn = false;
    if (loadsInside) {
      look();
      listsOwn = add(phases, phase, inputTiles, weightTiles);
    }
    doneBefore = done - own;
    int taken = take(phases, phase, inputTiles, weightTiles);
    own += taken;
    if (listsOwn) {
      ownListed = loads.size;
      certain = Math.max(doneBefore, first);
    } else {
      look();
      ownListed = 0;
      doneBefore = Math.max(0, doneBefore - taken);
      certain = doneBefore;
    }
    waitsInside = loadsInside && !listsOwn;
    isKnown = queued.known;
    done = isKnown ? Math.max(done, own) : own;
  }

  /** A phase of Logit begins whose streams, if any, no load can hold up. */
  void passLogit(int phase) {
    pass(logit, phase, queries, keys);
  }

  /** The same of Attend. */
  void passAttend(int phase) {
    pass(attend, phase, queries, values);
  }

  private void pass(PhaseFigures phases, int phase, TilesAhead inputTiles, TilesAhead weightTiles) {
    own += take(phases, phase, inputTiles, weightTiles);
    isKnown = false;
    done = phases.queued.known ? Math.max(done, own) : own;
  }

  /** Takes the tiles of a phase; returns how many loads {@link #add} has of it. */
  private static int take(
      PhaseFigures phases, int phase, TilesAhead inputTiles, TilesAhead weightTiles) {
    QueuedLoads queued = phases.queued;
    int loads = 0;
    if (queued.input.slots > 0 && Phase.changes(phase, phases.inputLoops)) {
      inputTiles.take(queued.input.tiles);
      loads += queued.waits(phase) ? 1 : queued.input.free;
    }
    if (queued.weight.slots > 0 && Phase.changes(phase, phases.weightLoops)) {
      weightTiles.take(queued.weight.tiles);
      loads += queued.waits(phase) ? 1 : queued.weight.free;
    }
    return loads;
  }

  /**
   * A phase has ended.
   *
   * @param next the next of its stage
   */
  void endLogit(PhaseSpan span, int next) {
    phases++;
    leave(
        logit.queued.input, queries, logit, logit.inputLoops, PhaseFigures.INPUT_AHEAD, span, next);
    leave(
        logit.queued.weight, keys, logit, logit.weightLoops, PhaseFigures.WEIGHT_AHEAD, span, next);
  }

  /** The same of Attend. */
  void endAttend(PhaseSpan span, int next) {
    phases++;
    leave(
        attend.queued.weight,
        values,
        attend,
        attend.weightLoops,
        PhaseFigures.WEIGHT_AHEAD,
        span,
        next);
  }

  private void leave(
      QueuedTensor tensor,
      TilesAhead tiles,
      PhaseFigures phases,
      int loops,
      int ahead,
      PhaseSpan span,
      int next) {
    if (tensor.slots > 0 && Phase.changes(next, loops)) {
      int at = ahead + PhaseFigures.of(Phase.kind(span.phase));
      double first = span.began + phases.cycles[at + PhaseFigures.SLOT_LEFT];
      boolean inOrder = tensor.free > 1;
      tiles.leave(
          tensor.tiles,
          inOrder ? first : NEVER,
          inOrder ? span.began : NEVER,
          span.ended,
          this.phases);
    }
  }

  /** Begins to look at what follows. */
  private void look() {
    loads.clear();
    phasesLeft = mostPhases;
    logitsLeft = PHASES;
    attendsLeft = PHASES;
    queries.look();
    keys.look();
    values.look();
  }

  /** Passes phases without loads; returns whether as many may be looked at. */
  boolean pass(int quiet) {
    phasesLeft -= quiet;
    return phasesLeft >= 0;
  }

  /** Adds the loads of the next phase; returns whether those that follow are known. */
  boolean addLogit(int phase) {
    boolean loads = Phase.changes(phase, logit.inputLoops | logit.weightLoops);
    logitsLeft -= loads ? 1 : 0;
    return logitsLeft >= 0 && add(logit, phase, queries, keys);
  }

  /** The same of one of Attend. */
  boolean addAttend(int phase) {
    boolean loads = Phase.changes(phase, attend.inputLoops | attend.weightLoops);
    attendsLeft -= loads ? 1 : 0;
    return attendsLeft >= 0 && add(attend, phase, queries, values);
  }

  private boolean add(
      PhaseFigures phases, int phase, TilesAhead inputTiles, TilesAhead weightTiles) {
    QueuedLoads queued = phases.queued;
    if (phasesLeft-- == 0 || !queued.known) {
      return false;
    }
    int kind = PhaseFigures.of(Phase.kind(phase));
    double[] figures = phases.cycles;
    boolean input = queued.input.slots > 0 && Phase.changes(phase, phases.inputLoops);
    boolean weight = queued.weight.slots > 0 && Phase.changes(phase, phases.weightLoops);
    boolean known =
        (!input || add(queued.input, inputTiles, figures[PhaseFigures.INPUT + kind]))
            && (!weight || add(queued.weight, weightTiles, figures[PhaseFigures.WEIGHT + kind]));
    known &= !queued.waits(phase);
    for (int tile = 2; known && tile <= Residency.MAX_SLOTS; tile++) {
      known =
          (!input
                  || addOther(
                      queued.input, inputTiles, tile, figures, PhaseFigures.INPUT_AHEAD + kind))
              && (!weight
                  || addOther(
                      queued.weight, weightTiles, tile, figures, PhaseFigures.WEIGHT_AHEAD + kind));
    }
    return known && queued.lets;
  }

  private boolean addOther(
      QueuedTensor tensor, TilesAhead tiles, int tile, double[] figures, int at) {
    boolean last = tile == tensor.free;
    return tile > tensor.free
        || add(tensor, tiles, figures[last ? at + PhaseFigures.LAST_AHEAD : at]);
  }

  /** Adds a load; returns whether there is a slot for it. */
  private boolean add(QueuedTensor tensor, TilesAhead tiles, double load) {
    if (loads.isFull() || !tiles.hasSlot(tensor.slots)) {
      return false;
    }
    boolean isNew = tiles.leftWith(tensor.slots) == phases;
    loads.add(load, tiles.left(tensor.slots), isNew);
    tiles.next();
    return true;
  }

  /** Says that a store comes before the streams of the second step of the phase at hand. */
  void addStore(double requested, double store) {
    storeRequested = requested;
    storeCycles = store;
  }

  /**
   * When the phase at hand ends, at least.
   *
   * @param figures those of its stage
   * @param kind where those of its kind are
   * @param continues whether it continues sums
   * @param loaded when its own loads have ended
   */
  double end(double[] figures, int kind, boolean continues, double loaded) {
    int at = kind + (continues ? PhaseFigures.LATER_BESIDE : PhaseFigures.BESIDE);
    int last = kind + (continues ? PhaseFigures.LATER_LAST_BESIDE : PhaseFigures.LAST_BESIDE);
    double end = NEVER;
    if (figures[at] > 0 && isKnown) {
      end = waitsInside ? endAfterLast(figures[last], loaded) : end(figures, at, last, loaded);
    }
    forgetStore();
    return end;
  }

  /** The load that follows the last one within a phase is done before the streams after that. */
  private double endAfterLast(double streams, double loaded) {
    if (streams == 0 || loads.size == 0) {
      return NEVER;
    }
    done = Math.max(done, own + 1);
    return Math.max(loads.end(1, streams), loaded + loads.sum(0, 1) + streams);
  }

  private double end(double[] figures, int at, int last, double loaded) {
    int steps = 1;
    while (steps < StepsBesideLoads.MOST && figures[at + steps] > 0) {
      steps++;
    }
    int sure = Math.min(loads.size, certain + steps - late);
    boolean besideStore = storeCycles > 0 && figures[at + 1] > 0;
    double end = loads.endBesideNew(doneBefore, figures, at + late, steps - late - 1);
    if (besideStore) {
      end = Math.max(end, storeRequested + storeCycles + figures[at + 1]);
    }
    boolean streamsFollow = doneBefore >= ownListed;
    for (int count = 1; count <= sure; count++) {
      int hidden = Math.max(1, count - certain) + late;
      double beside = figures[at + hidden - 1];
      double withStore = besideStore ? figures[at + Math.max(hidden, 2) - 1] : 0;
      double most = withStore > 0 ? Math.max(beside, withStore + storeCycles) : beside;
      end = Math.max(end, loads.end(count, most));
      if (count > ownListed) {
        double streams = streamsFollow ? beside : figures[last];
        end = Math.max(end, loaded + loads.sum(ownListed, count) + streams);
      }
    }
    done = Math.max(done, own - ownListed + sure);
    return end;
  }
}
