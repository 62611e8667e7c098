package org.flatsearch.cost.walk;

import java.util.ArrayDeque;
import java.util.Deque;
import org.flatsearch.schedule.Tensor;

/** The softmax lanes of one core: one piece of work at a time, in the order of becoming ready. */
final class SoftmaxUnit {
  /**
   * A piece of work.
   *
   * @param ticks how long the lanes work
   * @param streamedReads words that stream from DRAM meanwhile: logits through DRAM only
   * @param streamedWrites words that stream to DRAM meanwhile
   * @param storedTile for the division of an output, the number of its tile, which is stored
   *     afterwards, or {@link #NOTHING} if the output is streamed; {@link #LOGITS} for the softmax
   *     of a shared tile
   * @param storedWords words of that tile
   */
  record Job(
      long ticks, long streamedReads, long streamedWrites, long storedTile, long storedWords) {
    static final long NOTHING = -1;
    static final long LOGITS = -2;
  }

  private final Deque<Job> waiting = new ArrayDeque<>();
  private Job current;
  private long end;

  /** Streams of the current work that are still under way. */
  int openStreams;

  void add(Job job) {
    waiting.add(job);
  }

  boolean isIdle() {
    return current == null && waiting.isEmpty();
  }

  /** Starts the next piece of work if the lanes are free; returns it, or null. */
  Job startAt(long now) {
    if (current != null || waiting.isEmpty()) {
      return null;
    }
    current = waiting.remove();
    end = now + current.ticks();
    return current;
  }

  /** When the lanes finish; never if they wait for streams or for work. */
  long nextEvent(long now) {
    return current != null && end > now ? end : Timeline.NEVER;
  }

  /** Ends the current work if it is over, streams included; returns it, or null. */
  Job endAt(long now) {
    if (current == null || end > now || openStreams > 0) {
      return null;
    }
    Job ended = current;
    current = null;
    return ended;
  }

  /** Adds what this unit's future depends on. */
  void describe(TimelineState state, Slots slots) {
    state.time(current == null ? Timeline.NEVER : end);
    state.value(openStreams);
    if (current != null) {
      describe(current, state, slots);
    }
    state.value(waiting.size());
    for (Job job : waiting) {
      describe(job, state, slots);
    }
  }

  private static void describe(Job job, TimelineState state, Slots slots) {
    state.value(job.ticks());
    state.value(job.streamedReads());
    state.value(job.streamedWrites());
    state.value(job.storedWords());
    state.value(job.storedTile() < 0);
    state.value(job.storedTile() - (job.storedTile() < 0 ? 0 : slots.freed(Tensor.O)));
  }
}
