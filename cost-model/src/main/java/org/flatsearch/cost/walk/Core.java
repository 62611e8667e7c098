package org.flatsearch.cost.walk;

import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;

/**
 * One core in time: its load queue, its array, its softmax lanes and the slots of its buffer.
 * {@link Timeline} states the rules.
 */
final class Core {
  /** The tile of work that stores none. */
  private static final long NONE = -1;

  private static final int LOGITS_OUT = Tensor.LOGITS_OUT.ordinal();
  private static final int[] NOTHING = {};

  final int number;

  /** What has moved so far. */
  final WordCounts counts = new WordCounts();

  final LoadQueue loads;

  private final WalkPlan plan;

  /** Of parts of keys; null if there are none. */
  private final Merges merges;

  private final Dram dram;
  private final Agenda agenda;
  private final WalkBudget budget;
  private final ArrayOrder order;
  private final Slots slots = new Slots();
  private final Lanes lanes = new Lanes();

  private boolean working;
  private long workEnd;
  private int openStreams;

  private long softmaxesDone;
  private int openLogitStores;

  /** The softmax pass that waits for its logits to be stored in DRAM, or null. */
  private LaneJob waitingPass;

  /** How many pieces of array work have begun, and with an iteration of which loop the last. */
  long stepsBegun;

  int begunLoop;

  /** Hears of events; null in most walks. */
  EventTrace trace;

  /** Whether the timeline has to look what this core can do now. */
  boolean stirred;

  Core(int number, WalkPlan plan, Merges merges, Dram dram, Agenda agenda, WalkBudget budget) {
    this.number = number;
    this.plan = plan;
    this.merges = merges;
    this.dram = dram;
    this.agenda = agenda;
    this.budget = budget;
    order = ArrayOrder.ofAll(plan, number);
    loads = new LoadQueue(ArrayOrder.ofLoads(plan, number), slots, budget);
  }

  /** Whether the head of the load queue could start now but has not been requested. */
  boolean isReadyToLoad() {
    return loads.isReady(softmaxesDone);
  }

  /** Whether all of the core's work is done. */
  boolean isDone() {
    return order.done && loads.head == null && lanes.isIdle();
  }

  /** Whether a load of {@code tensor} that starts may let the array begin a step. */
  boolean waitsForPieces(HeldTensor tensor) {
    return tensor.isPiecewise && !working;
  }

  /** A stream or a store has ended. */
  void transferEnded(Transfer transfer) {
    switch (transfer.purpose) {
      case Transfer.ARRAY_STREAM -> openStreams--;
      case Transfer.SOFTMAX_STREAM -> lanes.openStreams--;
      default -> {
        slots.free(transfer.tensor, transfer.tile);
        openLogitStores -= transfer.tensor == LOGITS_OUT ? 1 : 0;
      }
    }
  }

  /** Does everything that can be done now, except requesting loads. */
  void proceed(long now) {
    if (working && workEnd > now && waitingPass == null && !lanes.canProceed(now)) {
      return; // as most often when a load arrives
    }
    while (endStep(now) || endLaneJob(now) || startPass() || startLaneJob(now) || startStep(now)) {
      // each may make the others possible
    }
  }

  // The array.

  private boolean startStep(long now) {
    if (working || order.done) {
      return false;
    }
    StageCursor step = order.current;
    if (step.stage.stage == Stage.ATTEND && softmaxesDone <= step.sharedTile) {
      return false;
    }
    HeldTensor arriving = null;
    long arrival = now;
    for (int k : step.begun) {
      HeldTensor tensor = step.held.all[k];
      if (!tensor.isLoaded(step.kind)) {
        if (slots.freed(tensor.id) < step.number[k] - tensor.slots + 1) {
          return false;
        }
      } else {
        long end = slots.loadEnd(tensor.id, step.number[k]);
        if (end > now) {
          if (end == Timeline.NEVER || !tensor.isPiecewise) {
            return false;
          }
          arriving = tensor;
          arrival = end;
        }
      }
    }
    long first = arriving == null ? now : arrival - arriving.piecesBeforeEnd(step)[0];
    if (first > now) {
      agenda.add(first, number);
      return false;
    }
    begin(step, arriving, arrival, now);
    return true;
  }

