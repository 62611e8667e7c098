package org.flatsearch.search.strategy.exact.constraint;

import java.util.stream.IntStream;
import org.chocosolver.solver.constraints.extension.Tuples;
import org.chocosolver.solver.variables.IntVar;

/**
 * The loops of one stage over rows, keys and its head dimension (the loop over instances is always
 * outermost), and how their tiles lie on the PE array.
 */
final class StageVariables {
  static final int ROW = 0;
  static final int KEY = 1;
  static final int HEAD = 2;

  /** By stage and stationarity: the dimension on x, the one on y, and the one that streams. */
  private static final int[][][] ON_ARRAY = {
    {{ROW, KEY, HEAD}, {HEAD, KEY, ROW}, {HEAD, ROW, KEY}},
    {{ROW, HEAD, KEY}, {KEY, HEAD, ROW}, {ROW, KEY, HEAD}}
  };

  /** P, M, and E or F. */
  final int[] extents;

  /** Tile sizes, by dimension. */
  final IntVar[] tile = new IntVar[3];

  /** Numbers of tiles, by dimension. */
  final IntVar[] trips = new IntVar[3];

  /** Positions among the loops of the stage, by dimension; the loop over instances has 0. */
  final IntVar[] position = new IntVar[3];

  /**
   * How often the loop over a dimension makes a tensor that it does not index pass the array: once
   * per tile or, if the dimension lies on a side of the array, once for each part of the tile that
   * the side has room for.
   */
  final IntVar[] passes = new IntVar[3];

  /**
   * How much of a tile is at the array: all of it if it streams, else what the side has room for.
   */
  final IntVar[] atArray = new IntVar[3];

  /** Stationarity and transposition as one choice of six. */
  final IntVar mapping;

  private final Terms terms;

  /**
   * @param stage 0 Logit, 1 Attend
   * @param extents P, M, and E or F
   * @param rows of the PE array
   * @param columns of the PE array
   */
  StageVariables(Terms terms, int stage, int[] extents, int rows, int columns) {
    this.terms = terms;
    this.extents = extents;
    mapping = terms.between(0, 5);
    for (int d = 0; d < 3; d++) {
      tile[d] = terms.model.intVar("tile", divisors(extents[d]));
      trips[d] = terms.model.intVar("trips", divisors(extents[d]));
      position[d] = terms.between(1, 3);
      passes[d] = terms.between(1, extents[d]);
      atArray[d] = terms.between(1, extents[d]);
      Tuples tuples = new Tuples(true);
      for (int size : divisors(extents[d])) {
        for (int choice = 0; choice < 6; choice++) {
          int side = side(d, ON_ARRAY[stage][choice / 2], choice % 2 == 1, rows, columns);
          int pieces = side == 0 ? 1 : (size + side - 1) / side;
          int part = side == 0 ? size : Math.min(size, side);
          int count = extents[d] / size;
          tuples.add(size, count, choice, count * pieces, part);
        }
      }
      IntVar[] row = {tile[d], trips[d], mapping, passes[d], atArray[d]};
      terms.model.table(row, tuples).post();
    }
    terms.model.allDifferent(position).post();
  }

  private static int side(int d, int[] xyz, boolean transposed, int rows, int columns) {
    if (xyz[2] == d) {
      return 0;
    }
    return (xyz[0] == d) != transposed ? rows : columns;
  }

  private static int[] divisors(int extent) {
    return IntStream.rangeClosed(1, extent).filter(size -> extent % size == 0).toArray();
  }

  /** Puts the loop over {@code d} at a position and makes its tile that of the other stage. */
  void share(int d, int at, StageVariables other) {
    terms.model.arithm(position[d], "=", at).post();
    terms.model.arithm(other.position[d], "=", at).post();
    terms.model.arithm(tile[d], "=", other.tile[d]).post();
  }
}
