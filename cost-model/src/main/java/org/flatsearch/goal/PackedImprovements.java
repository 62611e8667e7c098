package org.flatsearch.goal;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.DoubleStream;
import org.flatsearch.goal.Trace.Improvement;

/**
 * An immutable list of improvements that takes a third of the memory of its elements, which it
 * makes anew when they are asked for. Traces are most of what a report of many runs reads.
 */
final class PackedImprovements extends AbstractList<Improvement> implements RandomAccess {
  private final long[] evaluations;

  /** For each improvement its violation and then its values. */
  private final double[] figures;

  /** Where the figures of each improvement end. */
  private final int[] ends;

  private PackedImprovements(List<Improvement> improvements) {
    evaluations = improvements.stream().mapToLong(Improvement::evaluation).toArray();
    figures = improvements.stream().flatMapToDouble(PackedImprovements::figures).toArray();
    ends = new int[evaluations.length];
    int end = 0;
    for (int k = 0; k < ends.length; k++) {
      end += 1 + improvements.get(k).values().size();
      ends[k] = end;
    }
  }

  /** A list of the same improvements. */
  static List<Improvement> of(List<Improvement> improvements) {
    return improvements instanceof PackedImprovements
        ? improvements
        : new PackedImprovements(List.copyOf(improvements));
  }

  private static DoubleStream figures(Improvement improvement) {
    return DoubleStream.concat(
        DoubleStream.of(improvement.violation()),
        improvement.values().stream().mapToDouble(Double::doubleValue));
  }

  @Override
  public Improvement get(int index) {
    int begin = index == 0 ? 0 : ends[index - 1];
    List<Double> values = Arrays.stream(figures, begin + 1, ends[index]).boxed().toList();
    return new Improvement(evaluations[index], figures[begin], values);
  }

  @Override
  public int size() {
    return ends.length;
  }
}
