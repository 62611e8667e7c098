package org.flatsearch.search.space.loopnest;

import java.util.ArrayList;
import java.util.List;
import org.flatsearch.cost.loopnest.tile.TileFigures;

/**
 * The allowed tile sizes of one decision, ascending, and the minima of their figures over any range
 * of positions (a sparse table: minima over all ranges of blocks whose length is a power of two).
 */
final class TileRanges {
  /** With more tile sizes, a block has more than one: the table would not fit into memory. */
  private static final int MANY = 1 << 16;

  /**
   * The logarithm of the size of a block then, at least; there are at most {@link #MANY} blocks.
   */
  private static final int SHIFT_OF_MANY = 6;

  private final List<TileFigures> tiles;
  private final int shift;
  private final List<TileFigures[]> minima = new ArrayList<>();
  private final int tiled;

  /**
   * @param tiles ascending; of many, the figures may be computed when they are asked for
   */
  TileRanges(List<TileFigures> tiles) {
    int size = tiles.size();
    this.tiles = size > MANY ? tiles : List.copyOf(tiles);
    int least = Integer.numberOfLeadingZeros(MANY) - Integer.numberOfLeadingZeros(size);
    shift = size > MANY ? Math.max(SHIFT_OF_MANY, least) : 0;
    minima.add(shift == 0 ? this.tiles.toArray(TileFigures[]::new) : blocks());
    int blocks = minima.get(0).length;
    for (int length = 2; length <= blocks; length *= 2) {
      TileFigures[] halves = minima.get(minima.size() - 1);
      TileFigures[] level = new TileFigures[blocks - length + 1];
      for (int k = 0; k < level.length; k++) {
        level[k] = new TileFigures();
        level[k].set(halves[k]);
        level[k].lowerTo(halves[k + length / 2]);
      }
      minima.add(level);
    }
    tiled = at(size - 1).trips > 1 ? size : size - 1;
  }

  /** The minima of all whole blocks. */
  private TileFigures[] blocks() {
    TileFigures[] blocks = new TileFigures[tiles.size() >> shift];
    for (int k = 0; k < blocks.length; k++) {
      blocks[k] = new TileFigures();
      blocks[k].set(at(k << shift));
      lower(blocks[k], (k << shift) + 1, k + 1 << shift);
    }
    return blocks;
  }

  private void lower(TileFigures figures, int from, int to) {
    for (int k = from; k < to; k++) {
      figures.lowerTo(at(k));
    }
  }

  /** The number of positions. */
  int size() {
    return tiles.size();
  }

  /**
   * How many of the tile sizes cut the dimension into more than one tile. They come first; at most
   * one follows, that of the whole dimension.
   */
  int tiled() {
    return tiled;
  }

  /** The figures of the tile at a position. */
  TileFigures at(int position) {
    return tiles.get(position);
  }

  /**
   * The ratio of the largest to the smallest tile size from position {@code low} to {@code high}.
   */
  double ratio(int low, int high) {
    return (double) at(high).tile / at(low).tile;
  }

  /** The minima over the positions from {@code low} to {@code high}. */
  void minimum(int low, int high, TileFigures into) {
    int first = low + (1 << shift) - 1 >> shift;
    int end = high + 1 >> shift;
    if (first >= end) {
      into.set(at(low));
      lower(into, low + 1, high + 1);
      return;
    }
    int level = 31 - Integer.numberOfLeadingZeros(end - first);
    TileFigures[] ranges = minima.get(level);
    into.set(ranges[first]);
    int second = end - (1 << level);
    if (second != first) {
      into.lowerTo(ranges[second]);
    }
    lower(into, low, first << shift);
    lower(into, end << shift, high + 1);
  }
}
