package org.flatsearch.cost.loopnest.tile;

import org.flatsearch.cost.loopnest.tile.UnlikeDealing.Sequence;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Sums over the tiles of rows × keys of one stage that have a visible logit; nothing else happens.
 *
 * <p>Where tiles are alike, sums are products of numbers of tiles. Else what neighbouring rows see
 * overlaps or adjoins, so the live key tiles of a row tile are a run, and so are the live row tiles
 * of a key tile; sums then take time for each row tile. Searches come back to the same sizes of
 * tiles again and again, so the sums of many are kept, and so are dealings.
 */
public final class TileRuns {
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();

  /** How many sums and dealings are kept: powers of two. */
  private static final int KEPT_SUMS = 1 << 12;

  private static final int KEPT_DEALINGS = 1 << 10;

  private final Figures figures;
  private final Dealing dealing;
  private final SumBounds bounds;
  private final TileDealer dealer;
  private final int instances;
  private final int rows;
  private final int keys;
  private final TileSums alike = new TileSums();
  private final TileSums[] kept = new TileSums[KEPT_SUMS];
  private final UnlikeDealing[] keptDealings = new UnlikeDealing[KEPT_DEALINGS];

  // The sums at hand, and what they are of.
  private TileSums sums;
  private UnlikeDealing dealt;
  private int rowTile;
  private int rowTiles;
  private int keyTile;
  private int keyStep;

  /** Of each item, its first and its last key tile. */
  private int[] first = {};

  private int[] last = {};

  TileRuns(Figures figures, Dealing dealing, AttentionWorkload workload) {
    this.figures = figures;
    this.dealing = dealing;
    bounds = new SumBounds(figures, dealing, workload);
    dealer = new TileDealer(figures, workload);
    instances = workload.instances();
    rows = workload.rows();
    keys = workload.keys();
  }

  /** Returns the sums of a nest with these tiles, which have been dealt. */
  public TileSums sums(TileFigures[] tiles, LoopNest nest) {
    TileFigures ofRows = tiles[ROW];
    TileFigures ofKeys = tiles[KEY];
    if (!figures.isIrregular(nest)) {
      alike.setAlike(figures, dealing, tiles, nest.form.dealsRows());
      return alike;
    }
    boolean dealsRows = nest.form.dealsRows();
    if (!dealing.isExact || !ofRows.isOne || !ofKeys.isOne) {
      return bounds.sums(tiles, dealsRows, nest.keyStep, nest.keyPart);
    }
    rowTile = ofRows.tile;
    rowTiles = ofRows.trips;
    keyTile = ofKeys.tile;
    keyStep = nest.keyStep == 0 || nest.keyStep > keyTile ? keyTile : nest.keyStep;
    int keysOfPart = nest.keyPart == 0 ? keys : Math.min(keys, nest.keyPart / keyTile * keyTile);
    int tile = tiles[INSTANCE].tile;
    int hash = ((rowTile * 31 + tile) * 31 + keysOfPart) * 2 + (dealsRows ? 1 : 0);
    int place = place((hash * 31 + keyTile) * 31 + keyStep, KEPT_SUMS);
    if (kept[place] == null) {
      kept[place] = new TileSums();
    }
    sums = kept[place];
    if (!sums.isOf(rowTile, keyTile, keyStep, tile, keysOfPart, dealsRows)) {
      sums.rowTile = 0; // In case that this fails.
      findDealing(hash, tile, keysOfPart, dealsRows);
      sum(tiles[INSTANCE]);
    }
    return sums;
  }

  private static int place(int hash, int kept) {
    return hash * 0x9E3779B9 >>> 32 - Integer.numberOfTrailingZeros(kept);
  }

  private void findDealing(int hash, int tileOfInstances, int keysOfPart, boolean dealsRows) {
    int place = place(hash, KEPT_DEALINGS);
    if (keptDealings[place] == null) {
      keptDealings[place] = new UnlikeDealing();
    }
    dealt = keptDealings[place];
    if (!dealt.isOf(rowTile, tileOfInstances, keysOfPart, dealsRows)) {
      dealer.deal(rowTile, tileOfInstances, keysOfPart, dealsRows, dealt);
    }
  }

  /**
   * Returns the keys of tiles that are loaded while rows go by, of the nests last bounded, at
   * least.
   *
   * @param mostKeys that a tile can have if it fits into the buffer. Bounds need not hold for nests
   *     whose tiles do not.
   */
  long leastMoved(long mostKeys) {
    return bounds.moved(mostKeys);
  }

