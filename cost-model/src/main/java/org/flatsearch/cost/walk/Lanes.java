package org.flatsearch.cost.walk;

import org.flatsearch.schedule.Tensor;

/** The softmax lanes of one core: one piece of work at a time, in the order of becoming ready. */
final class Lanes {
  /** The work that waits, a ring of a power of two: its kind, and which tile is to be stored. */
  private LaneJob[] jobs = new LaneJob[8];

  private long[] tiles = new long[8];
  private int first;
  private int waiting;

  /** What the lanes work on; null if they are free. */
  private LaneJob current;

  private long tile;
  private long end;

  /** Streams of the current work that are still under way. */
  int openStreams;

  void add(LaneJob job, long tile) {
    if (waiting == jobs.length) {
      LaneJob[] oldJobs = jobs;
      long[] oldTiles = tiles;
      jobs = new LaneJob[2 * waiting];
      tiles = new long[2 * waiting];
      for (int k = 0; k < waiting; k++) {
        jobs[k] = oldJobs[first + k & waiting - 1];
        tiles[k] = oldTiles[first + k & waiting - 1];
      }
      first = 0;
    }
    int place = first + waiting++ & jobs.length - 1;
    jobs[place] = job;
    tiles[place] = tile;
  }

  boolean isIdle() {
    return current == null && waiting == 0;
  }

  /** Whether they can end or start work. */
  boolean canProceed(long now) {
    return current == null ? waiting > 0 : end <= now && openStreams == 0;
  }

  /** Starts the next piece of work if the lanes are free; returns it, or null. */
  LaneJob startAt(long now) {
    if (current != null || waiting == 0) {
      return null;
    }
    current = jobs[first];
    tile = tiles[first];
    first = first + 1 & jobs.length - 1;
    waiting--;
    end = now + current.ticks();
    return current;
  }

  /** Ends the current work if it is over, streams included; returns it, or null. */
  LaneJob endAt(long now) {
    if (current == null || end > now || openStreams > 0) {
      return null;
    }
    LaneJob ended = current;
    current = null;
    return ended;
  }

  /** The tile of O that the work ended last has divided. */
  long endedTile() {
    return tile;
  }

  /** Adds what this unit's future depends on. */
  void describe(TimelineState state, Slots slots) {
    long freed = slots.freed(Tensor.O.ordinal());
    state.time(current == null ? Timeline.NEVER : end);
    state.value(openStreams);
    state.value(waiting);
    if (current != null) {
      describe(current, tile - freed, state);
    }
    for (int k = 0; k < waiting; k++) {
      int place = first + k & jobs.length - 1;
      describe(jobs[place], tiles[place] - freed, state);
    }
  }

  private static void describe(LaneJob job, long tile, TimelineState state) {
    state.value(job.ticks());
    state.value(job.isSoftmax());
    state.value(job.streamTicks());
    state.value(job.stored() == null ? -1 : job.storedWords());
    state.value(job.stored() == null ? 0 : tile);
  }
}
