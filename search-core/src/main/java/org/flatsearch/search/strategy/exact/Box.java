package org.flatsearch.search.strategy.exact;

import org.flatsearch.search.Score;

/**
 * A box that has been bounded and waits to be split or completed: a range of positions for each
 * shared decision.
 */
final class Box implements Comparable<Box> {
  /** Lowest positions of the shared decisions, then the highest. */
  final int[] ranges;

  /** No point of the box that is better than the best one so far has a better score. */
  final Score bound;

  /** What a prover has left of it, for its parts. */
  final Object remaining;

  /** Boxes are numbered in the order of their making, which settles ties. */
  private final long number;

  Box(int[] ranges, Score bound, Object remaining, long number) {
    this.ranges = ranges;
    this.bound = bound;
    this.remaining = remaining;
    this.number = number;
  }

  @Override
  public int compareTo(Box other) {
    int order = bound.compareTo(other.bound);
    // Of equal bounds the youngest first: it is the smallest, and may soon give a point.
    return order != 0 ? order : Long.compare(other.number, number);
  }
}
