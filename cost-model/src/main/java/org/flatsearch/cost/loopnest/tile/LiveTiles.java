package org.flatsearch.cost.loopnest.tile;

import java.util.Arrays;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The tiles of rows × keys of one stage that have a visible logit, and sums over them. Nothing else
 * happens. What neighbouring rows see overlaps or adjoins, so the live key tiles of a row tile are
 * a run, and so are the live row tiles of a key tile.
 *
 * <p>Sums over elements are of all instances and cores, and so are numbers of tiles.
 */
public final class LiveTiles {
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();

  /** Deals of more tiles take too long and too much memory. */
  private static final int MOST_DEALT = 1 << 24;

  private final Figures figures;
  private final Dealing dealing;
  private final AttentionWorkload workload;
  private final int rows;
  private final int keys;
  private final int heads;
  private final VisibleLogits visibleLogits;

  /** Whether sums are those of one nest, rather than bounds of many. */
  public boolean isExact;

  /** Elements of a full tile; in bounds of many nests, of the largest. */
  public int rowTile;

  public int keyTile;

  /** Keys that the array works on at a time: of a step, or else of a tile. */
  public int keyStep;

  public int rowTiles;

  /** Key tiles of a part; all if keys are not split. */
  private int tilesOfPart;

  /** Row tiles or, if keys are split, the live ones of each part, part by part. */
  private int items;

  /** Of each, its row tile and its part; the first and the last key tile. */
  private int[] rowOf = {};

  private int[] partOf = {};
  private int[] first = {};
  private int[] last = {};

  /** The first and the last key that it sees. */
  private int[] firstKey = {};

  private int[] lastKey = {};

  /** Parts with live tiles and, of each, the first item. */
  private int parts;

  private int[] begin = {};

  /** The fewest live parts of a row tile. */
  public int leastParts;

  /** Tiles of an instance that are dealt: items or, where rows are not dealt, parts. */
  public int dealt;

  /** These in the order of dealing. */
  private int[] order = {};

  /** Visible logits of each. */
  private long[] visible = {};

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

  /** The dealt tiles of that core, if keys are split. */
  public long dealtToCore;

  /** Instances of each instance tile (and part) and core that works on it. */
  public long touches;

  /** The number of these tiles. */
  public long touchedTiles;

  /** Their keys and key tiles. */
  public long touchedKeys;

  public long touchedKeyTiles;

  /** The keys of all instances that these cores see first. */
  public long unseenTouches;

  private int tileOfInstances;
  private boolean rowsAreDealt;

  /** By dealt tile, its core. */
  private int[] owner = {};

  /** By core: its visible logits, and its last tile. */
  private final long[] work;

  private final int[] before;

  /** The cores as a heap, the one with the least work first. */
  private final int[] heap;

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

    /**
     * Keys of all key tiles, of changed ranges, and of steps, in tiles not seen by items before.
     */
    public long unseen;

    public long unseenRanges;

    public long unseenSteps;

    /** The same of those key tiles and steps that are at other keys than the one before. */
    public long unseenMoved;

    public long unseenStepsMoved;

    void clear() {
      scale(0, 0);
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
      unseen *= instances;
      unseenRanges *= instances;
      unseenSteps *= instances;
      unseenMoved *= instances;
      unseenStepsMoved *= instances;
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
     * Adds an item.
     *
     * @param size its rows (keys)
     * @param range the keys (rows) of its live tiles
     * @param tiles the number of its live tiles
     * @param steps the number of its live steps: of tiles, unless these are cut
     * @param keysOfSteps the keys (rows) of those
     * @param isNew whether the item before has others
     * @param together the keys (rows) of the first of them if the item before ends with it, else 0
     * @param instances what elements count for
     */
    void add(
        int size,
        long range,
        int tiles,
        int steps,
        long keysOfSteps,
        boolean isNew,
        long together,
        long instances) {
      items++;
      own += instances * size;
      pairs += steps;
      ownOfPairs += instances * size * steps;
      othersOfPairs += instances * range;
      area += instances * size * keysOfSteps;
      this.keysOfSteps += instances * keysOfSteps;
      moves += together > 0 ? tiles - 1 : tiles;
      moved += instances * (range - together);
      if (isNew) {
        changes++;
        changed += instances * range;
      }
      if (tiles == 1) {
        singles++;
        singleArea += instances * size * keysOfSteps;
      }
    }
  }

