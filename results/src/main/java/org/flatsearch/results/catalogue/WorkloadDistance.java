package org.flatsearch.results.catalogue;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.spec.AttentionWorkload;

/**
 * How different two workloads are for a schedule: the sum of {@code |ln(a/b)|} over the extents of
 * rows, keys and head dimensions and over the word size.
 *
 * <p>What matters to tiles is the quotient: 64 rows are as far from 128 as 4096 from 8192. Nothing
 * is reused between instances, so their number hardly changes which schedule is best and counts a
 * tenth.
 */
final class WorkloadDistance {
  private static final double INSTANCE_WEIGHT = 0.1;

  private WorkloadDistance() {}

  /** The distance, 0 if and only if both compute the same. */
  static double between(AttentionWorkload a, AttentionWorkload b) {
    double distance = ratio(a.wordBytes(), b.wordBytes());
    for (Dimension dimension : Dimension.values()) {
      double weight = dimension == Dimension.INSTANCE ? INSTANCE_WEIGHT : 1;
      distance += weight * ratio(Extents.of(a, dimension), Extents.of(b, dimension));
    }
    return distance;
  }

  private static double ratio(int a, int b) {
    return a == b ? 0 : Math.abs(Math.log((double) a / b));
  }
}
