package org.flatsearch.cost.loopnest.tile;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.spec.Accelerator;

/**
 * What costs depend on when a dimension of some extent is cut into tiles of some size: the size,
 * the trip count, and what the tiles, including the ragged last one, need at the array.
 *
 * <p>Every cost is monotone in each of these figures. So only those tile sizes are worth trying
 * that no other beats in all figures. And the minima of the figures over a set of tile sizes (the
 * maxima of those by which costs fall) bound the cost of every size in the set from below, although
 * no single size may have all of them.
 */
public final class TileFigures {
  /** The parts into which an even share is divided; a class of shares ends at each of them. */
  private static final int PARTS = 64;

  /** Elements of a full tile. */
  public int tile;

  /** Whether these are figures of one tile size, rather than minima of several. */
  public boolean isOne;

  /** The number of tiles, including the ragged last one. */
  public int trips;

  /**
   * One over the number of tiles; over a set of tile sizes, the largest. Costs fall when it rises.
   */
  public double inverse;

  /** One over the number of tiles; over a set of tile sizes, the smallest. Costs rise with it. */
  public double leastInverse;

  /** Σ⌈tile/rows⌉ over all tiles: passes if the dimension lies on the rows of the array. */
  long passesOnRows;

  /** Σ⌈tile/columns⌉ over all tiles. */
  long passesOnColumns;

  /** Σmax(tile + fill, load) over all tiles: cycles if the dimension streams through Logit. */
  double streamedInLogit;

  /** Σmax(tile + fill, load) over all tiles: cycles if the dimension streams through Attend. */
  double streamedInAttend;

  /** ⌈tile/rows⌉ of a full tile. */
  int fullOnRows;

  /** ⌈tile/columns⌉ of a full tile. */
  int fullOnColumns;

  /** ⌈tile/rows⌉ of the last tile. */
  int lastOnRows;

  /** ⌈tile/columns⌉ of the last tile. */
  int lastOnColumns;

  /**
   * At least a full tile's share of the extent: 1/n if the tile divides the extent, otherwise the
   * share of the largest tile of its {@linkplain #PARTS class}. Costs fall when it rises. Because
   * of the classes, the tile sizes of one trip count have few different shares.
   */
  public double share;

  /**
   * At least a full tile's share of all work, however the dimension lies on the array, by classes
   * too.
   */
  public double workShare;

  /** What is left for the last tile if the others are as large as {@link #share} allows. */
  public int least;

  /** ⌈least/rows⌉. */
  int leastOnRows;

  /** ⌈least/columns⌉. */
  int leastOnColumns;

  /** max(least + fill, load) in Logit. */
  double leastInLogit;

  /** max(least + fill, load) in Attend. */
  double leastInAttend;

  /** max(tile + fill, load) of a full tile in Logit. */
  double fullInLogit;

  /** max(tile + fill, load) of a full tile in Attend. */
  double fullInAttend;

  /** max(tile + fill, load) of the last tile in Logit. */
  double lastInLogit;

  /** max(tile + fill, load) of the last tile in Attend. */
  double lastInAttend;

  /** Returns these figures where a core has one array, as it has for all dimensions but rows. */
  public static TileFigures of(Accelerator accelerator, int extent, int tile) {
    return of(accelerator, Dimension.KEY, extent, tile);
  }

  /**
   * Returns the figures of {@code extent} elements of a dimension in tiles of {@code tile} on
   * {@code accelerator}.
   */
  public static TileFigures of(Accelerator accelerator, Dimension dimension, int extent, int tile) {
    TileFigures figures = new TileFigures();
    int arrays = dimension == Dimension.ROW ? accelerator.arrays() : 1;
    figures.set(ArrayShape.of(accelerator, arrays), extent, tile);
    return figures;
  }

  /** Sets the figures to those of tiles of {@code size} of a dimension. */
  public void set(Figures figures, int dimension, int size) {
    set(figures.array(dimension), figures.extent[dimension], size);
  }

  private void set(ArrayShape array, int extent, int size) {
    tile = size;
    isOne = true;
    trips = tripsOf(extent, size);
    inverse = 1.0 / trips;
    leastInverse = inverse;
    int last = extent - (trips - 1) * size;
    int largest = last == size ? size : largestOfClass(extent, trips, size);
    share = last == size ? inverse : (double) largest / extent;
    least = extent - (trips - 1) * largest;
    fullOnRows = array.onRows(size);
    lastOnRows = array.onRows(last);
    leastOnRows = array.onRows(least);
    fullOnColumns = array.onColumns(size);
    lastOnColumns = array.onColumns(last);
    leastOnColumns = array.onColumns(least);
    passesOnRows = (trips - 1L) * fullOnRows + lastOnRows;
    passesOnColumns = (trips - 1L) * fullOnColumns + lastOnColumns;
    fullInLogit = array.inLogit(size);
    lastInLogit = array.inLogit(last);
    leastInLogit = array.inLogit(least);
    fullInAttend = array.inAttend(size);
    lastInAttend = array.inAttend(last);
    leastInAttend = array.inAttend(least);
    streamedInLogit = (trips - 1) * fullInLogit + lastInLogit;
    streamedInAttend = (trips - 1) * fullInAttend + lastInAttend;
    workShare = last == size ? inverse : classOfWork(extent);
  }

