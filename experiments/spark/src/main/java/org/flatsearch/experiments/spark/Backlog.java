package org.flatsearch.experiments.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;
import org.flatsearch.experiments.definition.Run;

/**
 * The runs that are still to be sent, cut into batches when the cluster has room for them.
 *
 * <p>A batch takes {@link #BATCH_SECONDS} by what is known of its runs at that time: hundreds of
 * short ones, or a single long one. A task costs 20 ms, or 47 to 71 ms if its work takes long
 * (docs/cluster.md), which is little in comparison. Towards the end batches get smaller, down to
 * {@link #SMALLEST_BATCH_SECONDS}, so that all cores finish at about the same time. A run of a kind
 * that has not been timed yet is a batch of its own.
 */
final class Backlog {
  static final double BATCH_SECONDS = 4;
  static final double SMALLEST_BATCH_SECONDS = 1;

  /** Bounds the size of a message: a line of results takes some kilobytes. */
  private static final int MOST_RUNS = 2_000;

  private final Pace pace;
  private final List<Run> runs;
  private int next;
  private final Deque<Run> returned = new ArrayDeque<>();
  private final Deque<Run> again = new ArrayDeque<>();

  Backlog(List<Run> runs, Pace pace) {
    this.runs = runs;
    this.pace = pace;
  }

  boolean isEmpty() {
    return size() == 0;
  }

  private int size() {
    return returned.size() + runs.size() - next + again.size();
  }

  /** Takes back runs that were sent but not begun, to be sent before all others. */
  void giveBack(List<Run> unfinished) {
    for (int k = unfinished.size() - 1; k >= 0; k--) {
      returned.addFirst(unfinished.get(k));
    }
  }

  /** Takes back a run that is to be tried again after all others. */
  void tryAgain(Run run) {
    again.addLast(run);
  }

  /** Takes the next batch for one of this many cores; there must be a run. */
  Batch take(int cores) {
    // What a core would get if it took all that is left in two batches.
    int share = size() / (2 * cores);
    List<Run> batch = new ArrayList<>();
    double seconds = 0;
    while (!isEmpty() && batch.size() < MOST_RUNS) {
      OptionalDouble estimate = pace.seconds(peek());
      boolean fits =
          estimate.isPresent()
              && seconds + estimate.getAsDouble()
                  <= (batch.size() < share ? BATCH_SECONDS : SMALLEST_BATCH_SECONDS);
      if (!fits && !batch.isEmpty()) {
        break;
      }
      batch.add(poll());
      if (estimate.isEmpty()) {
        break;
      }
      seconds += estimate.getAsDouble();
    }
    return new Batch(batch);
  }

  private Run peek() {
    return !returned.isEmpty()
        ? returned.peekFirst()
        : next < runs.size() ? runs.get(next) : again.peekFirst();
  }

  private Run poll() {
    return !returned.isEmpty()
        ? returned.pollFirst()
        : next < runs.size() ? runs.get(next++) : again.pollFirst();
  }
}
