package org.flatsearch.cost.loopnest.tile;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.spec.AttentionWorkload;

/** Lower bounds on {@link TileSums} of many nests. */
final class SumBounds {
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();

  private final Figures figures;
  private final Dealing dealing;
  private final AttentionWorkload workload;
  private final boolean isMasked;
  private final int rows;
  private final int keys;

  /** Rows of a query. */
  private final int heads;

  /** The queries that do not see the first key. */
  private final int sliding;

  private final TileSums sums = new TileSums();
  private boolean areKeysSplit;

  SumBounds(Figures figures, Dealing dealing, AttentionWorkload workload) {
    this.figures = figures;
    this.dealing = dealing;
    this.workload = workload;
    isMasked = figures.isMasked;
    sums.isBound = true;
    rows = workload.rows();
    keys = workload.keys();
    int queries = workload.queryLength();
    heads = rows / queries;
    int seeFirst = Math.max(0, workload.mask().window() - (keys - queries));
    sliding = isMasked ? queries - Math.min(queries, seeFirst) : 0;
  }

  /** Bounds the sums of all nests whose tiles have no smaller figures than these. */
  TileSums sums(TileFigures[] tiles, boolean dealsRows, int step, int part) {
    TileFigures ofInstances = tiles[INSTANCE];
    TileFigures ofRows = tiles[ROW];
    TileFigures ofKeys = tiles[KEY];
    long instances = workload.instances();
    int rowTile = (int) Math.min(rows, ofRows.share * rows + 0.5);
    int keyTile = (int) Math.min(keys, ofKeys.share * keys + 0.5);
    int keyStep = step == 0 ? keyTile : Math.min(step, keyTile);
    sums.rowTile = rowTile;
    sums.keyTile = keyTile;
    sums.keyStep = keyStep;
    int queries = workload.queryLength();
    int widest = workload.lastKey(queries - 1) - workload.firstKey(queries - 1) + 1;
    long keysSeen = keys - workload.firstKey(0);
    boundLast(ofRows, ofKeys, step + part > 0, widest);
    // Parts cut what a row tile sees, if the mask does not before.
    sums.keysSeen = part == 0 ? keysSeen : 1;
    sums.mostKeys = part == 0 ? widest : 1;
    sums.mostArea = part == 0 ? mostArea(ofRows.tile, rowTile) : 1;
    boolean areWhole = !isMasked && part == 0;
    sums.mostRows = ofRows.tile;
    bound(sums.first, tiles, step);
    bound(sums.last, tiles, step);
    sums.touches = instances;
    sums.touchedTiles = ofInstances.trips;
    sums.touchedKeys = instances * keysSeen;
    sums.touchedKeyTiles = sums.touchedTiles;
    sums.rowTiles = ofRows.trips;
    sums.leastParts = 1;
    sums.leastRows = 1;
    sums.dealt = 1;
    sums.dealtToCore = 1;
    sums.setOnce(instances * keysSeen, instances * keysSeen);
    long useful = workload.visibleLogits();
    long area = useful + instances * hidden(ofRows.tile, ofKeys.tile, step);
    long others = Math.max(instances * keysSeen, instances * ranges(useful / instances, rowTile));
    TileSums.Run byRows = sums.byRows;
    bound(byRows, (long) ofInstances.trips * ofRows.trips, instances * rows, others, area);
    areKeysSplit = part > 0;
    byRows.moved = moved(keyTile);
    // Row tiles of one key tile, or those that end at the key tile that the next begins with, need
    // no other.
    byRows.moves = ofInstances.trips;
    if (!isMasked) {
      byRows.pairs = byRows.items * ofKeys.trips;
      byRows.moves = ofKeys.trips > 1 && part == 0 ? byRows.pairs : byRows.moves;
    }
    byRows.changed = instances * keysSeen;
    byRows.stepMoved = moved(keyStep);
    byRows.stepMoves = byRows.moves;
    byRows.keysOfSteps = others;
    byRows.ownOfPairs = Math.max(instances * rows, (useful - 1) / keyStep + 1);
    TileSums.Run byKeys = sums.byKeys;
    long rowsOfKeys = Math.max(instances * rows, (useful - 1) / keyTile + 1);
    bound(byKeys, ofInstances.trips, instances * keysSeen, rowsOfKeys, area);
    byKeys.moved = instances * rows;
    byKeys.changed = instances * rows;
    byKeys.ownOfPairs = others;
    // The core with the most visible logits has at least an even share of those and, without a
    // mask or dealt rows, of rows; of rows under a mask it may have fewer, and of items.
    boolean dealsInstances = !dealsRows && part == 0;
    long cores = dealsInstances ? Math.min(figures.cores, instances) : figures.cores;
    boolean isEven = cores == 1 || dealsInstances;
    boolean areRowsEven = isEven || areWhole;
    long own = areRowsEven ? instances * rows / cores : useful / widest / cores;
    long hidden = part == 0 ? hiddenOfCore(own, ofRows.tile) : 0;
    long ofCore = areRowsEven ? area / cores : useful / cores + hidden;
    double instanceTile = Math.min(instances, ofInstances.share * instances + 0.5);
    long items = areRowsEven ? Math.max(1, (long) Math.ceil(own / (instanceTile * rowTile))) : 1;
    bound(sums.ofCore, isEven ? byRows.items / cores : items, own, 0, ofCore);
    sums.ofCore.ownOfPairs = areRowsEven ? byRows.ownOfPairs / cores : own;
    return sums;
  }

