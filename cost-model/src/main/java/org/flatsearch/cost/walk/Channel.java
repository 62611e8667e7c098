package org.flatsearch.cost.walk;

/**
 * A DRAM channel: one transfer at a time, served in the order of request; of simultaneous ones,
 * those of the lowest core first, then by purpose.
 */
final class Channel {
  /** The transfers that wait, in the order of service, in a ring of a power of two. */
  private Transfer[] ring = {new Transfer(), new Transfer(), new Transfer(), new Transfer()};

  private int first;
  private int waiting;

  /** The transfer under way, or the one before it. */
  private Transfer current = new Transfer();

  private boolean isBusy;
  private long end = Timeline.NEVER;

  /** Adds a request; the caller sets what is not given here. */
  Transfer request(int purpose, int core, long ticks, long now) {
    if (waiting == ring.length) {
      grow();
    }
    int place = first + waiting++ & ring.length - 1;
    Transfer added = ring[place];
    added.purpose = purpose;
    added.core = core;
    added.ticks = ticks;
    added.requested = now;
    while (place != first) {
      int before = place - 1 & ring.length - 1;
      if (!added.goesBefore(ring[before])) {
        break;
      }
      ring[place] = ring[before];
      place = before;
    }
    ring[place] = added;
    return added;
  }

  private void grow() {
    Transfer[] old = ring;
    ring = new Transfer[2 * waiting];
    for (int k = 0; k < ring.length; k++) {
      ring[k] = k < waiting ? old[first + k & waiting - 1] : new Transfer();
    }
    first = 0;
  }

  /** When the transfer under way ends; never if there is none. */
  long nextEvent() {
    return end;
  }

  /** Starts the transfer whose turn it is if the channel is free; returns it, or null. */
  Transfer startAt(long now) {
    if (isBusy || waiting == 0) {
      return null;
    }
    Transfer started = ring[first];
    ring[first] = current;
    current = started;
    first = first + 1 & ring.length - 1;
    waiting--;
    isBusy = true;
    end = now + started.ticks;
    return started;
  }

  /** Ends the transfer under way if that is due; returns it, or null. */
  Transfer endAt(long now) {
    if (end > now) {
      return null;
    }
    isBusy = false;
    end = Timeline.NEVER;
    return current;
  }

  /** Adds what this channel's future depends on. */
  void describe(TimelineState state, Core[] cores, long requests) {
    state.time(end);
    if (isBusy) {
      state.time(current.endOnCore);
      describe(current, state, cores, requests);
    }
    state.value(waiting);
    for (int k = 0; k < waiting; k++) {
      Transfer transfer = ring[first + k & ring.length - 1];
      state.value(transfer.requested - state.now());
      describe(transfer, state, cores, requests);
    }
  }

  static void describe(Transfer transfer, TimelineState state, Core[] cores, long requests) {
    state.value(transfer.purpose | (long) transfer.core << 8);
    state.value(transfer.ticks);
    state.value(transfer.coreTicks);
    switch (transfer.purpose) {
      case Transfer.LOAD -> state.value(requests - transfer.request);
      case Transfer.STORE -> {
        state.value(transfer.tensor);
        long freed = cores[transfer.core].slots().freed(transfer.tensor);
        state.value(transfer.tile - freed);
      }
      default -> {}
    }
  }
}
