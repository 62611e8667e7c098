package org.flatsearch.cost.walk;

import org.flatsearch.cost.walk.WalkListener.Unit;
import org.flatsearch.spec.Accelerator;

/**
 * The DRAM that all cores share: a channel for reads and one for writes, or one for both. Tells the
 * cores about their transfers, and the timeline which cores may be able to proceed because of that.
 */
final class Dram {
  private final Timeline timeline;
  private final Channel reads = new Channel();
  private final Channel writes;

  /** The port of the buffer that all cores share; null if there is none. */
  private final Channel port;

  /** Transfers that have left their channel before they end on their cores; null without limits. */
  private final CorePorts corePorts;

  private long loads;

  /** Hears of events; null in most walks. */
  EventTrace trace;

  /**
   * @param accelerator says what is shared and limited
   * @param cores how many cores transfer anything
   */
  Dram(Timeline timeline, Accelerator accelerator, int cores) {
    this.timeline = timeline;
    port = accelerator.memories().sharedBufferBytes() > 0 ? new Channel() : null;
    writes = accelerator.dramShared() ? reads : new Channel();
    boolean isLimited = Double.isFinite(accelerator.memories().coreBytesPerSecond());
    corePorts = isLimited ? new CorePorts(cores) : null;
  }

  /** How many loads have been requested. */
  long loads() {
    return loads;
  }

  /**
   * Requests a load for some cores from {@code core} to before {@code toCore}; returns its number
   * among all loads, by which they know it.
   *
   * @param ticks how long it occupies its channel
   * @param coreTicks how long it takes at least on each core
   * @param isHeld whether the shared buffer holds all of it
   */
  long load(int core, int toCore, long ticks, long coreTicks, boolean isHeld, long now) {
    Transfer transfer = (isHeld ? port : reads).request(Transfer.LOAD, core, ticks, now);
    transfer.coreTicks = coreTicks;
    transfer.toCore = toCore;
    transfer.request = loads;
    return loads++;
  }

  void stream(int purpose, Core core, Stream stream, long now) {
    Channel channel = stream.write() ? writes : reads;
    Transfer transfer = channel.request(purpose, core.number, stream.ticks(), now);
    transfer.tensor = stream.tensor().ordinal();
    transfer.coreTicks = stream.coreTicks();
  }

  /**
   * Requests a store.
   *
   * @param stored its words, in a transfer of their own
   */
  void store(Core core, HeldTensor tensor, long tile, Stream stored, long now) {
    Transfer transfer = writes.request(Transfer.STORE, core.number, stored.ticks(), now);
    transfer.coreTicks = stored.coreTicks();
    transfer.tensor = tensor.id;
    transfer.tile = tile;
  }

  long nextEvent() {
    long next = Math.min(reads.nextEvent(), writes.nextEvent());
    next = port == null ? next : Math.min(next, port.nextEvent());
    return corePorts == null ? next : Math.min(next, corePorts.nextEvent());
  }

  /** Ends the transfers that are due. */
  void endAt(long now) {
    leave(reads.endAt(now), now);
    if (writes != reads) {
      leave(writes.endAt(now), now);
    }
    if (port != null) {
      leave(port.endAt(now), now);
    }
    if (corePorts != null) {
      for (Transfer ended = corePorts.endAt(now); ended != null; ended = corePorts.endAt(now)) {
        end(ended);
      }
    }
  }

  /** A transfer has left its channel. */
  private void leave(Transfer left, long now) {
    if (left != null && corePorts != null && left.endOnCore > now) {
      corePorts.add(left);
    } else {
      end(left);
    }
  }

  private void end(Transfer ended) {
    if (ended == null) {
      return;
    }
    Core[] cores = timeline.cores();
    if (ended.purpose != Transfer.LOAD) {
      cores[ended.core].transferEnded(ended);
      timeline.stir(cores[ended.core]);
      return;
    }
    for (int core = ended.core; core < ended.toCore; core++) {
      LoadQueue queue = cores[core].loads;
      if (queue.awaits(ended.request)) {
        queue.arrive();
        timeline.stir(cores[core]);
      }
    }
  }

  /** Starts a waiting transfer on each free channel; returns whether there was any. */
  boolean startAt(long now) {
    boolean started = start(reads.startAt(now), Unit.DRAM_READ, now);
    started = port != null && start(port.startAt(now), Unit.SHARED_BUFFER, now) || started;
    return (writes != reads && start(writes.startAt(now), Unit.DRAM_WRITE, now)) || started;
  }

  private boolean start(Transfer started, Unit unit, long now) {
    if (started == null) {
      return false;
    }
    long end = now + started.ticks;
    if (corePorts != null) {
      end = Math.max(end, corePorts.begin(started, now));
      started.endOnCore = end;
    }
    HeldTensor loaded = null;
    if (started.purpose == Transfer.LOAD) {
      Core[] cores = timeline.cores();
      for (int core = started.core; core < started.toCore; core++) {
        LoadQueue queue = cores[core].loads;
        if (queue.awaits(started.request)) {
          loaded = queue.head;
          queue.start(end);
          if (cores[core].waitsForPieces(queue.head)) {
            timeline.stir(cores[core]);
          }
        }
      }
    }
    if (trace != null) {
      trace.transfer(started, loaded, unit, now);
    }
    return true;
  }

  /** Adds what the future of the channels depends on. */
  void describe(TimelineState state) {
    reads.describe(state, timeline.cores(), loads);
    if (writes != reads) {
      writes.describe(state, timeline.cores(), loads);
    }
    if (port != null) {
      port.describe(state, timeline.cores(), loads);
    }
    if (corePorts != null) {
      corePorts.describe(state, timeline.cores(), loads);
    }
  }
}