  private void sum(TileFigures ofInstances) {
    findRuns();
    sums.byKeys.clear();
    sums.mostRows = 0;
    long once = 0;
    long stepsOnce = 0;
    for (int p = 0; p < dealt.parts; p++) {
      int begin = dealt.begin[p];
      int end = dealt.begin[p + 1];
      sumKeys(begin, end);
      once += keysOf(first[begin], last[end - 1]);
      stepsOnce += keysOfSteps(dealt.firstKey[begin], dealt.lastKey[end - 1]);
    }
    sums.byKeys.scale(instances, ofInstances.trips);
    sums.byRows.clear();
    for (int item = 0; item < dealt.items; item++) {
      add(sums.byRows, item, 1, 1);
    }
    sums.byRows.scale(instances, ofInstances.trips);
    sums.clearTouches();
    sums.setOnce(instances * once, instances * stepsOnce);
    sums.ofCore.clear();
    Sequence all = dealt.all;
    for (int k = 0; k < all.count; k++) {
      follow(sums.byRows, all.item[k], all.before[k], all.instances[k], all.tiles[k]);
      touch(all.item[k], all.before[k], all.instances[k], all.tiles[k]);
    }
    Sequence mine = dealt.ofCore;
    for (int k = 0; k < mine.count; k++) {
      add(sums.ofCore, mine.item[k], mine.instances[k], mine.tiles[k]);
      follow(sums.ofCore, mine.item[k], mine.before[k], mine.instances[k], mine.tiles[k]);
    }
    findEnd(sums.first, dealt.firstOfCore, dealt.firstInstances, true);
    findEnd(sums.last, dealt.lastOfCore, dealt.lastInstances, false);
    sums.isExact = true;
    sums.set(rowTile, keyTile, keyStep, dealt);
    sums.lastRows = rowsOf(rowTiles - 1, rowTiles - 1);
    int lastInstances = instances - (ofInstances.trips - 1) * ofInstances.tile;
    sums.leastRows = (long) sums.lastRows * lastInstances;
    sums.lastOfTile = keyTile % keyStep;
    sums.lastOfKeys = ((keys - 1) % keyTile + 1) % keyStep;
  }

  private void findEnd(TileSums.End end, int item, int instances, boolean isFirst) {
    int tile = isFirst ? first[item] : last[item];
    end.instances = instances;
    end.rows = rowsOf(dealt.rowOf[item], dealt.rowOf[item]);
    end.keys = (int) keysOf(tile, tile);
    int key = isFirst ? dealt.firstKey[item] : dealt.lastKey[item];
    int ofStep = (key - tile * keyTile) / keyStep * keyStep;
    end.keysOfStep = Math.min(keyStep, end.keys - ofStep);
    end.range = keysOf(first[item], last[item]);
    end.item.clear();
    add(end.item, item, instances, 1);
  }

  /** Finds the key tiles of each item. */
  private void findRuns() {
    int items = dealt.items;
    if (first.length < items) {
      first = new int[items];
      last = new int[items];
    }
    sums.mostKeys = 0;
    sums.mostArea = 0;
    sums.keysSeen = 0;
    for (int k = 0; k < items; k++) {
      first[k] = dealt.firstKey[k] / keyTile;
      last[k] = dealt.lastKey[k] / keyTile;
      long range = keysOf(first[k], last[k]);
      sums.mostKeys = Math.max(sums.mostKeys, range);
      sums.mostArea = Math.max(sums.mostArea, range * rowsOf(dealt.rowOf[k], dealt.rowOf[k]));
    }
    for (int p = 0; p < dealt.parts; p++) {
      long seen = keysOf(first[dealt.begin[p]], last[dealt.begin[p + 1] - 1]);
      sums.keysSeen = Math.max(sums.keysSeen, seen);
    }
  }

  /** Sums over the key tiles of a part, given its items; those with the same go together. */
  private void sumKeys(int begin, int end) {
    int[] rowOf = dealt.rowOf;
    TileSums.Run run = sums.byKeys;
    int from = begin;
    int to = begin;
    int lastTile = last[end - 1];
    int alike;
    for (int k = first[begin]; k <= lastTile; k += alike) {
      int fromBefore = from;
      int toBefore = to;
      boolean isFirst = k == first[begin];
      while (last[from] < k) {
        from++;
      }
      while (to < end - 1 && first[to + 1] <= k) {
        to++;
      }
      long range = rowsOf(rowOf[from], rowOf[to]);
      boolean isNew = isFirst || from != fromBefore || to != toBefore;
      int tiles = to - from + 1;
      alike = 1;
      if (!isNew) {
        int next = to < end - 1 ? Math.min(lastTile, first[to + 1]) : lastTile;
        alike = Math.max(1, Math.min(last[from] + 1, next) - k);
        run.changes -= alike;
        run.changed -= alike * range;
      }
      run.add((int) keysOf(k, k), range, tiles, tiles, range, alike, alike);
      if (!isFirst && toBefore == from) {
        run.moves -= alike;
        run.moved -= (long) alike * rowsOf(rowOf[from], rowOf[from]);
      }
      if (first[from] < k) {
        run.continued += alike;
        run.continuedRows += alike * range;
        if (isNew) {
          run.continuedChanges++;
          run.continuedChanged += range;
        }
      }
      if (isNew && !isFirst && last[toBefore] < k) {
        run.completedRows += rowsOf(rowOf[fromBefore], rowOf[toBefore]);
      }
      sums.mostRows = Math.max(sums.mostRows, range);
    }
    run.completedRows += rowsOf(rowOf[from], rowOf[to]);
  }

