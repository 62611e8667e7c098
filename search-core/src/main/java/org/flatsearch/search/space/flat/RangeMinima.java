package org.flatsearch.search.space.flat;

import java.util.ArrayList;
import java.util.List;

/**
 * The minima of a list of numbers over any range of positions, in constant time: a sparse table of
 * the minima over all ranges whose length is a power of two (Bender and Farach-Colton 2000).
 */
final class RangeMinima {
  private final List<double[]> minima = new ArrayList<>();

  RangeMinima(double[] numbers) {
    minima.add(numbers);
    for (int half = 1; 2 * half <= numbers.length; half *= 2) {
      double[] halves = minima.get(minima.size() - 1);
      double[] level = new double[numbers.length - 2 * half + 1];
      for (int k = 0; k < level.length; k++) {
        level[k] = Math.min(halves[k], halves[k + half]);
      }
      minima.add(level);
    }
  }

  /** The least number from position {@code low} to {@code high}, both included. */
  double between(int low, int high) {
    int power = 31 - Integer.numberOfLeadingZeros(high - low + 1);
    double[] level = minima.get(power);
    return Math.min(level[low], level[high + 1 - (1 << power)]);
  }
}
