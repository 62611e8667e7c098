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

  /** Visible logits of one head of all queries before a query. */
  private final long[] visibleByQuery;

  /** Whether sums are those of one nest, rather than bounds of many. */
  public boolean isExact;

  /** Elements of a full tile; in bounds of many nests, of the largest. */
  public int rowTile;

  public int keyTile;

  /** Keys that the array works on at a time: of a step, or else of a tile. */
  public int keyStep;

  /** Row tiles and, of each, the first and the last key tile. */
  public int rowTiles;

  private int[] first = {};
  private int[] last = {};

  /** The first and the last key that it sees. */
  private int[] firstKey = {};

  private int[] lastKey = {};

  /** Row tiles in the order in which they are dealt. */
  private int[] order = {};

  /** Visible logits of each row tile. */
  private long[] visible = {};

  /** The key tiles that any row sees, and their keys. */
  public int tilesSeen;

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

  /** Instances of each instance tile and core that works on it. */
  public long touches;

  /** The number of these tiles. */
  public long touchedTiles;

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
    visibleByQuery = new long[workload.queryLength() + 1];
    for (int query = 0; query < workload.queryLength(); query++) {
      visibleByQuery[query + 1] =
          visibleByQuery[query] + workload.lastKey(query) - workload.firstKey(query) + 1;
    }
    work = new long[figures.cores];
    before = new int[figures.cores];
    heap = new int[figures.cores];
  }

  /**
   * Finds the live tiles of a nest, whose tiles have been dealt.
   *
   * @param dealsRows whether tiles of rows are dealt to cores
   * @param step keys of a step; 0 if tiles are not cut
   */
  public void set(TileFigures[] tiles, boolean dealsRows, int step) {
    TileFigures ofInstances = tiles[Dimension.INSTANCE.ordinal()];
    TileFigures ofRows = tiles[ROW];
    TileFigures ofKeys = tiles[KEY];
    if (!dealing.isExact || !ofRows.isOne || !ofKeys.isOne) {
      bound(tiles, dealsRows, step);
      return;
    }
    boolean isSame =
        isExact
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
    findRuns();
    sumKeys();
    int instances = workload.instances();
    byKeys.scale(instances, ofInstances.trips);
    sumRows(ofInstances.trips);
  }

  private void findRuns() {
    if (first.length < rowTiles) {
      first = new int[rowTiles];
      last = new int[rowTiles];
      firstKey = new int[rowTiles];
      lastKey = new int[rowTiles];
      order = new int[rowTiles];
      visible = new long[rowTiles];
    }
    mostKeys = 0;
    mostArea = 0;
    for (int p = 0; p < rowTiles; p++) {
      int from = p * rowTile;
      int end = from + rowsOf(p, p);
      firstKey[p] = workload.firstKey(from / heads);
      lastKey[p] = workload.lastKey((end - 1) / heads);
      first[p] = firstKey[p] / keyTile;
      last[p] = lastKey[p] / keyTile;
      long range = keysOf(first[p], last[p]);
      mostKeys = Math.max(mostKeys, range);
      mostArea = Math.max(mostArea, range * (end - from));
      visible[p] = visibleBefore(end) - visibleBefore(from);
    }
    tilesSeen = last[rowTiles - 1] - first[0] + 1;
    keysSeen = keysOf(first[0], last[rowTiles - 1]);
  }

  /** Visible logits of all rows before {@code row}. */
  private long visibleBefore(int row) {
    int query = row / heads;
    long ofQuery =
        query < workload.queryLength() ? visibleByQuery[query + 1] - visibleByQuery[query] : 0;
    return heads * visibleByQuery[query] + row % heads * ofQuery;
  }

  private void sumKeys() {
    byKeys.clear();
    mostRows = 0;
    int from = 0;
    int to = 0;
    for (int k = first[0]; k <= last[rowTiles - 1]; k++) {
      int fromBefore = from;
      int toBefore = to;
      boolean isFirst = k == first[0];
      while (last[from] < k) {
        from++;
      }
      while (to < rowTiles - 1 && first[to + 1] <= k) {
        to++;
      }
      long range = rowsOf(from, to);
      boolean isNew = isFirst || from != fromBefore || to != toBefore;
      long together = !isFirst && toBefore == from ? rowsOf(from, from) : 0;
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
      mostRows = Math.max(mostRows, range);
    }
  }

  private void sumRows(int tilesOfInstances) {
    byRows.clear();
    ofCore.clear();
    int instances = workload.instances();
    orderRows();
    if (figures.cores == 1 || !rowsAreDealt) {
      for (int k = 0; k < rowTiles; k++) {
        add(byRows, k, k == 0 ? -1 : order[k - 1], 1);
        add(ofCore, k, k == 0 ? -1 : order[k - 1], 1);
      }
      if (figures.cores == 1) {
        ofCore.scale(instances, tilesOfInstances);
      } else {
        ofCore.scale((long) dealing.instancesOfCore0, dealing.tilesOfCore0);
      }
      byRows.scale(instances, tilesOfInstances);
      touches = instances;
      touchedTiles = tilesOfInstances;
      unseenTouches =
          instances * (rowsAreDealt ? unseen(order[0], first[0], last[rowTiles - 1]) : keysSeen);
      return;
    }
    if ((long) tilesOfInstances * rowTiles > MOST_DEALT) {
      throw new InvalidInputException(
          "The model 'loopnest' deals at most %s unlike tiles to cores, found %s. Use larger tiles"
                  .formatted(MOST_DEALT, (long) tilesOfInstances * rowTiles)
              + " of rows or instances.");
    }
    int tiles = tilesOfInstances * rowTiles;
    deal(tiles, tilesOfInstances);
    int busiest = 0;
    for (int core = 1; core < dealing.coresAtStart; core++) {
      busiest = work[core] > work[busiest] ? core : busiest;
    }
    touches = 0;
    touchedTiles = 0;
    unseenTouches = 0;
    Arrays.fill(before, 0, dealing.coresAtStart, -1);
    for (int tile = 0; tile < tiles; tile++) {
      int core = owner[tile];
      int k = tile % rowTiles;
      int size = instancesOf(tile, tilesOfInstances);
      boolean isFirst = before[core] < tile - k;
      int p = isFirst ? -1 : order[before[core] % rowTiles];
      before[core] = tile;
      add(byRows, k, p, size);
      if (core == busiest) {
        add(ofCore, k, p, size);
      }
      if (isFirst) {
        touches += size;
        touchedTiles++;
        unseenTouches += size * unseen(order[k], first[0], last[rowTiles - 1]);
      }
    }
  }

  private int instancesOf(int tile, int tilesOfInstances) {
    return tile / rowTiles < tilesOfInstances - 1
        ? tileOfInstances
        : workload.instances() - (tilesOfInstances - 1) * tileOfInstances;
  }

  /** From a queue, the row tiles that see most come first. */
  private void orderRows() {
    for (int p = 0; p < rowTiles; p++) {
      order[p] = p;
    }
    if (figures.isQueue && figures.isMasked && rowsAreDealt) {
      // An insertion sort: the tiles are nearly in order, or nearly in the opposite one.
      if (visible[0] < visible[rowTiles - 1]) {
        for (int p = 0; p < rowTiles; p++) {
          order[p] = rowTiles - 1 - p;
        }
      }
      for (int k = 1; k < rowTiles; k++) {
        int p = order[k];
        int at = k;
        while (at > 0 && isAhead(p, order[at - 1])) {
          order[at] = order[at - 1];
          at--;
        }
        order[at] = p;
      }
    }
  }

  private boolean isAhead(int p, int other) {
    return visible[p] > visible[other] || visible[p] == visible[other] && p < other;
  }

  /** Finds the core of each dealt tile, and the visible logits of each core. */
  private void deal(int tiles, int tilesOfInstances) {
    if (owner.length < tiles) {
      owner = new int[tiles];
    }
    int cores = dealing.coresAtStart;
    Arrays.fill(work, 0);
    for (int core = 0; core < cores; core++) {
      heap[core] = core;
    }
    int core = 0;
    int left = tiles / figures.cores + (tiles % figures.cores > 0 ? 1 : 0);
    for (int tile = 0; tile < tiles; tile++) {
      long seen = visible[order[tile % rowTiles]] * instancesOf(tile, tilesOfInstances);
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

  /** Adds the row tile that is dealt as number {@code k}, after row tile {@code before} or none. */
  private void add(Run run, int k, int before, long instances) {
    int p = order[k];
    boolean isNew = before < 0 || first[before] != first[p] || last[before] != last[p];
    long together = before >= 0 && last[before] == first[p] ? keysOf(first[p], first[p]) : 0;
    int tiles = last[p] - first[p] + 1;
    long range = keysOf(first[p], last[p]);
    int at = p == rowTiles - 1 ? 3 : 0;
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
    run.add(rowsOf(p, p), range, tiles, steps, keysOfSteps, isNew, together, instances);
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

  /** The keys of a run of key tiles that no row tile dealt before {@code p} has seen. */
  private long unseen(int p, int from, int to) {
    boolean descends = rowTiles > 1 && order[0] > order[1];
    int firstRow = descends ? p + 1 : 0;
    int lastRow = descends ? rowTiles - 1 : p - 1;
    if (firstRow > lastRow) {
      return keysOf(from, to);
    }
    int seenFrom = Math.max(from, first[firstRow]);
    int seenTo = Math.min(to, last[lastRow]);
    return keysOf(from, to) - (seenFrom > seenTo ? 0 : keysOf(seenFrom, seenTo));
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
    tilesSeen = 1;
    keysSeen = keys - workload.firstKey(0);
    mostKeys = widest;
    mostArea = widest;
    mostRows = ofRows.tile;
    touches = instances;
    touchedTiles = ofInstances.trips;
    unseenTouches = 0; // The first core to touch an instance may find some of its keys seen.
    long useful = workload.visibleLogits();
    // A row tile of t rows has at least 1/t of what its rows see, one by one.
    long others = Math.max(instances * keysSeen, (useful - 1) / rowTile + 1);
    long moved = Math.max(instances * keysSeen, visibleBeyond(keyTile) * instances / rowTile);
    bound(byRows, (long) ofInstances.trips * ofRows.trips, instances * rows, others);
    byRows.moved = moved;
    byRows.changed = instances * keysSeen;
    byRows.ownOfPairs = Math.max(instances * rows, (useful - 1) / keyTile + 1);
    bound(byKeys, ofInstances.trips, instances * keysSeen, byRows.ownOfPairs);
    byKeys.moved = instances * rows;
    byKeys.changed = instances * rows;
    byKeys.ownOfPairs = others;
    byRows.stepMoved = Math.max(instances * keysSeen, visibleBeyond(keyStep) * instances / rowTile);
    byRows.stepMoves = byRows.items;
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
