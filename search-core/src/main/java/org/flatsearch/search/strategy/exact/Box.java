package org.flatsearch.search.strategy.exact;

import org.flatsearch.search.Score;

/**
 * A box that has been bounded and waits to be split or completed: a range of positions for each
 * shared decision.
 */
final class Box implements Comparable<Box> {
  /** The lowest positions of the shared decisions, then the highest. */
  final int[] ranges;

  /** A lower bound on the points of the box that are better than the incumbent. */
  final Score bound;

  /** What the prover says remains of the box, for its parts. */
  final Object remaining;

  /** Boxes are numbered in the order of creation, which breaks ties. */
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
    // Of boxes with equal bounds, the youngest first: it is the smallest, and nearest to a point.
    return order != 0 ? order : Long.compare(other.number, number);
  }
}
