package org.flatsearch.results.catalogue;

import java.util.function.ToDoubleFunction;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.spec.AttentionWorkload;

/**
 * How different two workloads are for a schedule: the sum of {@code |ln(a/b)|} over the extents of
 * rows, keys and head dimensions, the word size, and the word sizes of tensors and the window of
 * keys where these differ from the plain case. A mask or values in keys count 1 if only one
 * workload has them.
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
    distance += relativeBytes(a, b, w -> w.bytes().q());
    distance += relativeBytes(a, b, w -> w.bytes().k());
    distance += relativeBytes(a, b, w -> w.bytes().v());
    distance += relativeBytes(a, b, w -> w.bytes().o());
    distance += relativeBytes(a, b, AttentionWorkload::logitBytes);
    distance += a.mask().isNone() == b.mask().isNone() ? 0 : 1;
    distance += ratio(a.mask().window(), b.mask().window());
    return distance + (a.valuesInKeys() == b.valuesInKeys() ? 0 : 1);
  }

  private static double relativeBytes(
      AttentionWorkload a, AttentionWorkload b, ToDoubleFunction<AttentionWorkload> bytes) {
    return ratio(bytes.applyAsDouble(a) / a.wordBytes(), bytes.applyAsDouble(b) / b.wordBytes());
  }

  private static double ratio(double a, double b) {
    return a == b ? 0 : Math.abs(Math.log(a / b));
  }
}