  /** A core works on an item after {@code before} or none: it may be the first of a part. */
  private void touch(int item, int before, long instances, int times) {
    int part = dealt.partOf[item];
    if (before >= 0 && dealt.partOf[before] == part) {
      return;
    }
    int from = first[dealt.begin[part]];
    int to = last[dealt.begin[part + 1] - 1];
    sums.touches += instances;
    sums.readTouches += instances;
    sums.touchedTiles += times;
    sums.touchedKeys += instances * keysOf(from, to);
    sums.touchedKeyTiles += times * (to - from + 1L);
  }

  /**
   * Adds an item that has nothing from the one before.
   *
   * @param instances what elements count for
   * @param times what items and tiles count for
   */
  private void add(TileSums.Run run, int item, long instances, int times) {
    int firstTile = first[item];
    int lastTile = last[item];
    int tiles = lastTile - firstTile + 1;
    long range = keysOf(firstTile, lastTile);
    int row = dealt.rowOf[item];
    int at = row == rowTiles - 1 ? 3 : 0;
    int steps = 0;
    long keysOfSteps = 0;
    if (keyStep == keyTile) {
      int ragged = lastTile == (keys - 1) / keyTile && keys % keyTile > 0 ? 1 : 0;
      run.bySize[at] += instances * (tiles - ragged);
      run.bySize[at + 2] += instances * ragged;
      steps = tiles;
      keysOfSteps = range;
    }
    int alike;
    for (int tile = firstTile; tile <= lastTile && keyStep < keyTile; tile += alike) {
      alike = tile > firstTile && tile < lastTile ? lastTile - tile : 1;
      int extent = (int) keysOf(tile, tile);
      int from = Math.max(0, dealt.firstKey[item] - tile * keyTile) / keyStep;
      int to = Math.min(extent - 1, dealt.lastKey[item] - tile * keyTile) / keyStep;
      int end = Math.min(extent, (to + 1) * keyStep);
      boolean isRagged = end % keyStep != 0;
      run.bySize[at] += alike * instances * (to - from + (isRagged ? 0 : 1));
      run.bySize[at + (extent < keyTile ? 2 : 1)] += isRagged ? alike * instances : 0;
      steps += alike * (to - from + 1);
      keysOfSteps += (long) alike * (end - from * keyStep);
    }
    run.add(rowsOf(row, row), range, tiles, steps, keysOfSteps, instances, times);
  }

  /**
   * Takes off what an item has from the one before it on the same core, if any.
   *
   * @param instances what elements count for
   * @param tiles what tiles count for
   */
  private void follow(TileSums.Run run, int item, int before, long instances, int tiles) {
    if (before < 0) {
      return;
    }
    int firstTile = first[item];
    if (first[before] == firstTile && last[before] == last[item]) {
      run.changes -= tiles;
      run.changed -= instances * keysOf(firstTile, last[item]);
    }
    if (last[before] != firstTile) {
      return;
    }
    long together = keysOf(firstTile, firstTile);
    run.moves -= tiles;
    run.moved -= instances * together;
    int firstStep = dealt.firstKey[item] % keyTile / keyStep;
    if (dealt.lastKey[before] % keyTile / keyStep == firstStep) {
      long same = Math.min(keyStep, together - firstStep * keyStep);
      run.stepMoves -= tiles;
      run.stepMoved -= instances * same;
    }
  }

  /** The keys of all steps from one with a key to one with another. */
  private long keysOfSteps(int firstKey, int lastKey) {
    int ofTile = lastKey % keyTile;
    long end = lastKey - ofTile + Math.min(keyTile, (ofTile / keyStep + 1L) * keyStep);
    return Math.min(keys, end) - (firstKey - firstKey % keyTile % keyStep);
  }

  private long keysOf(int from, int to) {
    return Math.min((to + 1L) * keyTile, keys) - (long) from * keyTile;
  }

  private int rowsOf(int from, int to) {
    return (int) (Math.min((to + 1L) * rowTile, rows) - (long) from * rowTile);
  }
}
