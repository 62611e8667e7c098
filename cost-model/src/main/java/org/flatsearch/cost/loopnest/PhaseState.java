package org.flatsearch.cost.loopnest;

/**
 * When one core is done with what, at the end of a phase, at least: cycles.
 *
 * <p>The walker's rules, applied to whole phases ({@link CriticalChains} numbers them). For each
 * phase, in the order of the array:
 *
 * <ol>
 *   <li>its loads queue behind those of the phases before; the first load of a tensor also waits
 *       for its slot ({@link PhaseSlots}), the reload of sums for their store, logits from DRAM for
 *       their softmax pass;
 *   <li>it begins when the array is free, the first tile of each tensor has arrived (the first
 *       piece of one of K), its logits are softmaxed if it is one of Attend, and its output has a
 *       slot;
 *   <li>it ends when its work is done, all but a step's last piece of it after the first tile of K
 *       has arrived, not before its last load, nor before {@link PhaseChannel} is done with it, nor
 *       before the {@link LoadsAhead} of it that hold up its streams, and not before its last
 *       output tile, which waits for a slot, has been worked on;
 *   <li>the lanes do its softmax, or divide what is complete of its output; {@link PhaseStores} has
 *       the stores.
 * </ol>
 *
 * What is left out, most of the order in which the channel serves, can only delay. Each figure is a
 * maximum of sums of figures, so it never falls when one rises; and if all figures of a state rise
 * by some time, so do all that follow.
 */
final class PhaseState {
  /** Phases of Attend that may be left to do, rounded up to a power of two. */
  static final int RING = 4;

  private final Figures figures;
  private final QueueOrder order;
  private final PhaseSoftmax softmax;
  private PhaseFigures logit;
  private PhaseFigures attend;
  private int slots;
  private boolean keysAreInnermost;

  /** Phases of Logit done. */
  int phases;

  private final int[] ring = new int[RING];

  /** The end of the last load. */
  private double loaded;

  /** The end of the last array work. */
  private double array;

  private final PhaseSpan ofLogit = new PhaseSpan();
  private final PhaseSpan ofAttend = new PhaseSpan();
  private final PhaseLanes lanes = new PhaseLanes();
  private final PhaseStores stores = new PhaseStores();
  private final PhaseChannel channel = new PhaseChannel();
  private final LoadsAhead ahead = new LoadsAhead();
  private final PhaseSlots tileSlots = new PhaseSlots();

  // What has been done since this was reset.
  private double arrayCycles;

  /** By point of {@link PhaseIteration}: when it was reached. */
  private final double[] points = new double[PhaseIteration.POINTS];

  PhaseState(Figures figures, QuietRuns runs) {
    this.figures = figures;
    order = new QueueOrder(figures, runs, ahead, ofLogit, ofAttend);
    softmax = new PhaseSoftmax(figures);
  }

  /**
   * Takes up another nest.
   *
   * @param slots of the logits; 1 if they go through DRAM
   * @param passReads how often the softmax pass reads each logit from DRAM; 0 if they are on chip
   */
  void use(PhaseFigures logit, PhaseFigures attend, int slots, double passReads) {
    this.logit = logit;
    this.attend = attend;
    this.slots = slots;
    keysAreInnermost = logit.shared.keysAreInnermost();
    softmax.use(logit, passReads);
    order.use(logit, attend, !softmax.takesTime());
    tileSlots.use(logit, attend);
  }

  /** The points of {@link PhaseIteration} that an iteration has to be timed from, a bit each. */
  int pointsThatMatter() {
    return PhaseIteration.pointsThatMatter(attend, slots, softmax.takesTime());
  }

  /** Before the first phase. */
  void begin() {
    phases = 0;
    reset(0);
  }

  /** At a {@code point} of {@link PhaseIteration}, at time 0, of which nothing else is known. */
  void beginAt(int point) {
    reset(Double.NEGATIVE_INFINITY);
    switch (point) {
      case PhaseIteration.SOFTMAX -> lanes.end = 0;
      case PhaseIteration.EARLIER_SOFTMAX -> {
        lanes.setSoftmaxed(phases - 2, 0);
        lanes.end = softmax.cycles(last());
      }
      case PhaseIteration.ATTEND -> {
        // The phase of Logit after it, the last of the iteration.
        ofAttend.ended = 0;
        int kind = PhaseFigures.of(Phase.kind(last()));
        array = logit.cycles[PhaseFigures.WORK + kind] + logit.cycles[PhaseFigures.BETWEEN + kind];
      }
      case PhaseIteration.STORED -> stores.beginAtStored();
      case PhaseIteration.LOADED -> {
        loaded = 0;
        array = 0;
      }
      default -> array = 0;
    }
    ofLogit.ended = array;
    lanes.end = Math.max(lanes.end, array + softmax.after(last()));
    lanes.setSoftmaxed(phases - 1, lanes.end);
  }

