package org.flatsearch.cost.loopnest.tile;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;

/**
 * Tables of products over every subset of the four loops of a stage. The index is a set of loops:
 * bit k is the loop at position k.
 *
 * <p>Which loops enter a product depends on orders and residencies, which a search draws at random.
 * Looking the product up avoids branches that could not be predicted.
 */
public final class LoopProducts {
  /** The number of subsets of the loops; the last one contains all of them. */
  private static final int SUBSETS = 1 << LoopNest.LOOPS;

  /** Iterations. */
  public final long[] trips = new long[SUBSETS];

  /** {@link TileFigures#inverse}. */
  final double[] inverse = new double[SUBSETS];

  /** {@link TileFigures#leastInverse}. */
  final double[] leastInverse = new double[SUBSETS];

  /** {@link TileFigures#share}. */
  public final double[] share = new double[SUBSETS];

  /** The set of loops that have more than one iteration. */
  public int repeated;

  /** The set of shared loops. */
  public int shared;

  /** The loop over each dimension as a set of one, by ordinal of the dimension. */
  public final int[] bit = new int[Dimension.values().length];

  /** Whether the loop over a dimension is shared. */
  public boolean isShared(int dimension) {
    return bit[dimension] <= shared;
  }

  /** The position of the loop over a dimension. */
  public int position(int dimension) {
    return Integer.numberOfTrailingZeros(bit[dimension]);
  }

  /** Fills the tables for the loops of a stage. */
  public void fill(int[] order, int sharedLoops, TileFigures[] tiles) {
    shared = (1 << sharedLoops) - 1;
    bit[order[0]] = 1;
    bit[order[1]] = 2;
    bit[order[2]] = 4;
    bit[order[3]] = 8;
    TileFigures a = tiles[order[0]];
    TileFigures b = tiles[order[1]];
    TileFigures c = tiles[order[2]];
    TileFigures d = tiles[order[3]];
    repeated =
        (1 - a.trips) >>> 31
            | (1 - b.trips) >>> 31 << 1
            | (1 - c.trips) >>> 31 << 2
            | (1 - d.trips) >>> 31 << 3;
    multiply(inverse, a.inverse, b.inverse, c.inverse, d.inverse);
    multiply(leastInverse, a.leastInverse, b.leastInverse, c.leastInverse, d.leastInverse);
    multiply(share, a.share, b.share, c.share, d.share);
    multiply(trips, a.trips, b.trips, c.trips, d.trips);
  }

  private static void multiply(double[] products, double a, double b, double c, double d) {
    double ab = a * b;
    double cd = c * d;
    products[0] = 1;
    products[1] = a;
    products[2] = b;
    products[3] = ab;
    products[4] = c;
    products[5] = a * c;
    products[6] = b * c;
    products[7] = ab * c;
    products[8] = d;
    products[9] = a * d;
    products[10] = b * d;
    products[11] = ab * d;
    products[12] = cd;
    products[13] = a * cd;
    products[14] = b * cd;
    products[15] = ab * cd;
  }

  private static void multiply(long[] products, long a, long b, long c, long d) {
    long ab = a * b;
    long cd = c * d;
    products[0] = 1;
    products[1] = a;
    products[2] = b;
    products[3] = ab;
    products[4] = c;
    products[5] = a * c;
    products[6] = b * c;
    products[7] = ab * c;
    products[8] = d;
    products[9] = a * d;
    products[10] = b * d;
    products[11] = ab * d;
    products[12] = cd;
    products[13] = a * cd;
    products[14] = b * cd;
    products[15] = ab * cd;
  }
}
