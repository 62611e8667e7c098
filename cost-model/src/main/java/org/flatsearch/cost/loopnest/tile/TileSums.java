package org.flatsearch.cost.loopnest.tile;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.SharedLoops;

/**
 * Sums over the tiles of rows × keys of one stage that have a visible logit, for tiles of given
 * sizes, or bounds of the sums for many sizes. Sums over elements are of all instances and cores,
 * and so are numbers of tiles.
 */
public final class TileSums {
  /** Whether sums are those of one nest, rather than bounds of many. */
  public boolean isExact;

  /** Elements of a full tile; in bounds of many nests, of the largest. */
  public int rowTile;

  public int keyTile;

  /** Keys that the array works on at a time: of a step, or else of a tile. */
  public int keyStep;

  // What else exact sums are of.
  private int tileOfInstances;
  private int keysOfPart;
  private boolean dealsRows;

  /** Whether tiles are unlike, and these bound the sums of many nests. */
  public boolean isBound;

  /** In bounds, elements of the smallest full tile; 0 for keys that steps cut. */
  int leastRowTile;

  int leastKeyTile;

  /** In bounds, the most rows × keys that live tiles with the last rows, or the last keys, have. */
  long areaOfLastRows;

  long areaOfLastKeys;

  /** The number of row tiles. */
  public int rowTiles;

  /** The fewest live parts of a row tile. */
  public int leastParts;

  /** Tiles of an instance that are dealt: row tiles of parts, or parts. */
  public int dealt;

  /** Rows of the last row tile. */
  int lastRows;

  /** The last step of a full tile of keys, if it is ragged, and that of the last tile. */
  int lastOfTile;

  int lastOfKeys;

  /** The keys that any row sees, in whole tiles; of the part with most. */
  public long keysSeen;

  /** The most keys of a row tile. */
  public long mostKeys;

  /** The most rows × keys of a row tile. */
  public long mostArea;

  /** The most rows of a key tile. */
  public long mostRows;

  /** Row tiles in the order of dealing, with their key tiles. */
  public final Run byRows = new Run();

  /** Key tiles with their row tiles. */
  public final Run byKeys = new Run();

  /** Of {@link #byRows}, those of the core with the most visible logits. */
  public final Run ofCore = new Run();

  /** The dealt tiles of that core. */
  public long dealtToCore;

  /** Instances of each instance tile (and part) and core that works on it. */
  public long touches;

  /** The number of these tiles. */
  public long touchedTiles;

  /** Their keys and key tiles. */
  public long touchedKeys;

  public long touchedKeyTiles;

  /** Instances of {@link #touches} for which words come from DRAM: once if cores load together. */
  public long readTouches;

  /**
   * The keys that come from DRAM if cores load together or share a buffer: of {@link #touches}, of
   * all key tiles and of all steps, and of the tiles and steps that move.
   */
  public long unseenTouches;

  public long unseen;
  public long unseenSteps;
  public long unseenMoved;
  public long unseenStepsMoved;

  /** Rows of the last row tile of the last instances. */
  public long leastRows;

  /** Whether these are exact sums of such tiles. */
  boolean isOf(
      int rowTile,
      int keyTile,
      int keyStep,
      int tileOfInstances,
      int keysOfPart,
      boolean dealsRows) {
    return this.rowTile == rowTile
        && this.keyTile == keyTile
        && this.keyStep == keyStep
        && this.tileOfInstances == tileOfInstances
        && this.keysOfPart == keysOfPart
        && this.dealsRows == dealsRows;
  }

  /** Says which tiles these are exact sums of. */
  void set(int rowTile, int keyTile, int keyStep, UnlikeDealing dealing) {
    this.rowTile = rowTile;
    this.keyTile = keyTile;
    this.keyStep = keyStep;
    tileOfInstances = dealing.tileOfInstances;
    keysOfPart = dealing.keysOfPart;
    dealsRows = dealing.dealsRows;
    rowTiles = dealing.rowTiles;
    leastParts = dealing.leastParts;
    dealt = dealing.dealt;
    dealtToCore = dealing.dealtToCore;
  }

  void clearTouches() {
    touches = 0;
    touchedTiles = 0;
    touchedKeys = 0;
    touchedKeyTiles = 0;
    readTouches = 0;
  }

