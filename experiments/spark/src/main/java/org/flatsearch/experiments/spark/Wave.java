package org.flatsearch.experiments.spark;

import java.util.Arrays;
import java.util.List;

/**
 * Batches that are submitted together, as one Spark job. Only the thread of {@link Dispatch} uses
 * it, except for failures, which Spark's listener thread notes.
 */
final class Wave {
  private final long number;
  private final List<Batch> batches;
  private final boolean alone;
  private final boolean[] done;
  private int open;
  private final int[] failures;
  private final String[] reasons;

  /**
   * @param number a number that no other wave has
   * @param batches its batches
   * @param alone whether it is a single suspect, with no other wave under way
   */
  Wave(long number, List<Batch> batches, boolean alone) {
    this.number = number;
    this.batches = batches;
    this.alone = alone;
    done = new boolean[batches.size()];
    open = batches.size();
    failures = new int[batches.size()];
    reasons = new String[batches.size()];
  }

  long number() {
    return number;
  }

  List<Batch> batches() {
    return batches;
  }

  boolean isAlone() {
    return alone;
  }

  /** The number of batches without a result. */
  int open() {
    return open;
  }

  boolean isDone(int batch) {
    return done[batch];
  }

  void markDone(int batch) {
    done[batch] = true;
    open--;
  }

  /** Notes that a task ended without a result. */
  synchronized void noteFailure(int batch, String reason) {
    failures[batch]++;
    reasons[batch] = reason;
  }

  /** The most failures of the task of any batch. */
  synchronized int mostFailures() {
    return Arrays.stream(failures).max().orElse(0);
  }

  /** How often the task of a batch ended without a result. */
  synchronized int failures(int batch) {
    return failures[batch];
  }

  /** Why the task of a batch ended without a result the last time; null if it never did. */
  synchronized String reason(int batch) {
    return reasons[batch];
  }
}