  LiveTiles(Figures figures, Dealing dealing, AttentionWorkload workload) {
    this.figures = figures;
    this.dealing = dealing;
    this.workload = workload;
    rows = workload.rows();
    keys = workload.keys();
    heads = rows / workload.queryLength();
    visibleLogits = new VisibleLogits(workload);
    work = new long[figures.cores];
    before = new int[figures.cores];
    heap = new int[figures.cores];
  }

  /**
   * Finds the live tiles of a nest, whose tiles have been dealt.
   *
   * @param dealsRows whether tiles of rows are dealt to cores
   * @param step keys of a step; 0 if tiles are not cut
   * @param part keys of a part; 0 if keys are not split
   */
  public void set(TileFigures[] tiles, boolean dealsRows, int step, int part) {
    TileFigures ofInstances = tiles[Dimension.INSTANCE.ordinal()];
    TileFigures ofRows = tiles[ROW];
    TileFigures ofKeys = tiles[KEY];
    if (!dealing.isExact || !ofRows.isOne || !ofKeys.isOne) {
      bound(tiles, dealsRows, step);
      return;
    }
    int tilesOfPart = part == 0 ? ofKeys.trips : part / ofKeys.tile;
    boolean isSame =
        isExact
            && tilesOfPart == this.tilesOfPart
            && ofRows.tile == rowTile
            && ofKeys.tile == keyTile
            && (step == 0 || step > keyTile ? keyTile : step) == keyStep
            && ofInstances.tile == tileOfInstances
            && dealsRows == rowsAreDealt;
    if (isSame) {
      return;
    }
    isExact = true;
    rowTile = ofRows.tile;
    keyTile = ofKeys.tile;
    keyStep = step == 0 || step > keyTile ? keyTile : step;
    tileOfInstances = ofInstances.tile;
    rowsAreDealt = dealsRows;
    rowTiles = ofRows.trips;
    this.tilesOfPart = tilesOfPart;
    findRuns((ofKeys.trips - 1) / tilesOfPart + 1);
    byKeys.clear();
    mostRows = 0;
    for (int p = 0; p < parts; p++) {
      sumKeys(begin[p], begin[p + 1]);
    }
    int instances = workload.instances();
    byKeys.scale(instances, ofInstances.trips);
    sumRows(ofInstances.trips);
  }

  private void findRuns(int partsOfKeys) {
    requireFew((long) rowTiles * partsOfKeys);
    if (first.length < rowTiles * partsOfKeys) {
      int most = rowTiles * partsOfKeys;
      rowOf = new int[most];
      partOf = new int[most];
      first = new int[most];
      last = new int[most];
      firstKey = new int[most];
      lastKey = new int[most];
      order = new int[most];
      visible = new long[most];
      begin = new int[most + 1];
    }
    mostKeys = 0;
    mostArea = 0;
    keysSeen = 0;
    items = 0;
    parts = 0;
    long keysOfPart = (long) tilesOfPart * keyTile;
    for (int part = 0; part < partsOfKeys; part++) {
      begin[parts] = items;
      int from = (int) (part * keysOfPart);
      int to = (int) Math.min(keys, from + keysOfPart) - 1;
      for (int p = 0; p < rowTiles; p++) {
        findRun(p, from, to);
      }
      if (items > begin[parts]) {
        keysSeen = Math.max(keysSeen, keysOf(first[begin[parts]], last[items - 1]));
        parts++;
      }
    }
    begin[parts] = items;
    dealt = rowsAreDealt ? items : parts;
    leastParts = partsOfKeys;
    for (int p = 0; p < rowTiles && leastParts > 1; p++) {
      int live = (int) (lastKeyOf(p) / keysOfPart - firstKeyOf(p) / keysOfPart) + 1;
      leastParts = Math.min(leastParts, live);
    }
  }

  /** Finds what a row tile sees of the keys of a part. */
  private void findRun(int p, int from, int to) {
    int firstSeen = Math.max(from, firstKeyOf(p));
    int lastSeen = Math.min(to, lastKeyOf(p));
    if (firstSeen > lastSeen) {
      return;
    }
    int item = items++;
    rowOf[item] = p;
    partOf[item] = parts;
    firstKey[item] = firstSeen;
    lastKey[item] = lastSeen;
    first[item] = firstSeen / keyTile;
    last[item] = lastSeen / keyTile;
    long range = keysOf(first[item], last[item]);
    mostKeys = Math.max(mostKeys, range);
    mostArea = Math.max(mostArea, range * rowsOf(p, p));
  }

