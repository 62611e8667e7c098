package org.flatsearch.cost.walk;

/** A transfer between DRAM and one or, with multicast, several cores; refilled for each request. */
final class Transfer {
  /**
   * What transfers are for. Of one core's requests at the same instant, a lower constant goes
   * first: the load of a tile, a stream of array work, a stream of the softmax pass of logits
   * through DRAM, the store of an output tile.
   */
  static final int LOAD = 0;

  static final int ARRAY_STREAM = 1;
  static final int SOFTMAX_STREAM = 2;
  static final int STORE = 3;

  int purpose;

  /** The core that requests it, or the lowest of several. */
  int core;

  /** After the last core that may receive it. */
  int toCore;

  /** The number of a load among all loads; those who wait for this one receive it. */
  long request;

  /** The ordinal of the tensor that is stored, and the number of its tile. */
  int tensor;

  long tile;

  /** The tick of the request. */
  long requested;

  /** How long it occupies its channel. */
  long ticks;

  /** How long it takes at least on its core. */
  long coreTicks;

  /** When it ends on its core: once it has left its channel, it is no earlier. */
  long endOnCore;

  /** The same transfer in an object of its own. */
  Transfer copy() {
    Transfer copy = new Transfer();
    copy.purpose = purpose;
    copy.core = core;
    copy.toCore = toCore;
    copy.request = request;
    copy.tensor = tensor;
    copy.tile = tile;
    copy.requested = requested;
    copy.ticks = ticks;
    copy.coreTicks = coreTicks;
    copy.endOnCore = endOnCore;
    return copy;
  }

  /** Whether it is served before {@code other}, which was requested before it. */
  boolean goesBefore(Transfer other) {
    return requested == other.requested
        && (core < other.core || (core == other.core && purpose < other.purpose));
  }
}
