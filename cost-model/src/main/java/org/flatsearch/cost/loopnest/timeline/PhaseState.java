package org.flatsearch.cost.loopnest.timeline;

import org.flatsearch.cost.loopnest.phase.PhaseCycles;
import org.flatsearch.cost.loopnest.phase.PhaseFigures;
import org.flatsearch.cost.loopnest.tile.Figures;

/**
 * When one core has finished what, at the end of a phase, at least: cycles.
 *
 * <p>It applies the walker's rules ({@code CriticalChains} numbers them) to whole phases. For each
 * phase, in the order of the array:
 *
 * <ol>
 *   <li>Its loads queue behind those of the phases before ({@link PhaseLoads}).
 *   <li>It begins when the array is free, the first tile of each tensor has arrived (of K, the
 *       first piece), its logits are softmaxed if it is a phase of Attend, and its output has a
 *       slot.
 *   <li>It does not end before its work is done; before what remains of its work when the first
 *       tile of K has arrived; before its last load; before {@link PhaseChannel} has served it;
 *       before the {@link BlockingLoads} that hold up its streams; and before the work on its last
 *       output tile, which waits for a slot.
 *   <li>The lanes do its softmax, or divide what is complete of its output; {@link PhaseStores}
 *       follows the stores.
 * </ol>
 *
 * <p>What is left out (most of the order in which the channel serves) can only delay. Each figure
 * is a maximum of sums of figures, so it never falls when one of these rises. And if all figures of
 * a state rise by the same time, so do all that follow.
 */
final class PhaseState {
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  private final boolean dramShared;
  private final PhaseSoftmax softmax;
  private final SoftmaxPass pass;
  private PhaseFigures logit;
  private PhaseFigures attend;
  private int logitSlots;

  /** The phases that are over and that come next. */
  final PhaseOrder order;

  /** The end of the last load. */
  private double loaded;

  /** The end of the last array work. */
  private double array;

  private final PhaseSpan lastLogit = new PhaseSpan();
  private final PhaseSpan lastAttend = new PhaseSpan();
  private final PhaseLanes lanes = new PhaseLanes();
  private final PhaseStores stores = new PhaseStores();
  private final PhaseChannel channel = new PhaseChannel();
  private final BlockingLoads blocking;
  private final PhaseSlots tileSlots;
  private final PhaseLoads loads;

  /** Array work since the last reset. */
  private double arrayCycles;

  // By point of PhaseIteration: when it was reached before some iterations and after them.
  private final double[] begun = new double[PhaseIteration.POINTS];
  private final double[] ended = new double[PhaseIteration.POINTS];

  PhaseState(Figures figures) {
    dramShared = figures.dramShared;
    order = new PhaseOrder(figures);
    blocking = order.blocking;
    softmax = new PhaseSoftmax(figures);
    pass = new SoftmaxPass(figures, softmax, stores);
    tileSlots = new PhaseSlots(dramShared);
    loads = new PhaseLoads(figures, channel, tileSlots, stores);
  }

  /** Begins another nest; {@link PhaseTimeline#cycles} explains the parameters. */
  void use(PhaseFigures logit, PhaseFigures attend, int logitSlots, double passReads) {
    this.logit = logit;
    this.attend = attend;
    this.logitSlots = logitSlots;
    softmax.use(logit, attend, logitSlots, passReads);
    pass.use(logit, attend);
    stores.use(attend);
    order.use(logit, attend, logitSlots);
    tileSlots.use(logit, attend);
    loads.use(logit, attend);
  }

  /** The set of points of {@link PhaseIteration} that an iteration has to be timed from. */
  int pointsThatMatter() {
    return PhaseIteration.pointsThatMatter(logit, attend, logitSlots, softmax.takesTime());
  }

  /** Begins before the first phase. */
  void begin() {
    order.phases = 0;
    reset(0);
    blocking.begin();
  }

  /** Begins at a {@code point} of {@link PhaseIteration}, at time 0, with nothing else known. */
  void beginAt(int point) {
    reset(Double.NEGATIVE_INFINITY);
    switch (point) {
      case PhaseIteration.SOFTMAX -> lanes.end = 0;
      case PhaseIteration.EARLIER_SOFTMAX -> {
        lanes.setSoftmaxed(order.phases - 2, 0);
        lanes.end = softmax.cycles(order.last());
      }
      case PhaseIteration.ATTEND -> {
        // The phase of Logit that follows is the last of the iteration.
        lastAttend.ended = 0;
        array = logit.work(order.last());
      }
      case PhaseIteration.LOGIT_BEGUN -> {
        lastLogit.begin(order.last(), 0);
        array = logit.work(order.last());
      }
      case PhaseIteration.ATTEND_BEGUN -> {
        int phase = order.phase(order.phases - 1 - logitSlots);
        lastAttend.begin(phase, 0);
        lastAttend.ended = attend.work(phase);
        array = lastAttend.ended + logit.work(order.last());
      }
      case PhaseIteration.STORED -> stores.beginAtStored();
      case PhaseIteration.LOADED -> {
        loaded = 0;
        array = 0;
      }
      default -> array = 0;
    }
    lastLogit.ended = array;
    lanes.end = Math.max(lanes.end, array + softmax.after(order.last()));
    lanes.setSoftmaxed(order.phases - 1, lanes.end);
    order.beginAtMark(lastLogit, lastAttend);
  }