  /** Sums over the key tiles of a part, given its items. */
  private void sumKeys(int begin, int end) {
    int from = begin;
    int to = begin;
    for (int k = first[begin]; k <= last[end - 1]; k++) {
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
      long together = !isFirst && toBefore == from ? rowsOf(rowOf[from], rowOf[from]) : 0;
      int tiles = to - from + 1;
      byKeys.add((int) keysOf(k, k), range, tiles, tiles, range, isNew, together, 1);
      if (first[from] < k) {
        byKeys.continued++;
        byKeys.continuedRows += range;
        if (isNew) {
          byKeys.continuedChanges++;
          byKeys.continuedChanged += range;
        }
      }
      if (isNew && !isFirst && last[toBefore] < k) {
        byKeys.completedRows += rowsOf(rowOf[fromBefore], rowOf[toBefore]);
      }
      mostRows = Math.max(mostRows, range);
    }
    byKeys.completedRows += rowsOf(rowOf[from], rowOf[to]);
  }

  private void sumRows(int tilesOfInstances) {
    byRows.clear();
    ofCore.clear();
    touches = 0;
    touchedTiles = 0;
    touchedKeys = 0;
    touchedKeyTiles = 0;
    unseenTouches = 0;
    int instances = workload.instances();
    orderTiles();
    boolean isOneCore = figures.cores == 1;
    if (isOneCore || !rowsAreDealt) {
      for (int k = 0; k < items; k++) {
        int before = k == 0 ? -1 : itemAt(k - 1);
        add(byRows, itemAt(k), before, 1);
        add(ofCore, itemAt(k), before, 1);
        touch(itemAt(k), before, 1);
      }
      touches *= instances;
      touchedTiles *= tilesOfInstances;
      touchedKeys *= instances;
      touchedKeyTiles *= tilesOfInstances;
      unseenTouches *= instances;
      byRows.scale(instances, tilesOfInstances);
      dealtToCore = (long) tilesOfInstances * dealt;
      if (isOneCore) {
        ofCore.scale(instances, tilesOfInstances);
        return;
      } else if (dealt == 1) {
        ofCore.scale((long) dealing.instancesOfCore0, dealing.tilesOfCore0);
        dealtToCore = dealing.tilesOfCore0;
        return;
      }
      ofCore.clear();
    }
    requireFew((long) tilesOfInstances * dealt);
    int tiles = tilesOfInstances * dealt;
    int cores = Math.min(figures.cores, tiles);
    deal(tiles, tilesOfInstances, cores);
    int busiest = 0;
    for (int core = 1; core < cores; core++) {
      busiest = work[core] > work[busiest] ? core : busiest;
    }
    dealtToCore = 0;
    Arrays.fill(before, 0, cores, -1);
    for (int tile = 0; tile < tiles; tile++) {
      int core = owner[tile];
      int k = tile % dealt;
      int size = instancesOf(tile, tilesOfInstances);
      dealtToCore += core == busiest ? 1 : 0;
      if (!rowsAreDealt) {
        for (int item = begin[order[k]]; core == busiest && item < begin[order[k] + 1]; item++) {
          add(ofCore, item, -1, size);
        }
        continue;
      }
      int p = before[core] < tile - k ? -1 : order[before[core] % dealt];
      before[core] = tile;
      add(byRows, order[k], p, size);
      if (core == busiest) {
        add(ofCore, order[k], p, size);
      }
      touch(order[k], p, size);
    }
  }

  private int itemAt(int k) {
    return rowsAreDealt ? order[k] : k;
  }

  private static void requireFew(long tiles) {
    if (tiles > MOST_DEALT) {
      throw new InvalidInputException(
          "The model 'loopnest' deals at most %s unlike tiles to cores, found %s. Use larger tiles"
                  .formatted(MOST_DEALT, tiles)
              + " of rows or instances.");
    }
  }

