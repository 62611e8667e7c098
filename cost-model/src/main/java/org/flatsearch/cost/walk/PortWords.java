package org.flatsearch.cost.walk;

import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Tensor;

/**
 * Words that array or lanes read and write: through the port of the buffer, or of tensors that are
 * held in registers, without it.
 */
final class PortWords {
  long reads;
  long writes;
  double readBytes;
  double writeBytes;

  /** Words to and from registers. */
  long inRegisters;

  private final LoopNest nest;
  private final Durations durations;

  PortWords(LoopNest nest, Durations durations) {
    this.nest = nest;
    this.durations = durations;
  }

  void read(Tensor tensor, long words) {
    if (nest.isInRegisters(tensor)) {
      inRegisters += words;
    } else {
      reads += words;
      readBytes += durations.bytes(tensor, words);
    }
  }

  void write(Tensor tensor, long words) {
    if (nest.isInRegisters(tensor)) {
      inRegisters += words;
    } else {
      writes += words;
      writeBytes += durations.bytes(tensor, words);
    }
  }

  /** Bytes through the port. */
  double bytes() {
    return readBytes + writeBytes;
  }
}
