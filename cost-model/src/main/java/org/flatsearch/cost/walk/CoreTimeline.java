package org.flatsearch.cost.walk;

import java.util.List;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * One core in time: its load queue, its array, its softmax lanes and the slots of its buffer.
 * {@link Timeline} states the rules.
 */
final class CoreTimeline {
  /**
   * The tensor of whose tiles the array waits for one piece after another; all others are used
   * whole.
   */
  private static final Tensor PIECEWISE = Tensor.K;

  private final int number;
  private final StepShape shape;
  private final Durations durations;
  private final Dram dram;
  private final StepBudget budget;
  private final ArrayOrder order;
  private final LoadQueue loads;
  private final Slots slots = new Slots();
  private final SoftmaxUnit softmax = new SoftmaxUnit();

  private boolean programEnded;
  private boolean working;
  private long workEnd;
  private int openStreams;

  /** When the piece of K arrives that the array waits for; never if it waits for something else. */
  private long pieceArrival = Timeline.NEVER;

  private long softmaxesDone;
  private int openLogitStores;

  /** The softmax pass that waits for its logits to be stored in DRAM, or null. */
  private SoftmaxUnit.Job waitingPass;

  private long stepsBegun;

  CoreTimeline(
      int number,
      StepShape shape,
      Dealing dealing,
      Durations durations,
      Dram dram,
      StepBudget budget,
      StepBudget looks) {
    this.number = number;
    this.shape = shape;
    this.durations = durations;
    this.dram = dram;
    this.budget = budget;
    order = ArrayOrder.ofAll(shape, dealing, number);
    loads = new LoadQueue(shape, ArrayOrder.ofLoads(shape, dealing, number), looks);
    programEnded = !order.advance();
  }

  int number() {
    return number;
  }

  LoadQueue loads() {
    return loads;
  }

  /** Whether the head of the load queue could start now but has not been requested. */
  boolean isReadyToLoad() {
    LoadQueue.Load head = loads.head();
    return head != null && !loads.requested && head.isPossible(slots, softmaxesDone);
  }

  /** Whether all of the core's work is done. */
  boolean isDone() {
    return programEnded && !working && loads.head() == null && softmax.isIdle();
  }

  // Events.

  /** The next tick after {@code now} at which this core can proceed, whatever transfers do. */
  long nextEvent(long now) {
    long next = Math.min(pieceArrival, softmax.nextEvent(now));
    return working && workEnd > now ? Math.min(next, workEnd) : next;
  }

  void loadStarted(long end) {
    loads.start(end);
  }

  void transferEnded(Transfer transfer) {
    switch (transfer.kind()) {
      case LOAD -> loads.arrive();
      case ARRAY_STREAM -> openStreams--;
      case SOFTMAX_STREAM -> softmax.openStreams--;
      case STORE -> {
        slots.free(transfer.tensor(), transfer.tile());
        if (transfer.tensor() == Tensor.LOGITS_OUT) {
          openLogitStores--;
        }
      }
    }
  }

  /**
   * Does everything that can be done now, except requesting loads; returns whether anything was.
   */
  boolean proceed(long now) {
    boolean any = false;
    boolean again = true;
    while (again) {
      again = endArrayWork(now) || endSoftmax(now) || startPass() || startSoftmax(now);
      again = again || startArrayWork(now);
      any |= again;
    }
    return any;
  }

  // The array.

  private boolean startArrayWork(long now) {
    if (working || programEnded) {
      return false;
    }
    StageCursor step = order.current();
    pieceArrival = Timeline.NEVER;
    if (step.stage() == Stage.ATTEND && softmaxesDone <= step.sharedTile()) {
      return false;
    }
    LoadQueue.Load arriving = null;
    for (StageCursor.BufferedUse use : step.uses()) {
      Tensor tensor = use.tile.tensor;
      if (use.first && use.loads) {
        LoadQueue.Load load = loads.loadOf(tensor, use.number);
        if (load == null || (!load.arrived && tensor != PIECEWISE)) {
          return false;
        }
        arriving = load.arrived ? arriving : load;
      } else if (use.first && slots.freed(tensor) < use.number - shape.slots(tensor) + 1) {
        return false;
      }
    }
    if (arriving != null && arrival(arriving, 1) > now) {
      pieceArrival = arrival(arriving, 1);
      return false;
    }
    begin(step, arriving, now);
    return true;
  }

  private long arrival(LoadQueue.Load load, int piece) {
    return load.end - durations.pieceBeforeEnd(load.words, piece);
  }

  private void begin(StageCursor step, LoadQueue.Load arriving, long now) {
    budget.spend();
    stepsBegun++;
    working = true;
    long ticks = durations.arrayWork(step.stage(), step.index());
    workEnd = now + ticks;
    if (arriving != null) {
      workEnd = now;
      int pieces = durations.pieces();
      for (int piece = 1; piece <= pieces; piece++) {
        // The last parts are rounded up, so that no work follows a piece too fast.
        long part = ticks / pieces + (piece > pieces - ticks % pieces ? 1 : 0);
        workEnd = Math.max(workEnd, arrival(arriving, piece)) + part;
      }
    }
    for (StageCursor.BufferedUse use : step.uses()) {
      if (use.first && use.loads) {
        loads.use(use.tile.tensor);
      }
    }
    stream(step, now);
  }