  /** A core works on an item after {@code before} or none: it may be the first of a part. */
  private void touch(int item, int before, int instances) {
    int part = partOf[item];
    if (before >= 0 && partOf[before] == part) {
      return;
    }
    int from = first[begin[part]];
    int to = last[begin[part + 1] - 1];
    touches += instances;
    touchedTiles++;
    touchedKeys += instances * keysOf(from, to);
    touchedKeyTiles += to - from + 1;
    unseenTouches += instances * (rowsAreDealt ? unseen(item, from, to) : keysOf(from, to));
  }

  private int instancesOf(int tile, int tilesOfInstances) {
    return tile / dealt < tilesOfInstances - 1
        ? tileOfInstances
        : workload.instances() - (tilesOfInstances - 1) * tileOfInstances;
  }

  /** From a queue, the tiles that see most come first. */
  private void orderTiles() {
    long keysOfPart = (long) tilesOfPart * keyTile;
    for (int k = 0; k < dealt; k++) {
      order[k] = k;
      int item = rowsAreDealt ? k : begin[k];
      int from = rowsAreDealt ? rowOf[item] * rowTile : 0;
      int end = rowsAreDealt ? from + rowsOf(rowOf[item], rowOf[item]) : rows;
      long key = first[item] / tilesOfPart * keysOfPart;
      long endKey = Math.min(keys, key + keysOfPart);
      visible[k] = visibleLogits.count(from, end, (int) key, (int) endKey);
    }
    if (figures.isQueue && figures.isMasked && dealt > 1) {
      // The row tiles of a part are nearly in order, or nearly in the opposite one.
      if (visible[0] < visible[dealt - 1]) {
        for (int k = 0; k < dealt; k++) {
          order[k] = dealt - 1 - k;
        }
      }
      for (int gap = parts > 1 ? dealt / 2 : 1; gap > 0; gap /= 2) {
        sort(gap);
      }
    }
  }

  /** An insertion sort of tiles that are so far apart. */
  private void sort(int gap) {
    for (int k = gap; k < dealt; k++) {
      int p = order[k];
      int at = k;
      while (at >= gap && isAhead(p, order[at - gap])) {
        order[at] = order[at - gap];
        at -= gap;
      }
      order[at] = p;
    }
  }

  private boolean isAhead(int p, int other) {
    return visible[p] > visible[other] || visible[p] == visible[other] && p < other;
  }

  /** Finds the core of each dealt tile, and the visible logits of each core. */
  private void deal(int tiles, int tilesOfInstances, int cores) {
    if (owner.length < tiles) {
      owner = new int[tiles];
    }
    Arrays.fill(work, 0);
    for (int core = 0; core < cores; core++) {
      heap[core] = core;
    }
    int core = 0;
    int left = tiles / figures.cores + (tiles % figures.cores > 0 ? 1 : 0);
    for (int tile = 0; tile < tiles; tile++) {
      long seen = visible[order[tile % dealt]] * instancesOf(tile, tilesOfInstances);
      if (figures.isQueue) {
        owner[tile] = heap[0];
        work[heap[0]] += seen;
        siftDown(cores);
      } else {
        if (left == 0) {
          core++;
          left = tiles / figures.cores + (core < tiles % figures.cores ? 1 : 0);
        }
        owner[tile] = core;
        work[core] += seen;
        left--;
      }
    }
  }

