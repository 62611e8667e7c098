package org.flatsearch.cost.walk;

import org.flatsearch.schedule.Tensor;

/**
 * Words that go past the buffer, between DRAM and the array or the lanes, in one transfer that is
 * requested when the work begins; the work does not end before it.
 *
 * @param ticks how long it occupies its channel
 */
record Stream(Tensor tensor, boolean write, long words, long ticks) {
  static final Stream[] NONE = {};
}
