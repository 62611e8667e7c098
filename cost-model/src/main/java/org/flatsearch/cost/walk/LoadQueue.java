package org.flatsearch.cost.walk;

import org.flatsearch.schedule.Tensor;

/**
 * The loads of one core, in the order of first use by its array work; within a step Q, K, V, O,
 * logits, statistics.
 *
 * <p>Only the load at the head is ever under way: it is requested as soon as the load before it has
 * ended and it is {@linkplain #isReady possible}; until then those behind it wait. So the queue
 * runs ahead of the array as far as the slots let it.
 */
final class LoadQueue {
  private final ArrayOrder order;
  private final Slots slots;
  private final WalkBudget budget;

  /** The tensor whose tile is at the head of the queue; null if there is none left. */
  HeldTensor head;

  private long number;
  private int nextBegun;

  /** How many tiles of the tensor must have left their slots. */
  private long tilesToBeFreed;

  /** How many shared tiles must have had their softmax. */
  private long softmaxesToBeDone;

  /** Whether the head has been requested, and as which of all loads. */
  private boolean requested;

  private long request;

  LoadQueue(ArrayOrder order, Slots slots, WalkBudget budget) {
    this.order = order;
    this.slots = slots;
    this.budget = budget;
    findHead();
  }

  /** The step that the head is loaded for. */
  StageCursor step() {
    return order.current;
  }

  /**
   * Whether the head may start and has not been requested: a slot is free, partial sums have been
   * stored before they come back, and logits that come back have been through the softmax pass.
   */
  boolean isReady(long softmaxesDone) {
    return head != null
        && !requested
        && slots.freed(head.id) >= tilesToBeFreed
        && softmaxesDone >= softmaxesToBeDone;
  }

  /** The head has been requested, as this one of all loads. */
  void request(long number) {
    requested = true;
    request = number;
  }

  /** Whether the head has been requested as this one of all loads. */
  boolean awaits(long number) {
    return requested && request == number;
  }

  /** The head's transfer has started and ends at {@code end}. */
  void start(long end) {
    slots.load(head.id, number, end);
  }

  /** The head has arrived; the next load takes its place. */
  void arrive() {
    requested = false;
    findHead();
  }

  private void findHead() {
    while (!order.done) {
      StageCursor step = order.current;
      int[] begun = step.begun;
      while (nextBegun < begun.length) {
        int k = begun[nextBegun++];
        head = step.held.all[k];
        if (head.isLoaded(step.kind)) {
          number = step.number[k];
          tilesToBeFreed = head.tilesToBeFreed(number, step.sums[k]);
          softmaxesToBeDone = head.tensor == Tensor.LOGITS_IN ? step.sharedTile + 1 : 0;
          return;
        }
      }
      nextBegun = 0;
      budget.look();
      order.advance();
    }
    head = null;
  }

  /** The least that is {@link StageCursor#left} of {@code loop}. */
  long left(WatchedLoop loop) {
    return head == null ? Long.MAX_VALUE : order.left(loop);
  }

  /** Moves on as {@link StageCursor#skip} does. */
  void skip(WatchedLoop loop, long iterations) {
    order.skip(loop, iterations);
    if (softmaxesToBeDone > 0) {
      softmaxesToBeDone += loop.sharedTiles() * iterations;
    }
  }

  /**
   * Adds what the future of this queue depends on.
   *
   * @param requests how many loads of all cores have been requested
   */
  void describe(TimelineState state, long softmaxesDone, long requests) {
    state.value(head == null);
    if (head != null) {
      state.value(requested ? requests - request : 0);
      state.value(nextBegun);
      state.value(number - slots.freed(head.id));
      state.value(softmaxesToBeDone > 0 ? softmaxesToBeDone - softmaxesDone : 0);
      order.describe(state, slots);
    }
  }
}
