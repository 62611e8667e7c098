package org.flatsearch.cost.loopnest.tile;

import org.flatsearch.spec.AttentionWorkload;

/** Counts visible logits of an instance: of rows, which are ordered by query, and keys. */
final class VisibleLogits {
  private final int keys;
  private final int heads;
  private final boolean isMasked;

  /** How many keys the first query sees without a window. */
  private final long ahead;

  private final long window;

  VisibleLogits(AttentionWorkload workload) {
    keys = workload.keys();
    heads = workload.rows() / workload.queryLength();
    isMasked = !workload.mask().isNone();
    ahead = keys - workload.queryLength() + 1L;
    window = Math.min(workload.mask().window(), keys);
  }

  /** Those of rows from {@code row} to before {@code endRow}, and likewise of keys. */
  long count(int row, int endRow, int key, int endKey) {
    return before(endRow, endKey) - before(row, endKey) - before(endRow, key) + before(row, key);
  }

  /** Those of all rows before {@code row} and all keys before {@code key}. */
  private long before(int row, int key) {
    int query = row / heads;
    int rest = row % heads;
    long whole = ofQueries(query, key);
    return heads * whole + (rest == 0 ? 0 : rest * (ofQueries(query + 1, key) - whole));
  }

  /** Those of one head of so many queries and all keys before {@code key}. */
  private long ofQueries(int queries, int key) {
    return isMasked
        ? sum(queries, ahead, key) - sum(queries, ahead - window, key)
        : (long) queries * key;
  }

  /** Sums, over so many queries, {@code first} + query, which counts as 0 to {@code most}. */
  private static long sum(int queries, long first, long most) {
    long from = Math.min(Math.max(0, -first), queries);
    long to = Math.min(Math.max(from, most - first), queries);
    return (to - from) * (2 * first + from + to - 1) / 2 + (queries - to) * most;
  }
}