  /**
   * Bounds the tiles that may be smaller than others. A live tile sees a row of its row tile beyond
   * those of its keys, and at most a tile of keys before and behind what its rows see.
   */
  private void boundLast(TileFigures ofRows, TileFigures ofKeys, boolean areCut, int widest) {
    sums.leastRowTile = ofRows.tile;
    sums.leastKeyTile = areCut ? 0 : ofKeys.tile;
    long lastRows = ofRows.isOne ? rows % ofRows.tile : sums.rowTile;
    long lastKeys = ofKeys.isOne ? keys % ofKeys.tile : sums.keyTile;
    long seen = widest + (long) sums.rowTile / heads + 1 + 2L * sums.keyTile;
    long seeing = isMasked ? heads * lastKeys + sums.rowTile : rows;
    sums.areaOfLastRows = workload.instances() * lastRows * Math.min(keys, seen);
    sums.areaOfLastKeys = workload.instances() * lastKeys * Math.min(rows, seeing);
  }

  /** Any tile may be the first or the last, and a row tile may see keys of one tile alone. */
  private static void bound(TileSums.End end, TileFigures[] tiles, int step) {
    end.instances = tiles[INSTANCE].least;
    end.rows = tiles[ROW].least;
    end.keys = tiles[KEY].least;
    end.keysOfStep = step == 0 ? end.keys : 0;
    end.range = end.keys;
    long area = (long) end.instances * end.rows * end.keysOfStep;
    bound(end.item, 1, (long) end.instances * end.rows, end.keys, area);
  }

  /**
   * The rows × keys of the largest row tile of an instance, at least: a mean one, and the last that
   * is full. With t rows, that has t(n − ⌈t/g⌉) or more if a later row sees n keys; this is concave
   * in t.
   *
   * @param rowTile the smallest
   * @param largest the largest
   */
  private long mostArea(int rowTile, int largest) {
    long mean = workload.visibleLogits() / workload.instances() / trips(rows, rowTile);
    return Math.max(mean, Math.min(areaOfLast(rowTile), areaOfLast(largest)));
  }

  private long areaOfLast(long rowTile) {
    long behind = isMasked ? (rowTile - 1) / heads + 1 : 0;
    return rowTile * Math.min(workload.mask().window(), Math.max(0, keys - behind));
  }

  private static void bound(TileSums.Run run, long items, long own, long others, long area) {
    run.items = items;
    run.own = own;
    run.pairs = items;
    run.othersOfPairs = others;
    run.changes = 1;
    run.moves = items;
    run.area = area;
    run.singles = run.pairs;
    run.singleArea = run.area;
  }

