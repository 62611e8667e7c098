package org.flatsearch.cost.loopnest;

/**
 * The loads that follow those of a phase in the queue, and how long they hold up its steps if these
 * stream.
 *
 * <p>The channel serves in the order of request, and of simultaneous requests loads before streams
 * before stores. A load is requested when the one before it has ended and its slot has been left. A
 * step requests its streams when it begins, so not before the step before it has got all of its
 * own. So of loads whose slots have been left before a phase begins, and that follow its own, at
 * least one comes before the streams of its first step, the next before those of its second, and so
 * on. From the request of any of them to the end of the phase, the channel does that load, those
 * that follow, and all streams of the phase, and {@link StepsBesideLoads} says what else.
 *
 * <p>Which loads these are: first those of the next phase, which is one of the other stage, for the
 * phase before that has ended; then those of the phase after it, if they do not take the slot that
 * this phase uses; then those of the phase after that.
 */
final class LoadsAhead {
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  private int size;

  /** By load: cycles. */
  private final double[] cycles = new double[StepsBesideLoads.MOST];

  /** By load: when its slot is left, if no earlier load may have come since; else never. */
  private final double[] left = new double[StepsBesideLoads.MOST];

  /** When one of the loads of a {@linkplain QuietRuns quiet run} has been done at least. */
  private double quiet = NEVER;

  /** When a store that comes before the streams of the second step is requested. */
  private double storeRequested = NEVER;

  private double storeCycles;

  private void clear() {
    size = 0;
    quiet = NEVER;
    storeRequested = NEVER;
    storeCycles = 0;
  }

  /**
   * Adds the loads of the next phase.
   *
   * @param phases its stage
   * @param phase what it is
   * @param last the phase of its stage that is over
   * @return whether the loads that follow are known
   */
  boolean addNext(PhaseFigures phases, int phase, PhaseSpan last) {
    if (!phases.queued.known) {
      return false;
    }
    int kind = PhaseFigures.of(Phase.kind(phase));
    int lastKind = PhaseFigures.of(Phase.kind(last.phase));
    double ended = last.ended;
    QueuedLoads queued = phases.queued;
    boolean input = Phase.changes(phase, phases.inputLoops) && queued.input.slots > 0;
    boolean weight = Phase.changes(phase, phases.weightLoops);
    if (input) {
      double freed =
          last.began + phases.cycles[PhaseFigures.INPUT_AHEAD + PhaseFigures.SLOT_LEFT + lastKind];
      addFirst(queued.input, phases.cycles[PhaseFigures.INPUT + kind], freed, ended);
    }
    if (weight) {
      double freed =
          last.began + phases.cycles[PhaseFigures.WEIGHT_AHEAD + PhaseFigures.SLOT_LEFT + lastKind];
      addFirst(queued.weight, phases.cycles[PhaseFigures.WEIGHT + kind], freed, ended);
    }
    if (input) {
      addOthers(queued.input, phases.cycles, PhaseFigures.INPUT_AHEAD + kind, last);
    }
    if (weight) {
      addOthers(queued.weight, phases.cycles, PhaseFigures.WEIGHT_AHEAD + kind, last);
    }
    return queued.lets;
  }

  private void addFirst(QueuedTensor tensor, double load, double freed, double ended) {
    double slotLeft = tensor.free > 1 ? freed : ended;
    add(load, tensor.followsLastStep ? slotLeft : NEVER);
  }

  private void addOthers(QueuedTensor tensor, double[] cycles, int at, PhaseSpan last) {
    for (int tile = 2; tile < tensor.free; tile++) {
      add(cycles[at], NEVER);
    }
    if (tensor.free > 1) {
      double left = tensor.hasSlotToSpare() ? last.began : NEVER;
      left = tensor.followsLastStep ? last.ended : left;
      add(cycles[at + PhaseFigures.LAST_AHEAD], left);
    }
  }

  /**
   * Adds the loads of the phase after the next.
   *
   * @param phases its stage, that of the phase at hand
   * @return whether the loads that follow are known
   */
  boolean addAfterNext(PhaseFigures phases, int phase) {
    return addLater(phases, phase, NEVER, NEVER)
        && phases.queued.lets
        && !phases.queued.changesInside;
  }

  /**
   * Adds the loads of the phase after those.
   *
   * @param phases its stage, that of the next phase
   * @param next the next phase
   * @param ended when the phase of that stage ended that is over
   */
  void addThird(PhaseFigures phases, int next, int phase, double ended) {
    if (!phases.queued.changesInside || phases.queued.hasSlotToSpare()) {
      double ofInput = Phase.changes(next, phases.inputLoops) ? ended : NEVER;
      double ofWeight = Phase.changes(next, phases.weightLoops) ? ended : NEVER;
      addLater(phases, phase, ofInput, ofWeight);
    }
  }

  /**
   * Adds first loads of a phase that is not the next of its stage, if they have the slots for it;
   * with two, or one to spare, the time is given at which the slot is left.
   */
  private boolean addLater(PhaseFigures phases, int phase, double ofInput, double ofWeight) {
    if (phase == Phase.UNKNOWN || !phases.queued.known) {
      return false;
    }
    int kind = PhaseFigures.of(Phase.kind(phase));
    double input = phases.cycles[PhaseFigures.INPUT + kind];
    double weight = phases.cycles[PhaseFigures.WEIGHT + kind];
    return (!Phase.changes(phase, phases.inputLoops)
            || addLater(phases.queued.input, input, ofInput))
        && (!Phase.changes(phase, phases.weightLoops)
            || addLater(phases.queued.weight, weight, ofWeight));
  }

  /** Adds such a load; returns whether there is a slot for it. */
  private boolean addLater(QueuedTensor tensor, double load, double slotLeft) {
    if (tensor.slots < 2) {
      return false;
    }
    boolean takesThatSlot = tensor.slots == 2 || tensor.hasSlotToSpare();
    add(load, takesThatSlot ? slotLeft : NEVER);
    return true;
  }

  private void add(double load, double slotLeft) {
    if (size < StepsBesideLoads.MOST) {
      cycles[size] = load;
      left[size] = slotLeft;
      size++;
    }
  }

  /** Says when one of the loads of a quiet run has been done, before the second step's streams. */
  void addQuiet(double done) {
    quiet = done;
  }

  /** Says that a store comes before the streams of the second step. */
  void addStore(double requested, double store) {
    storeRequested = requested;
    storeCycles = store;
  }

  /**
   * When the phase at hand ends, at least; forgets what has been added.
   *
   * @param figures those of its stage
   * @param at where {@link PhaseFigures#BESIDE} is for its kind
   * @param loaded when its own loads have ended
   */
  double take(double[] figures, int at, double loaded) {
    double end = NEVER;
    if (figures[at] > 0) {
      end = end(figures, at, loaded);
    }
    clear();
    return end;
  }

  private double end(double[] figures, int at, double loaded) {
    double end = Math.max(quiet, storeRequested + storeCycles) + figures[at + 1];
    end = figures[at + 1] > 0 ? end : NEVER;
    for (int count = 1; count <= size && figures[at + count - 1] > 0; count++) {
      double beside = figures[at + count - 1];
      double besideStore = figures[at + Math.max(count, 2) - 1];
      boolean storeToo = storeCycles > 0 && besideStore > 0;
      besideStore = storeToo ? besideStore + storeCycles : beside;
      double loads = 0;
      for (int first = count - 1; first >= 0; first--) {
        loads += cycles[first];
        end = Math.max(end, left[first] + loads + Math.max(beside, besideStore));
      }
      end = Math.max(end, loaded + loads + beside);
    }
    return end;
  }
}