  /** A shared buffer gets so many keys once, or so many if steps are loaded. */
  void setOnce(long keys, long keysOfSteps) {
    unseenTouches = keys;
    unseen = keys;
    unseenMoved = keys;
    unseenSteps = keysOfSteps;
    unseenStepsMoved = keysOfSteps;
  }

  /**
   * Sets the sums where all tiles are alike but for ragged ones: all rows see all keys, and cores
   * get blocks of tiles. Then each sum is a product. With minima of figures, and a dealing that is
   * a bound, the sums are bounds.
   */
  void setAlike(Figures figures, Dealing dealing, TileFigures[] tiles, boolean dealsRows) {
    TileFigures ofKeys = tiles[Dimension.KEY.ordinal()];
    long rows = figures.extent[Dimension.ROW.ordinal()];
    long keys = figures.extent[Dimension.KEY.ordinal()];
    long instances = figures.extent[Dimension.INSTANCE.ordinal()];
    long instanceTiles = tiles[Dimension.INSTANCE.ordinal()].trips;
    rowTiles = tiles[Dimension.ROW.ordinal()].trips;
    rowTile = tiles[Dimension.ROW.ordinal()].tile;
    keyTile = ofKeys.tile;
    keyStep = keyTile;
    isExact = dealing.isExact;
    keysSeen = keys;
    mostKeys = keys;
    mostArea = rowTile * keys;
    mostRows = rows;
    // Cores that work on rows of the same instances load K each on their own.
    touches = dealing.fetchedPerInstanceTile;
    readTouches = dealing.readPerInstanceTile;
    touchedTiles = instanceTiles;
    touchedKeys = touches * keys;
    touchedKeyTiles = instanceTiles * ofKeys.trips;
    unseenTouches = readTouches * keys;
    long area = instances * rows * keys;
    byRows.set(
        instanceTiles * rowTiles, ofKeys.trips, instances * rows, instances * rowTiles * keys);
    byRows.area = area;
    byRows.singleArea = ofKeys.trips == 1 ? area : 0;
    byKeys.set(
        instanceTiles * ofKeys.trips, rowTiles, instances * keys, instances * ofKeys.trips * rows);
    byKeys.area = area;
    byKeys.singleArea = rowTiles == 1 ? area : 0;
    unseen =
        !dealsRows
            ? byRows.othersOfPairs
            : (rowTiles == 1 ? readTouches : dealing.readPerTile) * keys;
    unseenSteps = unseen;
    unseenMoved = ofKeys.trips == 1 ? unseenTouches : unseen;
    unseenStepsMoved = unseenMoved;
    byRows.changes = instanceTiles;
    byRows.changed = touchedKeys;
    if (ofKeys.trips == 1) {
      byRows.moves = instanceTiles;
      byRows.moved = touchedKeys;
    }
    byRows.stepMoves = byRows.moves;
    byRows.stepMoved = byRows.moved;
    byKeys.changes = instanceTiles;
    byKeys.changed = instances * rows;
    if (rowTiles == 1) {
      byKeys.moves = instanceTiles;
      byKeys.moved = instances * rows;
    }
    byKeys.continued = instanceTiles * (ofKeys.trips - 1);
    byKeys.continuedRows = instances * rows * (ofKeys.trips - 1);
    byKeys.completedRows = instances * rows;
  }

  /** The first and the last shared tile of the core with the most visible logits. */
  public final End first = new End();

  public final End last = new End();

  /** A shared tile, and the tiles of each stage's own at its beginning or its end. */
  public static final class End {
    /** Instances of the tile. */
    public int instances;

    /** Rows of the row tile, which is the last one or another. */
    public int rows;

    /** Keys of the first or last key tile that it sees, and of a step of that. */
    public int keys;

    public int keysOfStep;

    /** Keys of all key tiles that it sees. */
    public long range;

    /** The item alone. */
    final Run item = new Run();
  }

  /** The number of shared tiles of a run, which has so many tiles of instances. */
  public double sharedTiles(Run run, SharedLoops form, long tilesOfInstances) {
    return form.shares(Dimension.KEY)
        ? run.pairs
        : form.shares(Dimension.ROW) ? run.items : tilesOfInstances;
  }