  /**
   * The masked logits of an instance that live tiles have at least, before the first key of each
   * row and beyond the last.
   *
   * <p>All t rows of a row tile are worked on up to the last key of its last row, of which the j-th
   * row before sees at least ⌊j/g⌋ ≥ (j − g + 1)/g fewer, g rows a query. These are t²/2g − t(2g −
   * 1)/2g logits; over n tiles of all P rows, P²/2gn − P(2g − 1)/2g or more, as squares are convex.
   * Likewise, all s keys of a key tile are worked on for each row that sees one, and g rows end at
   * each key of the queries, which are in n tiles at most. What a window hides before the first
   * keys is alike, of the rows that do not see the first key of all.
   *
   * @param rowTile the smallest
   * @param keyTile the smallest
   * @param step keys of a step, or 0
   */
  private long hidden(int rowTile, int keyTile, int step) {
    if (!isMasked) {
      return 0;
    }
    double cut = step == 0 ? 0 : 1.0 / step;
    int queries = workload.queryLength();
    double tiles = trips(keys, keyTile) + keys * cut;
    double tilesOfSliding = Math.min(tiles, (double) sliding / keyTile + 2 + sliding * cut + 1);
    long slidingRows = (long) sliding * heads;
    double ofRows = hiddenOfRows(rows, trips(rows, rowTile));
    double before = hiddenOfRows(slidingRows, (double) slidingRows / rowTile + 2);
    double ofKeys = hiddenOfKeys(queries, tiles) + hiddenOfKeys(sliding, tilesOfSliding);
    return (long) Math.max(ofRows + before, ofKeys);
  }

  private double hiddenOfRows(long rows, double tiles) {
    return Math.max(0, rows / 2.0 / heads * (rows / tiles - 2 * heads + 1));
  }

  private double hiddenOfKeys(int queries, double tiles) {
    return Math.max(0, heads / 2.0 * queries * (queries / tiles - 1));
  }

  /** The same of a core with so many rows of all instances, each of which has a ragged tile. */
  private long hiddenOfCore(long ownRows, int rowTile) {
    if (!isMasked || ownRows == 0) {
      return 0;
    }
    return (long) hiddenOfRows(ownRows, (double) ownRows / rowTile + workload.instances());
  }

  private static int trips(int extent, int tile) {
    return (extent - 1) / tile + 1;
  }

  /**
   * The keys of all row tiles of an instance, at least. Of t rows or fewer, each has 1/t of the
   * logits of its range. These are the useful ones and those that {@link #hidden} counts, for at
   * most P/t + 1 tiles, and P/t + 2 where they need not begin with a tile; the sum falls with t.
   *
   * @param rowTile the largest
   */
  private long ranges(long useful, int rowTile) {
    double least = (double) useful / rowTile;
    if (isMasked) {
      long slidingRows = (long) sliding * heads;
      double hidden = hiddenOfRows(rows, (double) rows / rowTile + 1);
      least += (hidden + hiddenOfRows(slidingRows, (double) slidingRows / rowTile + 2)) / rowTile;
    }
    return (long) Math.ceil(least * (1 - 1e-12));
  }

  /**
   * The keys of tiles, of the nests last bounded, that are loaded while rows go by, if none has
   * more than {@code mostKeys}. A row tile has at most one key tile from the one before, the one
   * that this ends with. Without a window it begins with the first, so that it has none as soon as
   * the one before sees two.
   */
  long moved(long mostKeys) {
    long instances = workload.instances();
    long once = instances * (keys - workload.firstKey(0));
    if (areKeysSplit) {
      return once;
    }
    int tile = (int) Math.min(sums.keyTile, Math.max(1, mostKeys));
    long again = visibleBeyond(tile);
    if (isMasked && workload.mask().window() >= keys) {
      long least = Math.max(keys - workload.queryLength(), tile + sums.rowTile / heads) + 1L;
      again = Math.max(again, heads * (least + keys) * Math.max(0, keys - least + 1) / 2);
    }
    return Math.max(once, again * instances / sums.rowTile);
  }

  /** Over all rows of an instance, what each sees beyond so many keys. */
  private long visibleBeyond(int tile) {
    int queries = workload.queryLength();
    if (!isMasked) {
      return (long) rows * (keys - tile);
    }
    // Query q sees q + 1 + before keys until the window is full; from then on, the window.
    long window = Math.min(workload.mask().window(), keys);
    long before = keys - queries;
    long growing = Math.max(0, Math.min(queries, window - before));
    long firstBeyond = Math.max(0, Math.min(growing, tile - before));
    long count = growing - firstBeyond;
    long beyond =
        count * (before - tile) + (growing * (growing + 1) - firstBeyond * (firstBeyond + 1)) / 2;
    beyond += (queries - growing) * Math.max(0, window - tile);
    return beyond * heads;
  }
}