  /** Restores the order of the cores by work and number after the first has got more. */
  private void siftDown(int cores) {
    int core = heap[0];
    int at = 0;
    while (2 * at + 1 < cores) {
      int child = 2 * at + 1;
      if (child + 1 < cores && isBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBefore(heap[child], core)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = core;
  }

  private boolean isBefore(int core, int other) {
    return work[core] < work[other] || work[core] == work[other] && core < other;
  }

  /** Adds an item that comes after the item {@code before} or none. */
  private void add(Run run, int p, int before, long instances) {
    boolean isNew = before < 0 || first[before] != first[p] || last[before] != last[p];
    long together = before >= 0 && last[before] == first[p] ? keysOf(first[p], first[p]) : 0;
    int tiles = last[p] - first[p] + 1;
    long range = keysOf(first[p], last[p]);
    int at = rowOf[p] == rowTiles - 1 ? 3 : 0;
    int steps = 0;
    long keysOfSteps = 0;
    long unseenSteps = 0;
    if (keyStep == keyTile) {
      int ragged = last[p] == (keys - 1) / keyTile && keys % keyTile > 0 ? 1 : 0;
      run.bySize[at] += instances * (tiles - ragged);
      run.bySize[at + 2] += instances * ragged;
      steps = tiles;
      keysOfSteps = range;
      unseenSteps = unseen(p, first[p], last[p]);
    }
    for (int tile = first[p]; tile <= last[p] && keyStep < keyTile; tile++) {
      int extent = (int) keysOf(tile, tile);
      int from = Math.max(0, firstKey[p] - tile * keyTile) / keyStep;
      int to = Math.min(extent - 1, lastKey[p] - tile * keyTile) / keyStep;
      int end = Math.min(extent, (to + 1) * keyStep);
      boolean isRagged = end % keyStep != 0;
      run.bySize[at] += instances * (to - from + (isRagged ? 0 : 1));
      run.bySize[at + (extent < keyTile ? 2 : 1)] += isRagged ? instances : 0;
      steps += to - from + 1;
      keysOfSteps += end - from * keyStep;
      unseenSteps += unseen(p, tile, tile) > 0 ? end - from * keyStep : 0;
    }
    run.add(
        rowsOf(rowOf[p], rowOf[p]), range, tiles, steps, keysOfSteps, isNew, together, instances);
    int firstStep = firstKey[p] % keyTile / keyStep;
    boolean isSameStep =
        before >= 0 && last[before] == first[p] && lastKey[before] % keyTile / keyStep == firstStep;
    run.stepMoves += steps - (isSameStep ? 1 : 0);
    long same =
        isSameStep ? Math.min(keyStep, keysOf(first[p], first[p]) - firstStep * keyStep) : 0;
    run.stepMoved += instances * (keysOfSteps - same);
    boolean isUnseen = unseen(p, first[p], first[p]) > 0;
    run.unseenStepsMoved += instances * (unseenSteps - (isUnseen ? same : 0));
    run.unseenSteps += instances * unseenSteps;
    long unseen = unseen(p, first[p], last[p]);
    run.unseen += instances * unseen;
    run.unseenMoved += instances * (unseen - (isUnseen ? together : 0));
    run.unseenRanges += isNew ? instances * unseen : 0;
  }

  /** The keys of a run of key tiles that no row tile dealt before that of {@code item} has seen. */
  private long unseen(int item, int from, int to) {
    boolean descends = rowsAreDealt && dealt > 1 && rowOf[order[0]] > rowOf[order[1]];
    int firstRow = descends ? rowOf[item] + 1 : 0;
    int endRow = descends ? rowTiles : rowOf[item];
    if (firstRow == endRow) {
      return keysOf(from, to);
    }
    int seenFrom = Math.max(from, firstKeyOf(firstRow) / keyTile);
    int seenTo = Math.min(to, lastKeyOf(endRow - 1) / keyTile);
    return keysOf(from, to) - (seenFrom > seenTo ? 0 : keysOf(seenFrom, seenTo));
  }

  /** The first key that a row tile sees. */
  private int firstKeyOf(int p) {
    return workload.firstKey(p * rowTile / heads);
  }

  private int lastKeyOf(int p) {
    return workload.lastKey((p * rowTile + rowsOf(p, p) - 1) / heads);
  }

  private long keysOf(int from, int to) {
    return Math.min((to + 1L) * keyTile, keys) - (long) from * keyTile;
  }

  private int rowsOf(int from, int to) {
    return (int) (Math.min((to + 1L) * rowTile, rows) - (long) from * rowTile);
  }

  /** Keys of a step of a tile, the least if that has minima. */
  public int stepOf(TileFigures ofKeys) {
    return isExact ? keyStep : Math.min(ofKeys.tile, keyStep);
  }

  /** Rows of the last row tile of the last instances. */
  public long leastRows(TileFigures ofInstances) {
    int instances = workload.instances() - (ofInstances.trips - 1) * ofInstances.tile;
    return isExact ? (long) lastRows() * instances : 1;
  }

  int lastRows() {
    return rowsOf(rowTiles - 1, rowTiles - 1);
  }

  /** The last step of a full tile of keys, if it is ragged, and that of the last tile. */
  int lastOfTile() {
    return keyTile % keyStep;
  }

  int lastOfKeys() {
    return ((keys - 1) % keyTile + 1) % keyStep;
  }

  /** Bounds the sums of all nests whose tiles have no smaller figures than these. */
  private void bound(TileFigures[] tiles, boolean dealsRows, int step) {
    TileFigures ofInstances = tiles[Dimension.INSTANCE.ordinal()];
    TileFigures ofRows = tiles[ROW];
    TileFigures ofKeys = tiles[KEY];
    isExact = false;
    long instances = workload.instances();
    rowTile = (int) Math.min(rows, ofRows.share * rows + 0.5);
    keyTile = (int) Math.min(keys, ofKeys.share * keys + 0.5);
    keyStep = step == 0 ? keyTile : Math.min(step, keyTile);
    rowTiles = ofRows.trips;
    int queries = workload.queryLength();
    int widest = workload.lastKey(queries - 1) - workload.firstKey(queries - 1) + 1;
    keysSeen = keys - workload.firstKey(0);
    mostKeys = widest;
    mostArea = widest;
    mostRows = ofRows.tile;
    touches = instances;
    touchedTiles = ofInstances.trips;
    touchedKeys = instances * keysSeen;
    touchedKeyTiles = touchedTiles;
    leastParts = 1;
    dealt = 1;
    dealtToCore = dealing.tilesOfCore0;
    unseenTouches = 0; // The first core to touch an instance may find some of its keys seen.
    long useful = workload.visibleLogits();
    // A row tile of t rows has at least 1/t of what its rows see, one by one.
    long others = Math.max(instances * keysSeen, (useful - 1) / rowTile + 1);
    long moved = Math.max(instances * keysSeen, visibleBeyond(keyTile) * instances / rowTile);
    bound(byRows, (long) ofInstances.trips * ofRows.trips, instances * rows, others);
    byRows.moved = moved;
    // Row tiles of one key tile, or those that end at the key tile that the next begins with, need
    // no other.
    byRows.moves = ofInstances.trips;
    if (workload.mask().isNone()) {
      byRows.pairs = byRows.items * ofKeys.trips;
      byRows.moves = ofKeys.trips > 1 ? byRows.pairs : byRows.moves;
    }
    byRows.changed = instances * keysSeen;
    byRows.ownOfPairs = Math.max(instances * rows, (useful - 1) / keyTile + 1);
    bound(byKeys, ofInstances.trips, instances * keysSeen, byRows.ownOfPairs);
    byKeys.moved = instances * rows;
    byKeys.changed = instances * rows;
    byKeys.ownOfPairs = others;
    byRows.stepMoved = Math.max(instances * keysSeen, visibleBeyond(keyStep) * instances / rowTile);
    byRows.stepMoves = byRows.moves;
    byRows.keysOfSteps = others;
    byRows.ownOfPairs = Math.max(instances * rows, (useful - 1) / keyStep + 1);
    byRows.unseen = instances * keysSeen;
    // The core with the most visible logits has at least an even share of those, and of whole
    // instances; of rows it may have fewer.
    int cores = figures.cores;
    boolean isEven = cores == 1 || !dealsRows;
    long own = isEven ? instances * rows / cores : useful / widest / cores;
    bound(ofCore, isEven ? byRows.items / cores : 1, own, 0);
    ofCore.area = useful / cores;
    ofCore.ownOfPairs = isEven ? byRows.ownOfPairs / cores : own;
  }

  private void bound(Run run, long items, long own, long others) {
    run.clear();
    run.items = items;
    run.own = own;
    run.pairs = items;
    run.othersOfPairs = others;
    run.changes = 1;
    run.moves = items;
    run.area = workload.visibleLogits();
    run.singles = run.pairs;
    run.singleArea = run.area;
  }

  /** Over all rows of an instance, what each sees beyond so many keys. */
  private long visibleBeyond(int tile) {
    long beyond = 0;
    int queries = workload.queryLength();
    // Query q sees q + 1 + before keys until the window is full; from then on, the window.
    long window = Math.min(workload.mask().window(), keys);
    long before = keys - queries;
    if (workload.mask().isNone()) {
      return (long) rows * (keys - tile);
    }
    long growing = Math.max(0, Math.min(queries, window - before));
    long firstBeyond = Math.max(0, Math.min(growing, tile - before));
    long count = growing - firstBeyond;
    beyond +=
        count * (before - tile) + (growing * (growing + 1) - firstBeyond * (firstBeyond + 1)) / 2;
    beyond += (queries - growing) * Math.max(0, window - tile);
    return beyond * heads;
  }
}