  private static int largestOfClass(int extent, int trips, int size) {
    long parts = (long) PARTS * trips;
    long least = (parts * size + extent - 1) / extent;
    long step = Math.max(least, PARTS + 1);
    return (int) Math.min((extent - 0.5) / (trips - 1), step * extent / parts);
  }

  private double classOfWork(int extent) {
    double most = 1.0 / (trips - 1);
    double exact = (double) tile / extent;
    exact = Math.max(exact, (double) fullOnRows / passesOnRows);
    exact = Math.max(exact, (double) fullOnColumns / passesOnColumns);
    exact = Math.max(exact, fullInLogit / streamedInLogit);
    exact = Math.max(exact, fullInAttend / streamedInAttend);
    double step = Math.max(Math.ceil(exact * trips * PARTS), PARTS + 1);
    return Math.min(most, step / PARTS * inverse);
  }

  /** ⌈extent/size⌉. A division of doubles is faster and, with the half subtracted, exact. */
  private static int tripsOf(int extent, int size) {
    return (int) ((extent - 0.5) / size) + 1;
  }

  /** Sets all figures to those of {@code other}. */
  public void set(TileFigures other) {
    tile = other.tile;
    isOne = other.isOne;
    trips = other.trips;
    passesOnRows = other.passesOnRows;
    passesOnColumns = other.passesOnColumns;
    streamedInLogit = other.streamedInLogit;
    streamedInAttend = other.streamedInAttend;
    share = other.share;
    workShare = other.workShare;
    inverse = other.inverse;
    leastInverse = other.leastInverse;
    least = other.least;
    leastOnRows = other.leastOnRows;
    leastOnColumns = other.leastOnColumns;
    leastInLogit = other.leastInLogit;
    leastInAttend = other.leastInAttend;
    fullOnRows = other.fullOnRows;
    fullOnColumns = other.fullOnColumns;
    lastOnRows = other.lastOnRows;
    lastOnColumns = other.lastOnColumns;
    fullInLogit = other.fullInLogit;
    fullInAttend = other.fullInAttend;
    lastInLogit = other.lastInLogit;
    lastInAttend = other.lastInAttend;
  }

  /**
   * Makes this bound {@code other} too: takes the smaller of both figures or, where costs fall when
   * it rises, the larger.
   */
  public void lowerTo(TileFigures other) {
    isOne &= other.isOne && tile == other.tile;
    tile = Math.min(tile, other.tile);
    trips = Math.min(trips, other.trips);
    passesOnRows = Math.min(passesOnRows, other.passesOnRows);
    passesOnColumns = Math.min(passesOnColumns, other.passesOnColumns);
    streamedInLogit = Math.min(streamedInLogit, other.streamedInLogit);
    streamedInAttend = Math.min(streamedInAttend, other.streamedInAttend);
    share = Math.max(share, other.share);
    workShare = Math.max(workShare, other.workShare);
    inverse = Math.max(inverse, other.inverse);
    leastInverse = Math.min(leastInverse, other.leastInverse);
    least = Math.min(least, other.least);
    leastOnRows = Math.min(leastOnRows, other.leastOnRows);
    leastOnColumns = Math.min(leastOnColumns, other.leastOnColumns);
    leastInLogit = Math.min(leastInLogit, other.leastInLogit);
    leastInAttend = Math.min(leastInAttend, other.leastInAttend);
    fullOnRows = Math.min(fullOnRows, other.fullOnRows);
    fullOnColumns = Math.min(fullOnColumns, other.fullOnColumns);
    lastOnRows = Math.min(lastOnRows, other.lastOnRows);
    lastOnColumns = Math.min(lastOnColumns, other.lastOnColumns);
    fullInLogit = Math.min(fullInLogit, other.fullInLogit);
    fullInAttend = Math.min(fullInAttend, other.fullInAttend);
    lastInLogit = Math.min(lastInLogit, other.lastInLogit);
    lastInAttend = Math.min(lastInAttend, other.lastInAttend);
  }

  /** Whether no cost can be larger than with {@code other}. */
  public boolean isNoWorseThan(TileFigures other) {
    return tile <= other.tile
        && trips <= other.trips
        && passesOnRows <= other.passesOnRows
        && passesOnColumns <= other.passesOnColumns
        && streamedInLogit <= other.streamedInLogit
        && streamedInAttend <= other.streamedInAttend
        && share >= other.share
        && workShare >= other.workShare;
  }
}