  /** Writes when each point of {@link PhaseIteration} was last reached. */
  void reached(double[] points) {
    points[PhaseIteration.LOGIT] = array;
    points[PhaseIteration.ATTEND] = lastAttend.ended;
    points[PhaseIteration.LOADED] = loaded;
    points[PhaseIteration.STORED] = stores.outputStored;
    points[PhaseIteration.SOFTMAX] = lanes.softmaxed(order.phases - 1);
    points[PhaseIteration.EARLIER_SOFTMAX] = lanes.softmaxed(order.phases - 2);
    points[PhaseIteration.LOGIT_BEGUN] = lastLogit.began;
    points[PhaseIteration.ATTEND_BEGUN] = lastAttend.began;
  }

  private void reset(double time) {
    loaded = time;
    array = time;
    lastLogit.reset(time);
    lastAttend.reset(time);
    lanes.reset(time);
    stores.reset(time);
    channel.reset(time);
    tileSlots.reset(time);
    arrayCycles = 0;
  }

  /**
   * Does a phase of Logit, and before it the phase of Attend whose turn it is.
   *
   * @param line the phases, this one at {@code at}
   */
  void step(PhaseLine line, int at) {
    order.goTo(line, at);
    int phase = line.phase(at);
    if (order.phases >= logitSlots) {
      int number = order.phases - logitSlots;
      int next = logitSlots == 1 ? phase : order.phase(number + 1);
      order.beginAttend(order.phase(number));
      attend(number, next);
      order.lookAtStores(lastAttend, next, softmax);
    }
    order.beginLogit();
    logit(phase);
    order.endLogit(lastLogit);
    order.remember(phase);
  }

  /**
   * Does the remaining phases of Attend of {@code line}.
   *
   * @return when everything is done
   */
  double finish(PhaseLine line, int phaseAtStart) {
    for (int left = Math.min(logitSlots, order.phases); left > 0; left--) {
      int number = order.phases - left;
      order.goTo(line, number + logitSlots);
      order.beginAttend(order.phase(number));
      attend(number, left > 1 ? order.phase(number + 1) : phaseAtStart);
    }
    // No phase has ended before its last load.
    return Math.max(Math.max(array, channel.finish()), Math.max(lanes.end, stores.end()));
  }

  private void logit(int phase) {
    int at = PhaseCycles.atPhase(phase);
    double[] cycles = logit.cycles;
    loads.logit(phase, loaded, lastLogit);
    double ready = Math.max(array, loads.arrived);
    double between = cycles[PhaseCycles.BETWEEN + at];
    double work =
        Math.max(cycles[PhaseCycles.WORK + at] + between, cycles[PhaseCycles.CONFINED + at]);
    arrayCycles += work;
    lastLogit.begin(phase, ready);
    double queue = cycles[PhaseCycles.QUEUE + at];
    double loadsEnd = queue > 0 ? Math.max(loads.ended, ready + queue) : loads.ended;
    channel.logit(
        loads.served,
        cycles[PhaseCycles.STREAMS + at] + cycles[PhaseCycles.DUE + at],
        cycles[PhaseCycles.OWED + at] + softmax.onChannelOfLoads(phase));
    double held = heldUp(loadsEnd, cycles[PhaseCycles.AFTER_LOADS + at]);
    double worked = ready + Math.max(work, cycles[PhaseCycles.TURNS + at]);
    loaded = loadsEnd;
    double keys = loads.keysArrived;
    if (keys > NEVER) {
      // What is left to do when the first tile of K has arrived.
      double rest = cycles[PhaseCycles.AFTER_KEYS + at] + between;
      worked = Math.max(worked, keys + Math.max(rest, cycles[PhaseCycles.KEYS_TO_END + at]));
      double queueAfterKeys = cycles[PhaseCycles.QUEUE_AFTER_KEYS + at];
      loaded = queueAfterKeys > 0 ? Math.max(loadsEnd, keys + queueAfterKeys) : loadsEnd;
      held = Math.max(held, loaded);
    }
    array = Math.max(worked, held);
    lastLogit.ended = array;
    pass.follow(phase, order.next(), ready, loaded, array);
    lanes.softmax(order.phases, pass.begin, softmax.cycles(phase), pass.end);
  }

