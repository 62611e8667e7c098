package org.flatsearch.cost.walk;

import org.flatsearch.schedule.Tensor;

/**
 * Words that go past the buffer, between DRAM and the array or the lanes, in one transfer that is
 * requested when the work begins; the work does not end before it.
 *
 * @param ticks how long it occupies its channel
 * @param coreTicks how long it takes at least on its core
 */
record Stream(Tensor tensor, boolean write, long words, long ticks, long coreTicks) {
  static final Stream[] NONE = {};

  static Stream of(Tensor tensor, boolean write, long words, Durations durations) {
    long ticks = write ? durations.write(tensor, words) : durations.read(tensor, words);
    return new Stream(tensor, write, words, ticks, durations.onCore(tensor, words));
  }

  /** More than it takes by itself. */
  double mostTicks() {
    return (double) ticks + coreTicks;
  }
}