  /**
   * Begins a step.
   *
   * @param arriving the tensor on whose pieces the array works as they arrive, or null
   * @param arrival when its last piece arrives
   */
  private void begin(StageCursor step, HeldTensor arriving, long arrival, long now) {
    stepsBegun++;
    begunLoop = step.begunLoop();
    working = true;
    StepKind kind = begin(step, now);
    long ticks = kind.ticks + waitingTicks(step);
    workEnd = now + ticks;
    if (arriving != null) {
      workEnd = now;
      long[] beforeEnd = arriving.piecesBeforeEnd(step);
      int pieces = beforeEnd.length;
      for (int piece = 0; piece < pieces; piece++) {
        // The last parts are rounded up, so that no work follows a piece too fast.
        long part = ticks / pieces + (piece >= pieces - ticks % pieces ? 1 : 0);
        workEnd = Math.max(workEnd, arrival - beforeEnd[piece]) + part;
      }
    }
    for (Stream stream : kind.streams) {
      openStreams++;
      counts.stream(stream);
      dram.stream(Transfer.ARRAY_STREAM, this, stream, now);
    }
    // Steps between which nothing moves follow one another at once: they are one piece of work.
    while (step.ends > plan.quietLoop[step.stage.stage.ordinal()]) {
      step.advance();
      workEnd += begin(step, workEnd).ticks;
    }
    agenda.add(workEnd, number);
  }

  /** How long the array does not work before a step, whatever the core waits for anyway. */
  private long waitingTicks(StageCursor step) {
    if (!plan.hasOverheads) {
      return 0;
    }
    long ticks = 0;
    Accelerator.Overheads overheads = plan.accelerator.overheads();
    if (step.beginsSharedTile()) {
      if (step.stage.stage == Stage.LOGIT) {
        ticks += plan.stepTicks + (step.beginsRound() ? plan.itemTicks : 0);
        ticks += plan.maskedStepTicks > 0 ? plan.maskedStepTicks * step.maskedStepsBefore() : 0;
      } else {
        ticks += (long) ((1 - overheads.lanesHidden()) * plan.softmax(step).ticks());
      }
    }
    long loads = 0;
    for (int k : overheads.loadsHidden() < 1 ? step.begun : NOTHING) {
      HeldTensor tensor = step.held.all[k];
      if (tensor.isLoaded(step.kind)) {
        loads += tensor.loadTicks(step, plan.dealing.fromDram(tensor, step));
      }
    }
    return ticks + (long) ((1 - overheads.loadsHidden()) * loads);
  }

  private StepKind begin(StageCursor step, long now) {
    budget.step();
    StepKind kind = plan.kind(step);
    counts.step(kind);
    if (trace != null) {
      trace.step(this, step, now, kind.ticks);
    }
    return kind;
  }

  private boolean endStep(long now) {
    if (!working || workEnd > now || openStreams > 0) {
      return false;
    }
    working = false;
    StageCursor step = order.current;
    StepKind kind = plan.kind(step);
    for (int k : step.ended) {
      leave(step.held.all[k], step.number[k], step, kind.completes, now);
    }
    if (kind.division != null) {
      lanes.add(kind.division, NONE);
    }
    if (merges != null
        && step.stage.stage == Stage.ATTEND
        && kind.completes
        && step.isLastColumn()) {
      LaneJob merge = merges.finish(step);
      if (merge != null) {
        lanes.add(merge, NONE);
      }
    }
    if (step.stage.stage == Stage.LOGIT && step.endsSharedTile() && !plan.nest.isProduct) {
      LaneJob softmax = plan.softmax(step);
      if (softmax.streams().length > 0) {
        waitingPass = softmax;
      } else {
        lanes.add(softmax, NONE);
      }
    }
    order.advance();
    return true;
  }

