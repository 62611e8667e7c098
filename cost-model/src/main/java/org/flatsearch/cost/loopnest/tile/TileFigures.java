package org.flatsearch.cost.loopnest.tile;

import org.flatsearch.spec.Accelerator;

/**
 * What costs depend on when a dimension of some extent is cut into tiles of some size: the size
 * itself, the trip count, and what the tiles need at the array, the ragged last one included.
 *
 * <p>Every cost is monotone in each of these figures. So a tile size that no other beats in all of
 * them is the only kind worth trying, and the minima of the figures over a set of tile sizes bound
 * the cost of every size in the set from below, although no single size may have them all.
 */
public final class TileFigures {
  /** Parts into which an even share is divided: a class of shares ends at each of them. */
  private static final int PARTS = 64;

  /** Elements of a full tile. */
  public int tile;

  /** Tiles, the ragged last one included. */
  public int trips;

  /** One over the number of tiles. */
  public double inverse;

  /** The same at least, over a set of tile sizes: costs rise with it. */
  public double leastInverse;

  /** Σ⌈tile/rows⌉ over all tiles: passes if the dimension lies on the rows of the array. */
  public long passesOnRows;

  /** Σ⌈tile/columns⌉ over all tiles. */
  public long passesOnColumns;

  /** Σmax(tile + fill, load) over all tiles: cycles if the dimension streams through Logit. */
  public double streamedInLogit;

  /** Σmax(tile + fill, load) over all tiles: cycles if the dimension streams through Attend. */
  public double streamedInAttend;

  /** ⌈tile/rows⌉ of a full tile. */
  public int fullOnRows;

  /** ⌈tile/columns⌉ of a full tile. */
  public int fullOnColumns;

  /** ⌈tile/rows⌉ of the last tile. */
  public int lastOnRows;

  /** ⌈tile/columns⌉ of the last tile. */
  public int lastOnColumns;

  /**
   * No less than a full tile's share of the extent: 1/n if the tile divides the extent, else that
   * of the largest tile of its {@linkplain #PARTS class}. Costs fall when it rises; by classes, few
   * tile sizes of a trip count differ in it.
   */
  public double share;

  /** The same for a full tile's share of all work, however the dimension lies on the array. */
  public double workShare;

  /** What is left for the last tile if the others are as large as {@link #share} says. */
  public int least;

  /** ⌈least/rows⌉. */
  public int leastOnRows;

  /** ⌈least/columns⌉. */
  public int leastOnColumns;

  /** max(least + fill, load) in Logit. */
  public double leastInLogit;

  /** max(least + fill, load) in Attend. */
  public double leastInAttend;

  /** max(tile + fill, load) of a full tile in Logit. */
  public double fullInLogit;

  /** max(tile + fill, load) of a full tile in Attend. */
  public double fullInAttend;

  /** max(tile + fill, load) of the last tile in Logit. */
  public double lastInLogit;

  /** max(tile + fill, load) of the last tile in Attend. */
  public double lastInAttend;

  /** The figures of {@code extent} elements in tiles of {@code tile} on {@code accelerator}. */
  public static TileFigures of(Accelerator accelerator, int extent, int tile) {
    TileFigures figures = new TileFigures();
    figures.set(ArrayShape.of(accelerator), extent, tile);
    return figures;
  }

  /** Takes up tiles of {@code size} of a dimension. */
  public void set(Figures figures, int dimension, int size) {
    set(figures.array, figures.extent[dimension], size);
  }

  private void set(ArrayShape array, int extent, int size) {
    tile = size;
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
    fullInLogit = Math.max(size + array.fillLogit(), array.stationaryLoad());
    lastInLogit = Math.max(last + array.fillLogit(), array.stationaryLoad());
    leastInLogit = Math.max(least + array.fillLogit(), array.stationaryLoad());
    fullInAttend = Math.max(size + array.fillAttend(), array.stationaryLoad());
    lastInAttend = Math.max(last + array.fillAttend(), array.stationaryLoad());
    leastInAttend = Math.max(least + array.fillAttend(), array.stationaryLoad());
    streamedInLogit = (trips - 1) * fullInLogit + lastInLogit;
    streamedInAttend = (trips - 1) * fullInAttend + lastInAttend;
    workShare = last == size ? inverse : classOfWork(extent);
  }

  /** The most of all words and of all work that a full tile can have. */
  public double largerShare() {
    return Math.max(share, workShare);
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

  /** ⌈extent/size⌉, by a division of doubles, which is faster and with the half exact. */
  private static int tripsOf(int extent, int size) {
    return (int) ((extent - 0.5) / size) + 1;
  }

  /** Makes this equal to {@code other}. */
  public void set(TileFigures other) {
    tile = other.tile;
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

  /** Lowers each figure to that of {@code other} where that is smaller. */
  public void lowerTo(TileFigures other) {
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

  /** Whether no figure that costs depend on is larger than that of {@code other}. */
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
