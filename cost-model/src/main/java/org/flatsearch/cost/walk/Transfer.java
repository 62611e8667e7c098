package org.flatsearch.cost.walk;

import java.util.List;
import org.flatsearch.schedule.Tensor;

/**
 * A transfer between DRAM and one or, with multicast, several cores, from its request on.
 *
 * @param kind what for
 * @param cores the cores concerned, lowest number first
 * @param tensor what is moved
 * @param tile the number of the tile that is stored; meaningless for other kinds
 * @param requested the tick of the request
 * @param ticks how long it occupies its channel
 * @param sequence the number of this request among all
 */
record Transfer(
    Kind kind,
    List<CoreTimeline> cores,
    Tensor tensor,
    long tile,
    long requested,
    long ticks,
    long sequence)
    implements Comparable<Transfer> {

  /** The number of the stored tile relative to those that have left; 0 for other kinds. */
  long tileAmongThoseHeld() {
    return kind == Kind.STORE ? tile - cores.get(0).slots().freed(tensor) : 0;
  }

  /**
   * What a transfer is for. Of one core's requests at the same instant, an earlier constant goes
   * first.
   */
  enum Kind {
    /** The load of a tile, requested by the load queue. */
    LOAD,
    /** A stream past the buffer, part of array work. */
    ARRAY_STREAM,
    /** A stream of the softmax pass of logits through DRAM. */
    SOFTMAX_STREAM,
    /** The store of an output tile. */
    STORE
  }

  /** DRAM serves in the order of request; ties by core number, then by kind. */
  @Override
  public int compareTo(Transfer other) {
    int order = Long.compare(requested, other.requested);
    if (order == 0) {
      order = Integer.compare(cores.get(0).number(), other.cores.get(0).number());
    }
    if (order == 0) {
      order = kind.compareTo(other.kind);
    }
    return order != 0 ? order : Long.compare(sequence, other.sequence);
  }
}
