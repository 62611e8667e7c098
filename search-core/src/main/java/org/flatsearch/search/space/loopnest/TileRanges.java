package org.flatsearch.search.space.loopnest;

import java.util.ArrayList;
import java.util.List;
import org.flatsearch.cost.loopnest.tile.TileFigures;

/**
 * The allowed tile sizes of one decision, ascending, and the minima of their figures over any range
 * of positions (a sparse table: minima over all ranges whose length is a power of two).
 */
final class TileRanges {
  private final List<TileFigures[]> minima = new ArrayList<>();
  private final int tiled;

  TileRanges(List<TileFigures> tiles) {
    TileFigures[] single = tiles.toArray(TileFigures[]::new);
    minima.add(single);
    for (int length = 2; length <= single.length; length *= 2) {
      TileFigures[] halves = minima.get(minima.size() - 1);
      TileFigures[] level = new TileFigures[single.length - length + 1];
      for (int k = 0; k < level.length; k++) {
        level[k] = new TileFigures();
        level[k].set(halves[k]);
        level[k].lowerTo(halves[k + length / 2]);
      }
      minima.add(level);
    }
    tiled = (int) tiles.stream().filter(tile -> tile.trips > 1).count();
  }

  /** The number of positions. */
  int size() {
    return minima.get(0).length;
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
    return minima.get(0)[position];
  }

  /**
   * The ratio of the largest to the smallest tile size from position {@code low} to {@code high}.
   */
  double ratio(int low, int high) {
    return (double) at(high).tile / at(low).tile;
  }

  /** The minima over the positions from {@code low} to {@code high}. */
  void minimum(int low, int high, TileFigures into) {
    int level = 31 - Integer.numberOfLeadingZeros(high - low + 1);
    TileFigures[] blocks = minima.get(level);
    into.set(blocks[low]);
    int second = high - (1 << level) + 1;
    if (second != low) {
      into.lowerTo(blocks[second]);
    }
  }
}