  /**
   * Returns when everything that holds up the phase at hand is over: the work after its last load,
   * the loads that follow in the queue, and the channel.
   *
   * @param loadsEnd the end of its last load
   * @param after the work after that
   */
  private double heldUp(double loadsEnd, double after) {
    double held = loadsEnd + after;
    double served = channel.end;
    if (order.looksAhead) {
      held = Math.max(held, blocking.end(loadsEnd));
      served += blocking.doneAhead();
    }
    return Math.max(held, served);
  }

  private void attend(int number, int next) {
    int phase = order.phase(number);
    int at = PhaseCycles.atPhase(phase);
    double[] cycles = attend.cycles;
    stores.begin(phase, next);
    boolean continues = stores.continues;
    loads.attend(phase, loaded, lanes.softmaxed(number), lastAttend);
    double ready = Math.max(array, loads.arrived);
    int queue = continues ? PhaseCycles.LATER_QUEUE : PhaseCycles.QUEUE;
    int work = continues ? PhaseCycles.LATER_WORK : PhaseCycles.WORK;
    int between = stores.completes ? PhaseCycles.BETWEEN_ON_LAST_KEYS : PhaseCycles.BETWEEN;
    int streams = continues ? PhaseCycles.LATER_STREAMS : PhaseCycles.STREAMS;
    int confined = continues ? PhaseCycles.LATER_CONFINED : PhaseCycles.CONFINED;
    double least = Math.max(cycles[work + at] + cycles[between + at], cycles[confined + at]);
    arrayCycles += least;
    lastAttend.begin(phase, ready);
    double queued = cycles[queue + at];
    loaded = queued > 0 ? Math.max(loads.ended, ready + queued) : loads.ended;
    double others = cycles[streams + at] + cycles[PhaseCycles.DUE + at];
    channel.attend(loads.served, others, attend.owed(at, stores.givesWay, dramShared));
    double held = heldUp(loaded, cycles[PhaseCycles.AFTER_LOADS + at]);
    double firstOutput = ready + cycles[PhaseCycles.FIRST_OUTPUT_WORK + at];
    double lastTile = stores.lastTile(ready, firstOutput, lanes.end);
    array = Math.max(Math.max(ready + least, lastTile), held);
    lastAttend.ended = array;
    order.endAttend(lastAttend, next);
    stores.leave(firstOutput, array, lanes);
  }

  /** Writes what has been done since this began at a point. */
  void describe(PhaseIteration iteration) {
    iteration.loadsAhead = order.doneAtMark();
    iteration.arrayCycles = arrayCycles;
    iteration.softmaxCycles = lanes.softmaxCycles;
    iteration.laneCycles = lanes.allCycles;
    iteration.loadCycles = channel.loadCycles;
    iteration.otherCycles = channel.otherCycles;
    iteration.owedCycles = channel.owed();
  }

  /**
   * Skips iterations of a loop. Together they take as long as {@code each} says from point to
   * point, and no less than the work of any resource.
   */
  void skip(int iterations, PhaseIteration each) {
    reached(begun);
    each.reach(begun, ended);
    double work = iterations * each.arrayCycles;
    double loadCycles = iterations * each.loadCycles;
    channel.skip(loadCycles, iterations * each.otherCycles, each.owedCycles);
    array = Math.max(ended[PhaseIteration.LOGIT], channel.end);
    lastLogit.ended = array;
    lastLogit.began = Math.max(lastLogit.began, ended[PhaseIteration.LOGIT_BEGUN]);
    lastAttend.ended = Math.max(lastAttend.ended + work, ended[PhaseIteration.ATTEND]);
    lastAttend.began = Math.max(lastAttend.began, ended[PhaseIteration.ATTEND_BEGUN]);
    loaded = Math.max(loaded + loadCycles, ended[PhaseIteration.LOADED]);
    stores.skipTo(ended[PhaseIteration.STORED]);
    lanes.skip(iterations * each.softmaxCycles, iterations * each.laneCycles);
    double earlier = lanes.softmaxed(order.phases - 2);
    lanes.setSoftmaxed(order.phases - 2, Math.max(earlier, ended[PhaseIteration.EARLIER_SOFTMAX]));
    double last = Math.max(ended[PhaseIteration.SOFTMAX], array + softmax.after(order.last()));
    lanes.end = Math.max(lanes.end, last);
    lanes.setSoftmaxed(order.phases - 1, lanes.end);
    order.skip(work, each.loadsAhead, lastLogit, lastAttend);
    arrayCycles += work;
  }
}
