package org.flatsearch.cost.walk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * The loads of one core, in the order of first use by its array work; within a step Q, K, V, O,
 * logits, statistics.
 *
 * <p>Only the load at the head is ever under way: it is requested as soon as the load before it has
 * ended and it is {@linkplain Load#isPossible possible}; until then those behind it wait. So the
 * queue runs ahead of the array as far as the slots let it.
 */
final class LoadQueue {
  /** One load. */
  static final class Load {
    final Tensor tensor;
    final long number;
    final long words;

    /** How many tiles of the tensor must have left their slots. */
    private final long tilesToBeFreed;

    /** How many shared tiles must have had their softmax. */
    private long softmaxesToBeDone;

    /** The tick at which the transfer ends, once it has started; else {@link Timeline#NEVER}. */
    long end = Timeline.NEVER;

    boolean arrived;

    private Load(StageCursor step, StageCursor.BufferedUse use, long tilesToBeFreed) {
      tensor = use.tile.tensor;
      number = use.number;
      words = use.tile.words();
      this.tilesToBeFreed = tilesToBeFreed;
      softmaxesToBeDone = tensor == Tensor.LOGITS_IN ? step.sharedTile() + 1 : 0;
    }

    /**
     * Whether the load may start: a slot is free, partial sums have been stored before they come
     * back, and logits that come back have been through the softmax pass.
     */
    boolean isPossible(Slots slots, long softmaxesDone) {
      return slots.freed(tensor) >= tilesToBeFreed && softmaxesDone >= softmaxesToBeDone;
    }
  }

  private final StepShape shape;
  private final ArrayOrder order;
  private final StepBudget looks;
  private final Map<Tensor, Deque<Load>> unused = new EnumMap<>(Tensor.class);
  private int nextUse;
  private Load head;
  private boolean finished;

  /** Whether the head has been requested. */
  boolean requested;

  /**
   * @param looks spent by steps that load nothing
   */
  LoadQueue(StepShape shape, ArrayOrder order, StepBudget looks) {
    this.shape = shape;
    this.order = order;
    this.looks = looks;
    for (Tensor tensor : Tensor.values()) {
      unused.put(tensor, new ArrayDeque<>());
    }
    finished = !order.hasTiles() || !order.advance();
    findHead();
  }

  /** The load at the head of the queue; null if there is none left. */
  Load head() {
    return head;
  }

  /** The step that the head is loaded for. */
  StageCursor step() {
    return order.current();
  }

  /** The load of tile {@code number} if it is the next one to be used; else null. */
  Load loadOf(Tensor tensor, long number) {
    Load load = unused.get(tensor).peek();
    return load != null && load.number == number ? load : null;
  }

  /** Removes the load of the tile that the array begins to use. */
  void use(Tensor tensor) {
    unused.get(tensor).remove();
  }

  /** The head's transfer has started and ends at {@code end}. */
  void start(long end) {
    head.end = end;
    unused.get(head.tensor).add(head);
  }

  /** The head has arrived; the next load takes its place. */
  void arrive() {
    head.arrived = true;
    requested = false;
    findHead();
  }

  private void findHead() {
    head = null;
    while (!finished && head == null) {
      List<StageCursor.BufferedUse> uses = order.current().uses();
      while (nextUse < uses.size() && head == null) {
        consider(uses.get(nextUse++));
      }
      if (head == null) {
        nextUse = 0;
        looks.spend();
        finished = !order.advance();
      }
    }
  }

  private void consider(StageCursor.BufferedUse use) {
    if (use.first && use.loads) {
      Tensor tensor = use.tile.tensor;
      // Tile n takes the slot of tile n - s; the sums that it continues left as an earlier tile.
      long slotFree = use.number - shape.slots(tensor) + 1;
      long sumsStored = use.tile.isOutput() ? use.number - use.tile.tilesUntilAgain() + 1 : 0;
      head = new Load(order.current(), use, Math.max(slotFree, sumsStored));
    }
  }

  /** Moves on as {@link StageCursor#skip} does. */
  void skip(WatchedLoop loop, long iterations) {
    for (Stage stage : loop.stages()) {
      order.cursor(stage).skip(loop, iterations);
    }
    if (head != null && head.softmaxesToBeDone > 0) {
      head.softmaxesToBeDone += loop.sharedTiles() * iterations;
    }
  }

  /** Adds what the future of this queue depends on. */
  void describe(TimelineState state, Slots slots, long softmaxesDone) {
    state.value(finished);
    if (!finished) {
      state.value(requested);
      state.value(nextUse);
      describe(head, state, slots);
      state.value(head.words);
      state.value(head.tilesToBeFreed - slots.freed(head.tensor));
      state.value(head.softmaxesToBeDone > 0 ? head.softmaxesToBeDone - softmaxesDone : 0);
      order.describe(state, slots);
    }
    for (Deque<Load> loads : unused.values()) {
      state.value(loads.size());
      for (Load load : loads) {
        describe(load, state, slots);
      }
    }
  }

  private static void describe(Load load, TimelineState state, Slots slots) {
    state.value(load.tensor.ordinal());
    state.value(load.number - slots.freed(load.tensor));
    state.value(load.arrived);
    state.time(load.end);
  }
}