  /** Frees or stores a tile that has been used for the last time. */
  private void leave(HeldTensor tensor, long tile, StageCursor step, boolean completes, long now) {
    if (!tensor.isOutput) {
      boolean isStillRead =
          tensor.tensor == Tensor.K && plan.nest.nest.hasValuesInKeys() && !tensor.isReadAgain;
      if (!isStillRead) {
        slots.free(tensor.id, tile);
      }
    } else if (tensor.tensor == Tensor.O && completes && merges != null) {
      // Sums and two statistics a row; the whole tile belongs to one part.
      long words = tensor.words(step) + (step.isLastColumn() ? step.statisticsOf(tensor) : 0);
      counts.store(
          Tensor.STATISTICS.ordinal(), words, plan.durations.bytes(Tensor.STATISTICS, words));
      dram.store(
          this, tensor, tile, Stream.of(Tensor.STATISTICS, true, words, plan.durations), now);
    } else if (tensor.tensor == Tensor.STATISTICS && completes && merges != null) {
      slots.free(tensor.id, tile); // They have left with the sums.
    } else if (tensor.tensor == Tensor.O && completes) {
      lanes.add(plan.division(tensor, step), tile);
    } else {
      store(tensor, tile, tensor.words(step), now);
    }
  }

  private void store(HeldTensor tensor, long tile, long words, long now) {
    openLogitStores += tensor.id == LOGITS_OUT ? 1 : 0;
    counts.store(tensor.id, words, plan.durations.bytes(tensor.tensor, words));
    dram.store(this, tensor, tile, Stream.of(tensor.tensor, true, words, plan.durations), now);
  }

  // The lanes.

  private boolean startPass() {
    if (waitingPass == null || openLogitStores > 0) {
      return false;
    }
    lanes.add(waitingPass, NONE);
    waitingPass = null;
    return true;
  }

  private boolean startLaneJob(long now) {
    LaneJob job = lanes.startAt(now);
    if (job == null) {
      return false;
    }
    counts.lanes(job);
    if (trace != null) {
      trace.lanes(this, job, now);
    }
    agenda.add(now + job.ticks(), number);
    for (Stream stream : job.streams()) {
      lanes.openStreams++;
      counts.stream(stream);
      dram.stream(Transfer.SOFTMAX_STREAM, this, stream, now);
    }
    return true;
  }

  private boolean endLaneJob(long now) {
    LaneJob job = lanes.endAt(now);
    if (job != null && job.isSoftmax()) {
      softmaxesDone++;
    } else if (job != null && job.stored() != null) {
      store(job.stored(), lanes.endedTile(), job.storedWords(), now);
    }
    return job != null;
  }

  // Repetition.

  Slots slots() {
    return slots;
  }

  /** The step that the array is at. */
  StageCursor step() {
    return order.current;
  }

  /** The least that is {@link StageCursor#left} of {@code loop}. */
  long left(WatchedLoop loop) {
    return isDone() ? Long.MAX_VALUE : Math.min(order.left(loop), loads.left(loop));
  }

  /** Moves on as {@link StageCursor#skip} does. */
  void skip(WatchedLoop loop, long iterations) {
    order.skip(loop, iterations);
    loads.skip(loop, iterations);
    softmaxesDone += loop.sharedTiles() * iterations;
  }

  /** Adds what this core's future depends on. */
  void describe(TimelineState state) {
    boolean isDone = isDone();
    state.value(isDone);
    if (isDone) {
      return;
    }
    order.describe(state, slots);
    loads.describe(state, softmaxesDone, dram.loads());
    for (HeldTensors ofStage : plan.held) {
      for (HeldTensor tensor : ofStage.all) {
        slots.describe(state, tensor);
      }
    }
    lanes.describe(state, slots);
    state.value(working);
    state.time(working ? workEnd : Timeline.NEVER);
    state.value(openStreams);
    state.value(softmaxesDone - order.attend.sharedTile);
    state.value(openLogitStores);
    state.value(waitingPass == null ? -1 : waitingPass.ticks());
  }
}