  /** When {@code point} of {@link PhaseIteration} was last reached. */
  double reached(int point) {
    return switch (point) {
      case PhaseIteration.LOGIT -> array;
      case PhaseIteration.ATTEND -> ofAttend.ended;
      case PhaseIteration.LOADED -> loaded;
      case PhaseIteration.STORED -> stores.ofOutput;
      case PhaseIteration.SOFTMAX -> lanes.softmaxed(phases - 1);
      default -> lanes.softmaxed(phases - 2);
    };
  }

  private void reset(double time) {
    loaded = time;
    array = time;
    ofLogit.reset(time);
    ofAttend.reset(time);
    lanes.reset(time);
    stores.reset(time);
    channel.reset(time);
    tileSlots.reset(time);
    arrayCycles = 0;
  }

  /** The last phase of Logit. */
  private int last() {
    return phase(phases - 1);
  }

  /** Remembers a phase of Logit without doing it. */
  void remember(int phase) {
    ring[phases++ & RING - 1] = phase;
  }

  /**
   * Does a phase of Logit, and before it the one of Attend whose turn it is.
   *
   * @param following the next phase of Logit
   */
  void step(int phase, int following) {
    if (phases >= slots) {
      int number = phases - slots;
      int next = slots == 1 ? phase : phase(number + 1);
      int third = slots == 1 ? following : slots == 2 ? phase : phase(number + 2);
      order.lookPastAttend(phase, next, following);
      attend(number, next);
      order.lookPastLogit(phase, next, following, third);
    }
    logit(phase);
  }

  /** One of the last phases. */
  private int phase(int number) {
    return ring[number & RING - 1];
  }

  /** Does the phases of Attend that are left, and returns when all is done. */
  double finish(int phaseAtStart) {
    for (int left = Math.min(slots, phases); left > 0; left--) {
      attend(phases - left, left > 1 ? phase(phases - left + 1) : phaseAtStart);
    }
    double transferred = Math.max(loaded, channel.finish());
    return Math.max(Math.max(array, transferred), Math.max(lanes.end, stores.end()));
  }

  private void logit(int phase) {
    int kind = PhaseFigures.of(Phase.kind(phase));
    double[] cycles = logit.cycles;
    double ready = array;
    double keys = Double.NEGATIVE_INFINITY;
    double first = loaded;
    double all = loaded;
    if (Phase.changes(phase, logit.inputLoops)) {
      double begin = Math.max(loaded, tileSlots.forQueries(ofLogit));
      first = begin + cycles[PhaseFigures.INPUT + kind];
      ready = Math.max(ready, first);
      all = channel.load(begin, cycles[PhaseFigures.INPUTS + kind]);
    }
    if (Phase.changes(phase, logit.weightLoops)) {
      double begin = Math.max(first, tileSlots.forKeys(ofLogit));
      double latency = figures.latencyCycles;
      double words = cycles[PhaseFigures.WEIGHT + kind] - latency;
      ready = Math.max(ready, begin + latency + words * figures.inversePieces);
      keys = begin + latency + words;
      all = channel.load(Math.max(all, begin), cycles[PhaseFigures.WEIGHTS + kind]);
    }
    all = channel.load(all, cycles[PhaseFigures.BACK + kind]);
    double work = cycles[PhaseFigures.WORK + kind] + cycles[PhaseFigures.BETWEEN + kind];
    work = Math.max(work, cycles[PhaseFigures.CONFINED + kind]);
    ofLogit.begin(phase, ready);
    work(ready, all, cycles[PhaseFigures.QUEUE + kind], work);
    array = Math.max(array, ahead.take(cycles, PhaseFigures.BESIDE + kind, loaded));
    afterKeys(kind, keys);
    channel.logit(
        all,
        cycles[PhaseFigures.STREAMS + kind] + cycles[PhaseFigures.DUE + kind],
        cycles[PhaseFigures.OWED + kind] + softmax.onChannelOfLoads(phase));
    array = Math.max(array, channel.end);
    ofLogit.ended = array;
    lanes.softmax(phases, array + softmax.pause(phase), softmax.cycles(phase));
    remember(phase);
  }

