package org.flatsearch.cost.loopnest.tile;

import java.util.Arrays;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;

/**
 * The shared loops of a nest as {@code PhaseTimeline} runs through them on the first core, which
 * has most to do, and the kinds of their tiles.
 *
 * <p>A kind is the set of loops that are at a last tile that is smaller than the others: bit p is
 * the loop at position p. The last tile counts with {@link TileFigures#least}, so that no figure of
 * a tile size is larger than that of a tile size that it beats.
 */
public final class SharedTiles {
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();

  /** Phases of a kind need not be counted if at most one in this many phases is of that kind. */
  public static final int HARDLY_ANY = 1024;

  /**
   * The steps of phases of a kind need not be followed if at most one in this many is of that kind.
   */
  public static final int FEW = 16;

  /** Behind the sizes of a full and of the last tile: {@link TileFigures#largest}. */
  private static final int LARGEST = 2;

  private static final int SIZES = 3;

  /** The number of shared loops. */
  public int loops;

  /** Iterations, by position. */
  public final int[] trips = new int[LoopNest.LOOPS];

  /** The set of loops whose last tile is smaller than the others. */
  public int ragged;

  /** The position of the loop over the keys; −1 if they are not shared. */
  public int keyLoop;

  private int rowBit;
  private int keyBit;
  private final double[] instances = new double[SIZES];
  private final double[] rows = new double[SIZES];
  private final double[] keys = new double[SIZES];

  /** Sets all fields to those of {@code other}. */
  public void set(SharedTiles other) {
    loops = other.loops;
    System.arraycopy(other.trips, 0, trips, 0, trips.length);
    ragged = other.ragged;
    keyLoop = other.keyLoop;
    rowBit = other.rowBit;
    keyBit = other.keyBit;
    System.arraycopy(other.instances, 0, instances, 0, SIZES);
    System.arraycopy(other.rows, 0, rows, 0, SIZES);
    System.arraycopy(other.keys, 0, keys, 0, SIZES);
  }

  /** Describes the shared loops of {@code nest}; {@code dealing} is exact. */
  public void set(LoopNest nest, TileFigures[] tiles, int[] extents, Dealing dealing) {
    loops = nest.form.count();
    ragged = 0;
    rowBit = 0;
    keyBit = 0;
    keyLoop = -1;
    size(instances, tiles[INSTANCE], extents[INSTANCE]);
    Arrays.fill(rows, extents[ROW]);
    Arrays.fill(keys, extents[KEY]);
    for (int position = 0; position < loops; position++) {
      int dimension = nest.form.dimensions().get(position).ordinal();
      TileFigures tile = tiles[dimension];
      int bit = 1 << position;
      trips[position] = tile.trips;
      ragged |= (long) tile.trips * tile.tile > extents[dimension] ? bit : 0;
      if (dimension == ROW) {
        rowBit = bit;
        size(rows, tile, extents[ROW]);
      } else if (dimension == KEY) {
        keyBit = bit;
        keyLoop = position;
        size(keys, tile, extents[KEY]);
      }
    }
    keepOfFirstCore(nest.form, dealing.tilesOfCore0);
  }

  /**
   * Keeps what the first core does: the first tiles, rounded down to whole instance tiles if it has
   * any.
   */
  private void keepOfFirstCore(SharedLoops form, long tiles) {
    boolean dealsRows = form.dealsRows();
    int rowTiles = dealsRows ? trips[1] : 1;
    if (tiles < rowTiles) {
      trips[1] = (int) tiles;
      ragged &= ~2;
    }
    int instanceTiles = (int) Math.max(1, tiles / rowTiles);
    if (instanceTiles < trips[0]) {
      trips[0] = instanceTiles;
      ragged &= ~1;
    }
  }

  private static void size(double[] sizes, TileFigures tile, int extent) {
    sizes[0] = tile.tile;
    sizes[1] = tile.least;
    sizes[LARGEST] = tile.largest(extent);
  }

  /**
   * Whether each phase but the first of a row tile continues the sums of the phase just before it.
   */
  public boolean keysAreInnermost() {
    return keyLoop >= 0 && innermost() == keyLoop;
  }

  /**
   * Whether each phase not on the first keys continues the sums of the phase two places before it.
   */
  public boolean keysAreAroundPairs() {
    int innermost = innermost();
    return keyLoop >= 0 && trips[keyLoop] > 1 && keyLoop == innermost - 1 && trips[innermost] == 2;
  }

  /**
   * The position of the innermost loop of several iterations; that of the outermost if there is
   * none.
   */
  private int innermost() {
    int innermost = loops - 1;
    while (innermost > 0 && trips[innermost] == 1) {
      innermost--;
    }
    return innermost;
  }

  /** Whether rows are not cut, or the loop over them is in the set {@code loops}. */
  public boolean changesWithRows(int loops) {
    return rowBit == 0 || (loops & rowBit) != 0;
  }

  /** Whether at most one in {@code oneIn} tiles is of a kind. */
  public boolean isRare(int kind, int oneIn) {
    int share = 1;
    for (int position = 0; position < loops; position++) {
      share *= (kind >> position & 1) == 0 ? 1 : Math.min(oneIn, trips[position]);
    }
    return share >= oneIn;
  }

  /** Instances in any tile at most, also if the tiles were others with the same shares. */
  public double mostInstances() {
    return instances[LARGEST];
  }

  /** Rows in any tile at most, by the same rule. */
  public double mostRows() {
    return rows[LARGEST];
  }

  /** Keys in any tile at most, by the same rule. */
  public double mostKeys() {
    return keys[LARGEST];
  }

  /** Instances in a tile of {@code kind}. */
  public double instances(int kind) {
    return instances[kind & 1];
  }

  /** Rows in a tile of {@code kind}. */
  public double rows(int kind) {
    return rows[(kind & rowBit) == 0 ? 0 : 1];
  }

  /** Keys in a tile of {@code kind}. */
  public double keys(int kind) {
    return keys[(kind & keyBit) == 0 ? 0 : 1];
  }
}
