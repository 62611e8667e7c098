package org.flatsearch.cost.walk;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

    /** What the load is for: the core's dealt tile and the step of the stage in it. */
    long round;

    final int[] index;

    /** How many tiles of the tensor must have left their slots. */
    private final long tilesToBeFreed;

    /** How many shared tiles must have had their softmax. */
    private final long softmaxesToBeDone;

    /** The tick at which the transfer ends, once it has started; else {@link Timeline#NEVER}. */
    long end = Timeline.NEVER;

    boolean arrived;

    private Load(StageCursor step, StageCursor.BufferedUse use, long tilesToBeFreed) {
      tensor = use.tile.tensor;
      number = use.number;
      words = use.tile.words();
      round = step.round();
      index = step.index().clone();
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
  private final Map<Tensor, Deque<Load>> unused = new EnumMap<>(Tensor.class);
  private final Map<Tensor, Deque<int[]>> recentOutputs = new EnumMap<>(Tensor.class);
  private int nextUse;
  private Load head;
  private boolean finished;

  /** Whether the head has been requested. */
  boolean requested;

  LoadQueue(StepShape shape, ArrayOrder order) {
    this.shape = shape;
    this.order = order;
    for (Tensor tensor : Tensor.values()) {
      unused.put(tensor, new ArrayDeque<>());
      recentOutputs.put(tensor, new ArrayDeque<>());
    }
    finished = !order.advance();
    findHead();
  }

  /** The load at the head of the queue; null if there is none left. */
  Load head() {
    return head;
  }

  /** The load of tile {@code number} if it is the next one to be used; else null. */
  Load loadOf(Tensor tensor, long number) {
    Load load = unused.get(tensor).peek();
    return load != null && load.number == number ? load : null;
  }

  /** Forgets the load of the tile that array work begins to use. */
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
        finished = !order.advance();
      }
    }
  }

  private void consider(StageCursor.BufferedUse use) {
    if (!use.first) {
      return;
    }
    Tensor tensor = use.tile.tensor;
    long tilesToBeFreed = use.number - shape.slots(tensor) + 1;
    if (use.tile.isOutput()) {
      tilesToBeFreed = Math.max(tilesToBeFreed, storesBefore(use));
    }
    if (use.loads) {
      head = new Load(order.current(), use, tilesToBeFreed);
    }
  }

  /**
   * How many tiles of an output must have been stored before this one can come back: up to its last
   * namesake. Namesakes further back than the slots are stored anyhow.
   */
  private long storesBefore(StageCursor.BufferedUse use) {
    Deque<int[]> recent = recentOutputs.get(use.tile.tensor);
    int[] name = use.tile.name();
    long stores = 0;
    long number = use.number - recent.size();
    for (int[] earlier : recent) {
      number++;
      if (Arrays.equals(earlier, name)) {
        stores = number;
      }
    }
    recent.add(name);
    if (recent.size() >= shape.slots(use.tile.tensor)) {
      recent.remove();
    }
    return stores;
  }
}
