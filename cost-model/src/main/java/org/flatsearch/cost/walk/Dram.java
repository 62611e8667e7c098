package org.flatsearch.cost.walk;

import java.util.BitSet;
import java.util.List;
import org.flatsearch.schedule.Tensor;

/** The DRAM that all cores share: a channel for reads and one for writes, or one for both. */
final class Dram {
  private final Durations durations;
  private final Channel reads = new Channel();
  private final Channel writes;
  private final BitSet stirred;
  private long sequence;

  /**
   * @param shared whether reads and writes share one channel
   * @param stirred receives the numbers of the cores that may proceed because of one of their
   *     transfers
   */
  Dram(Durations durations, boolean shared, BitSet stirred) {
    this.durations = durations;
    this.stirred = stirred;
    writes = shared ? reads : new Channel();
  }

  void read(Transfer.Kind kind, List<CoreTimeline> cores, Tensor tensor, long words, long now) {
    reads.request(new Transfer(kind, cores, tensor, -1, now, durations.read(words), sequence++));
  }

  void write(
      Transfer.Kind kind, CoreTimeline core, Tensor tensor, long tile, long words, long now) {
    writes.request(
        new Transfer(kind, List.of(core), tensor, tile, now, durations.write(words), sequence++));
  }

  long nextEvent() {
    return Math.min(reads.nextEvent(), writes.nextEvent());
  }

  /** Ends the transfers that are due and tells their cores. */
  void endAt(long now) {
    end(reads, now);
    if (writes != reads) {
      end(writes, now);
    }
  }

  private void end(Channel channel, long now) {
    Transfer ended = channel.endAt(now);
    if (ended != null) {
      for (CoreTimeline core : ended.cores()) {
        core.transferEnded(ended);
        stirred.set(core.number());
      }
    }
  }

  /** Starts a waiting transfer on each free channel; returns whether there was any. */
  boolean startAt(long now) {
    boolean started = start(reads, now);
    return (writes != reads && start(writes, now)) || started;
  }

  private boolean start(Channel channel, long now) {
    Transfer started = channel.startAt(now);
    if (started == null) {
      return false;
    }
    if (started.kind() == Transfer.Kind.LOAD) {
      for (CoreTimeline core : started.cores()) {
        core.loadStarted(now + started.ticks());
        stirred.set(core.number());
      }
    }
    return true;
  }

  /** Adds what the future of the channels depends on. */
  void describe(TimelineState state) {
    reads.describe(state);
    if (writes != reads) {
      writes.describe(state);
    }
  }
}
