package org.flatsearch.cost.walk;

import java.util.List;
import java.util.PriorityQueue;

/** A DRAM channel: one transfer at a time, served in the order of request. */
final class Channel {
  private final PriorityQueue<Transfer> waiting = new PriorityQueue<>();
  private Transfer current;
  private long end;

  void request(Transfer transfer) {
    waiting.add(transfer);
  }

  /** When the transfer under way ends; never if there is none. */
  long nextEvent() {
    return current == null ? Timeline.NEVER : end;
  }

  /** Starts the transfer whose turn it is if the channel is free; returns it, or null. */
  Transfer startAt(long now) {
    if (current != null || waiting.isEmpty()) {
      return null;
    }
    current = waiting.remove();
    end = now + current.ticks();
    return current;
  }

  /** Ends the transfer under way if that is due; returns it, or null. */
  Transfer endAt(long now) {
    if (current == null || end > now) {
      return null;
    }
    Transfer ended = current;
    current = null;
    return ended;
  }

  /** Adds what this channel's future depends on. */
  void describe(TimelineState state) {
    state.time(current == null ? Timeline.NEVER : end);
    if (current != null) {
      describe(current, state);
    }
    List<Transfer> inOrder = waiting.stream().sorted().toList();
    state.value(inOrder.size());
    for (Transfer transfer : inOrder) {
      state.value(transfer.requested() - state.now());
      describe(transfer, state);
    }
  }

  private static void describe(Transfer transfer, TimelineState state) {
    state.value(transfer.kind().ordinal());
    state.value(transfer.tensor().ordinal());
    state.value(transfer.ticks());
    state.value(transfer.tileAmongThoseHeld());
    state.value(transfer.cores().size());
    for (CoreTimeline core : transfer.cores()) {
      state.value(core.number());
    }
  }
}