  /** What is left to do in a phase of Logit when its first tile of K has arrived. */
  private void afterKeys(int kind, double arrived) {
    double[] cycles = logit.cycles;
    double work = cycles[PhaseFigures.AFTER_KEYS + kind] + cycles[PhaseFigures.BETWEEN + kind];
    double queue = cycles[PhaseFigures.QUEUE_AFTER_KEYS + kind];
    loaded = queue > 0 ? Math.max(loaded, arrived + queue) : loaded;
    array = Math.max(Math.max(array, loaded), arrived + work);
  }

  private void attend(int number, int next) {
    int phase = phase(number);
    int kind = PhaseFigures.of(Phase.kind(phase));
    double[] cycles = attend.cycles;
    boolean continues = (phase & Phase.FIRST_KEYS) == 0;
    boolean completes = (phase & Phase.LAST_KEYS) != 0;
    double ready = Math.max(array, lanes.softmaxed(number));
    double first = loaded;
    double all = loaded;
    double lastReload = loaded;
    if (Phase.changes(phase, attend.weightLoops)) {
      double begin = Math.max(loaded, tileSlots.forValues(ofAttend));
      first = begin + cycles[PhaseFigures.WEIGHT + kind];
      ready = Math.max(ready, first);
      all = channel.load(begin, cycles[PhaseFigures.WEIGHTS + kind]);
    }
    if (Phase.changes(phase, attend.outputLoops)) {
      double begin = Math.max(first, tileSlots.forOutputs(kind, stores.ofOutput));
      ready = Math.max(ready, begin);
      double reload = cycles[PhaseFigures.RELOAD + kind];
      if (continues && reload > 0) {
        if (keysAreInnermost) {
          begin = Math.max(begin, stores.ofFirstSums);
          lastReload = stores.ofOutput + cycles[PhaseFigures.LAST_RELOAD + kind];
        }
        first = begin + reload;
        ready = Math.max(ready, first);
        all = channel.load(Math.max(all, begin), cycles[PhaseFigures.RELOADS + kind]);
      }
    }
    if (Phase.changes(phase, attend.inputLoops)) {
      double begin = Math.max(first, lanes.softmaxed(number));
      begin = attend.slotsOfInput == 1 ? Math.max(begin, ofAttend.ended) : begin;
      ready = Math.max(ready, begin + cycles[PhaseFigures.INPUT + kind]);
      all = channel.load(Math.max(all, begin), cycles[PhaseFigures.INPUTS + kind]);
    }
    double statistics = cycles[PhaseFigures.STATISTICS + kind];
    if (statistics > 0) {
      double begin = attend.oneSlotStatistics ? Math.max(first, stores.ofStatistics) : first;
      ready = attend.oneSlotStatistics ? Math.max(ready, stores.ofStatistics) : ready;
      if (continues) {
        ready = Math.max(ready, begin + statistics);
        all = channel.load(Math.max(all, begin), statistics);
      }
    }
    all = channel.load(all, cycles[PhaseFigures.BACK + kind]);
    int queue = continues ? PhaseFigures.LATER_QUEUE : PhaseFigures.QUEUE;
    int work = continues ? PhaseFigures.LATER_WORK : PhaseFigures.WORK;
    int between = completes ? PhaseFigures.LAST_BETWEEN : PhaseFigures.BETWEEN;
    int streams = continues ? PhaseFigures.LATER_STREAMS : PhaseFigures.STREAMS;
    int confined = continues ? PhaseFigures.LATER_CONFINED : PhaseFigures.CONFINED;
    int beside = continues ? PhaseFigures.LATER_BESIDE : PhaseFigures.BESIDE;
    double loads = Math.max(all, lastReload);
    double least = Math.max(cycles[work + kind] + cycles[between + kind], cycles[confined + kind]);
    ofAttend.begin(phase, ready);
    work(ready, loads, cycles[queue + kind], least);
    array = Math.max(array, ahead.take(cycles, beside + kind, loaded));
    double others = cycles[streams + kind] + cycles[PhaseFigures.DUE + kind];
    channel.attend(all, others, owed(kind, next));
    array = Math.max(array, channel.end);
    double firstOutput = ready + cycles[PhaseFigures.FIRST + kind];
    waitForSlots(kind, ready, firstOutput, continues, completes);
    ofAttend.ended = array;
    leave(kind, firstOutput, Phase.changes(next, attend.outputLoops), completes);
  }

  /** Stores on the channel of the loads that follow a phase of Attend and precede the next. */
  private double owed(int kind, int next) {
    double[] cycles = attend.cycles;
    double output = Phase.changes(next, attend.outputLoops) ? cycles[PhaseFigures.OWED + kind] : 0;
    boolean statistics = figures.dramShared && attend.oneSlotStatistics;
    return statistics ? output + cycles[PhaseFigures.STATISTICS_STORE + kind] : output;
  }