  /** Keys of a step of a tile, the least if that has minima. */
  public int stepOf(TileFigures ofKeys) {
    return isExact ? keyStep : Math.min(ofKeys.tile, keyStep);
  }

  /**
   * Sums over a sequence of row tiles (or key tiles): one item after another, and its key tiles.
   */
  public static final class Run {
    /** The number of items. */
    public long items;

    /** Their rows (or keys). */
    public long own;

    /** The number of live tiles. */
    public long pairs;

    /** Over all live tiles, the rows (keys) of each. */
    public long ownOfPairs;

    /** Over all live tiles, the keys (rows) of each. */
    public long othersOfPairs;

    /** Items with other key (row) tiles than the one before, and the keys (rows) of those. */
    public long changes;

    public long changed;

    /** Live tiles at other keys (rows) than the one before, and the keys (rows) of those. */
    public long moves;

    public long moved;

    /** Rows × keys of all live tiles. */
    public long area;

    /** Items of a single live tile, and their rows × keys. */
    public long singles;

    public long singleArea;

    /** If items are key tiles: those whose first row tile has seen keys before, and their rows. */
    public long continued;

    public long continuedRows;

    /** Those among them that have other row tiles than the item before. */
    public long continuedChanges;

    public long continuedChanged;

    /** The rows of changed ranges whose last row tile sees no keys after the item. */
    public long completedRows;

    /**
     * Live tiles by size: of keys full, last of a full tile, last of all; 3 added for last rows.
     */
    final long[] bySize = new long[6];

    /** If items are row tiles: steps at other keys than the one before, and the keys of those. */
    public long stepMoves;

    public long stepMoved;

    /** Keys of all steps. */
    public long keysOfSteps;

    void clear() {
      scale(0, 0);
    }

    /**
     * Sets sums of items that all have the same tiles, each of which is another than the one
     * before.
     *
     * @param tiles of an item
     * @param own rows (keys) of all items
     * @param others keys (rows) of all tiles
     */
    void set(long items, long tiles, long own, long others) {
      this.items = items;
      this.own = own;
      pairs = items * tiles;
      ownOfPairs = own * tiles;
      othersOfPairs = others;
      keysOfSteps = others;
      moves = pairs;
      moved = others;
      stepMoves = pairs;
      stepMoved = others;
      singles = tiles == 1 ? items : 0;
      continuedChanges = 0;
      continuedChanged = 0;
    }

    /** Makes sums of one instance those of many. */
    void scale(long instances, long tiles) {
      items *= tiles;
      own *= instances;
      pairs *= tiles;
      ownOfPairs *= instances;
      othersOfPairs *= instances;
      changes *= tiles;
      changed *= instances;
      moves *= tiles;
      moved *= instances;
      area *= instances;
      singles *= tiles;
      singleArea *= instances;
      stepMoves *= tiles;
      stepMoved *= instances;
      keysOfSteps *= instances;
      continued *= tiles;
      continuedRows *= instances;
      continuedChanges *= tiles;
      continuedChanged *= instances;
      completedRows *= instances;
      for (int k = 0; k < bySize.length; k++) {
        bySize[k] *= instances;
      }
    }

    /**
     * Adds an item whose tiles all are others than those of the item before.
     *
     * @param size its rows (keys)
     * @param range the keys (rows) of its live tiles
     * @param tiles the number of its live tiles
     * @param steps the number of its live steps: of tiles, unless these are cut
     * @param keysOfSteps the keys (rows) of those
     * @param instances what elements count for
     * @param times what items and tiles count for
     */
    void add(
        int size, long range, int tiles, int steps, long keysOfSteps, long instances, int times) {
      items += times;
      own += instances * size;
      pairs += (long) times * steps;
      ownOfPairs += instances * size * steps;
      othersOfPairs += instances * range;
      area += instances * size * keysOfSteps;
      this.keysOfSteps += instances * keysOfSteps;
      moves += (long) times * tiles;
      moved += instances * range;
      stepMoves += (long) times * steps;
      stepMoved += instances * keysOfSteps;
      changes += times;
      changed += instances * range;
      if (tiles == 1) {
        singles += times;
        singleArea += instances * size * keysOfSteps;
      }
    }
  }
}