  private void stream(StageCursor step, long now) {
    Stage stage = step.stage();
    ArrayPasses.Words words = shape.passes(stage, step.index());
    long instances = shape.instances(stage, step.index());
    Tensor output = shape.output(stage);
    streamIn(shape.left(stage), instances * words.left, now);
    streamIn(stage.weight(), instances * words.right, now);
    streamIn(output, instances * words.outputReads, now);
    if (shape.isAtArray(output)) {
      openStreams++;
      dram.write(Transfer.Kind.ARRAY_STREAM, this, output, -1, instances * words.outputWrites, now);
    }
  }

  private void streamIn(Tensor tensor, long words, long now) {
    if (shape.isAtArray(tensor) && words > 0) {
      openStreams++;
      dram.read(Transfer.Kind.ARRAY_STREAM, List.of(this), tensor, words, now);
    }
  }

  private boolean endArrayWork(long now) {
    if (!working || workEnd > now || openStreams > 0) {
      return false;
    }
    working = false;
    StageCursor step = order.current();
    boolean finalSums = shape.tiling().completesSums(step.stage(), step.index());
    for (StageCursor.BufferedUse use : step.uses()) {
      if (use.last) {
        leave(use, finalSums, now);
      }
    }
    if (step.stage() == Stage.ATTEND && finalSums && shape.isAtArray(Tensor.O)) {
      long ticks = durations.division(shape.outputWords(step.stage(), step.index()));
      softmax.add(new SoftmaxUnit.Job(ticks, 0, 0, SoftmaxUnit.Job.NOTHING, 0));
    }
    if (step.stage() == Stage.LOGIT && step.endsSharedTile()) {
      softmaxOf(step.index());
    }
    programEnded = !order.advance();
    return true;
  }

  /** Frees or stores a tile that has been used for the last time. */
  private void leave(StageCursor.BufferedUse use, boolean finalSums, long now) {
    Tensor tensor = use.tile.tensor;
    if (!use.tile.isOutput()) {
      slots.free(tensor, use.number);
    } else if (tensor == Tensor.O && finalSums) {
      long words = use.tile.words();
      softmax.add(new SoftmaxUnit.Job(durations.division(words), 0, 0, use.number, words));
    } else {
      openLogitStores += tensor == Tensor.LOGITS_OUT ? 1 : 0;
      dram.write(Transfer.Kind.STORE, this, tensor, use.number, use.tile.words(), now);
    }
  }

  // The lanes.

  private void softmaxOf(int[] index) {
    long ticks = durations.softmax(index);
    if (shape.isFused()) {
      softmax.add(new SoftmaxUnit.Job(ticks, 0, 0, SoftmaxUnit.Job.LOGITS, 0));
      return;
    }
    long logits = shape.sharedLogits(index);
    waitingPass =
        new SoftmaxUnit.Job(
            ticks, shape.softmaxReadsPerLogit() * logits, logits, SoftmaxUnit.Job.LOGITS, 0);
  }

  private boolean startPass() {
    if (waitingPass == null || openLogitStores > 0) {
      return false;
    }
    softmax.add(waitingPass);
    waitingPass = null;
    return true;
  }

  private boolean startSoftmax(long now) {
    SoftmaxUnit.Job job = softmax.startAt(now);
    if (job == null) {
      return false;
    }
    if (job.streamedReads() > 0) {
      softmax.openStreams += 2;
      Transfer.Kind kind = Transfer.Kind.SOFTMAX_STREAM;
      dram.read(kind, List.of(this), Tensor.SOFTMAX, job.streamedReads(), now);
      dram.write(kind, this, Tensor.SOFTMAX, -1, job.streamedWrites(), now);
    }
    return true;
  }

  private boolean endSoftmax(long now) {
    SoftmaxUnit.Job job = softmax.endAt(now);
    if (job == null) {
      return false;
    }
    if (job.storedTile() == SoftmaxUnit.Job.LOGITS) {
      softmaxesDone++;
    } else if (job.storedTile() != SoftmaxUnit.Job.NOTHING) {
      dram.write(Transfer.Kind.STORE, this, Tensor.O, job.storedTile(), job.storedWords(), now);
    }
    return true;
  }

  // Repetition.

  Slots slots() {
    return slots;
  }

  long stepsBegun() {
    return stepsBegun;
  }

  /** The step that the array is at. */
  StageCursor step() {
    return order.current();
  }

  /** Moves on as {@link StageCursor#skip} does. */
  void skip(WatchedLoop loop, long iterations) {
    for (Stage stage : loop.stages()) {
      order.cursor(stage).skip(loop, iterations);
    }
    loads.skip(loop, iterations);
    softmaxesDone += loop.sharedTiles() * iterations;
  }

  /** Adds what this core's future depends on. */
  void describe(TimelineState state) {
    state.value(isDone());
    if (isDone()) {
      return;
    }
    order.describe(state, slots);
    loads.describe(state, slots, softmaxesDone);
    slots.describe(state);
    softmax.describe(state, slots);
    state.value(programEnded);
    state.value(working);
    state.time(working ? workEnd : Timeline.NEVER);
    state.value(openStreams);
    state.time(pieceArrival);
    state.value(softmaxesDone - order.cursor(Stage.ATTEND).sharedTile());
    state.value(openLogitStores);
    state.value(waitingPass == null ? -1 : waitingPass.ticks());
  }
}