  /** Array work that begins at {@code ready}, with loads that end at {@code all}. */
  private void work(double ready, double all, double queue, double work) {
    loaded = queue > 0 ? Math.max(all, ready + queue) : all;
    array = Math.max(ready + work, loaded);
    arrayCycles += work;
  }

  /**
   * The last output tile of a phase of Attend waits for those that had its slot before, and for the
   * stores of others and the divisions before them, the first of which may begin at {@code first}.
   */
  private void waitForSlots(
      int kind, double ready, double first, boolean continues, boolean completes) {
    double turns = attend.cycles[PhaseFigures.TURNS + kind];
    if (turns > 0) {
      turns += continues ? attend.cycles[PhaseFigures.TURN_RELOADS + kind] : 0;
      turns += completes ? attend.cycles[PhaseFigures.TURN_DIVISIONS + kind] : 0;
      array = Math.max(array, ready + turns);
    }
    double divisions = attend.cycles[PhaseFigures.SLOT_DIVISIONS + kind];
    if (completes && divisions > 0) {
      array = Math.max(array, Math.max(lanes.end, first) + divisions);
    }
    double stored = attend.cycles[PhaseFigures.SLOT_STORES + kind];
    if (stored > 0) {
      array = Math.max(array, Math.max(stores.free(completes), first) + stored);
    }
  }

  /**
   * What leaves in a phase of Attend is divided, if it is complete, and stored.
   *
   * @param givesWay whether the next phase has another output tile than the last one of this
   */
  private void leave(int kind, double first, boolean givesWay, boolean completes) {
    double[] cycles = attend.cycles;
    double last = givesWay ? cycles[PhaseFigures.STORE + kind] : 0;
    double all = Math.max(last, cycles[PhaseFigures.STORES + kind]);
    double statistics = cycles[PhaseFigures.STATISTICS_STORE + kind];
    if (completes) {
      double division = givesWay ? cycles[PhaseFigures.DIVISION + kind] : 0;
      lanes.divide(first, cycles[PhaseFigures.DIVISIONS + kind], array, division);
      stores.complete(array, statistics, lanes.end, last, all);
    } else {
      double firstStore = cycles[PhaseFigures.FIRST_STORE + kind];
      stores.sums(first, firstStore, array, last, all, statistics);
    }
  }

  /** Says what has been done since this began at a point. */
  void describe(PhaseIteration iteration) {
    tileSlots.describe(iteration);
    iteration.arrayCycles = arrayCycles;
    iteration.softmaxCycles = lanes.softmaxCycles;
    iteration.laneCycles = lanes.allCycles;
    iteration.loadCycles = channel.loadCycles;
    iteration.otherCycles = channel.otherCycles;
  }

  /**
   * Lets iterations of a loop go by, each as long as {@code each} says from point to point, and no
   * shorter than the work of one resource.
   */
  void skip(int iterations, PhaseIteration each) {
    for (int point = 0; point < PhaseIteration.POINTS; point++) {
      points[point] = reached(point);
    }
    tileSlots.skip(iterations, each, ofLogit, ofAttend);
    double work = iterations * each.arrayCycles;
    double loads = iterations * each.loadCycles;
    channel.skip(loads, iterations * each.otherCycles);
    array = Math.max(each.reach(PhaseIteration.LOGIT, points, iterations), channel.end);
    ofLogit.ended = array;
    double attended = each.reach(PhaseIteration.ATTEND, points, iterations);
    ofAttend.ended = Math.max(ofAttend.ended + work, attended);
    loaded = Math.max(loaded + loads, each.reach(PhaseIteration.LOADED, points, iterations));
    stores.skipTo(each.reach(PhaseIteration.STORED, points, iterations));
    lanes.skip(iterations * each.softmaxCycles, iterations * each.laneCycles);
    double earlier = each.reach(PhaseIteration.EARLIER_SOFTMAX, points, iterations);
    lanes.setSoftmaxed(phases - 2, Math.max(lanes.softmaxed(phases - 2), earlier));
    double softmaxed = each.reach(PhaseIteration.SOFTMAX, points, iterations);
    lanes.end = Math.max(Math.max(lanes.end, softmaxed), array + softmax.after(last()));
    lanes.setSoftmaxed(phases - 1, lanes.end);
    ofLogit.began += work;
    ofAttend.began += work;
    arrayCycles += work;
  }
}
