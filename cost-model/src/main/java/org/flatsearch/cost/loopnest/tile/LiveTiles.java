package org.flatsearch.cost.loopnest.tile;

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

  private final Figures figures;
  private final Dealing dealing;
  private final AttentionWorkload workload;
  private final int rows;
  private final int keys;
  private final int heads;

  /** Whether sums are those of one nest, rather than bounds of many. */
  public boolean isExact;

  /** Elements of a full tile; in bounds of many nests, of the largest. */
  public int rowTile;

  public int keyTile;

  /** Row tiles and, of each, the first and the last key tile. */
  public int rowTiles;

  private int[] first = {};
  private int[] last = {};

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

  private int tileOfInstances;
  private boolean rowsAreDealt;

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

    /** Live tiles by size: 1 added for the last keys, 2 for the last rows. */
    final long[] bySize = new long[4];

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
     * @param isNew whether the item before has others
     * @param together the keys (rows) of the first of them if the item before ends with it, else 0
     * @param instances what elements count for
     */
    void add(int size, long range, int tiles, boolean isNew, long together, long instances) {
      items++;
      own += instances * size;
      pairs += tiles;
      ownOfPairs += instances * size * tiles;
      othersOfPairs += instances * range;
      area += instances * size * range;
      moves += together > 0 ? tiles - 1 : tiles;
      moved += instances * (range - together);
      if (isNew) {
        changes++;
        changed += instances * range;
      }
      if (tiles == 1) {
        singles++;
        singleArea += instances * size * range;
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
  }

  /**
   * Finds the live tiles of a nest, whose tiles have been dealt.
   *
   * @param dealsRows whether tiles of rows are dealt to cores
   */
  public void set(TileFigures[] tiles, boolean dealsRows) {
    TileFigures ofInstances = tiles[Dimension.INSTANCE.ordinal()];
    TileFigures ofRows = tiles[ROW];
    TileFigures ofKeys = tiles[KEY];
    if (!dealing.isExact || !ofRows.isOne || !ofKeys.isOne) {
      bound(ofInstances, ofRows, ofKeys);
      return;
    }
    boolean isSame =
        isExact
            && ofRows.tile == rowTile
            && ofKeys.tile == keyTile
            && ofInstances.tile == tileOfInstances
            && dealsRows == rowsAreDealt;
    if (isSame) {
      return;
    }
    isExact = true;
    rowTile = ofRows.tile;
    keyTile = ofKeys.tile;
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
      visible = new long[rowTiles];
    }
    mostKeys = 0;
    mostArea = 0;
    for (int p = 0; p < rowTiles; p++) {
      int from = p * rowTile;
      int end = from + rowsOf(p, p);
      first[p] = workload.firstKey(from / heads) / keyTile;
      last[p] = workload.lastKey((end - 1) / heads) / keyTile;
      long range = keysOf(first[p], last[p]);
      mostKeys = Math.max(mostKeys, range);
      mostArea = Math.max(mostArea, range * (end - from));
      long seen = 0;
      if (figures.cores > 1) {
        for (int row = from; row < end; row++) {
          seen += workload.lastKey(row / heads) - workload.firstKey(row / heads) + 1;
        }
      }
      visible[p] = seen;
    }
    tilesSeen = last[rowTiles - 1] - first[0] + 1;
    keysSeen = keysOf(first[0], last[rowTiles - 1]);
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
      byKeys.add((int) keysOf(k, k), range, to - from + 1, isNew, together, 1);
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
    if (figures.cores == 1 || !rowsAreDealt) {
      for (int p = 0; p < rowTiles; p++) {
        add(byRows, p, p - 1, 1);
      }
      set(ofCore, byRows);
      if (figures.cores == 1) {
        ofCore.scale(instances, tilesOfInstances);
      } else {
        ofCore.scale((long) dealing.instancesOfCore0, dealing.tilesOfCore0);
      }
      byRows.scale(instances, tilesOfInstances);
      touches = instances;
      touchedTiles = tilesOfInstances;
      return;
    }
    touches = 0;
    touchedTiles = 0;
    long all = (long) tilesOfInstances * rowTiles;
    int lastInstances = instances - (tilesOfInstances - 1) * tileOfInstances;
    long most = -1;
    long tile = 0;
    for (int core = 0; core < dealing.coresAtStart; core++) {
      long end = tile + all / figures.cores + (core < all % figures.cores ? 1 : 0);
      long work = 0;
      long begin = tile;
      for (; tile < end; tile++) {
        int p = (int) (tile % rowTiles);
        int size = tile / rowTiles < tilesOfInstances - 1 ? tileOfInstances : lastInstances;
        boolean isFirst = tile == begin || p == 0;
        add(byRows, p, isFirst ? -1 : p - 1, size);
        touches += isFirst ? size : 0;
        touchedTiles += isFirst ? 1 : 0;
        work += visible[p] * size;
      }
      if (work > most) {
        most = work;
        ofCore.clear();
        for (long mine = begin; mine < end; mine++) {
          int size = mine / rowTiles < tilesOfInstances - 1 ? tileOfInstances : lastInstances;
          int p = (int) (mine % rowTiles);
          add(ofCore, p, mine == begin || p == 0 ? -1 : p - 1, size);
        }
      }
    }
  }

  private static void set(Run run, Run other) {
    run.items = other.items;
    run.own = other.own;
    run.pairs = other.pairs;
    run.ownOfPairs = other.ownOfPairs;
    run.othersOfPairs = other.othersOfPairs;
    run.area = other.area;
    System.arraycopy(other.bySize, 0, run.bySize, 0, run.bySize.length);
  }

  private void add(Run run, int p, int before, long instances) {
    boolean isNew = before < 0 || first[before] != first[p] || last[before] != last[p];
    long together = before >= 0 && last[before] == first[p] ? keysOf(first[p], first[p]) : 0;
    int tiles = last[p] - first[p] + 1;
    run.add(rowsOf(p, p), keysOf(first[p], last[p]), tiles, isNew, together, instances);
    int ofRow = p == rowTiles - 1 ? 2 : 0;
    int ofLast = (last[p] + 1) * (long) keyTile >= keys ? 1 : 0;
    run.bySize[ofRow] += instances * (tiles - ofLast);
    run.bySize[ofRow + 1] += instances * ofLast;
  }

  private long keysOf(int from, int to) {
    return Math.min((to + 1L) * keyTile, keys) - (long) from * keyTile;
  }

  private int rowsOf(int from, int to) {
    return (int) (Math.min((to + 1L) * rowTile, rows) - (long) from * rowTile);
  }

  int lastRows() {
    return rowsOf(rowTiles - 1, rowTiles - 1);
  }

  int lastKeys() {
    return (keys - 1) % keyTile + 1;
  }

  /** Bounds the sums of all nests whose tiles have no smaller figures than these. */
  private void bound(TileFigures ofInstances, TileFigures ofRows, TileFigures ofKeys) {
    isExact = false;
    long instances = workload.instances();
    rowTile = (int) Math.min(rows, ofRows.share * rows + 0.5);
    keyTile = (int) Math.min(keys, ofKeys.share * keys + 0.5);
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
    bound(ofCore, 0, instances * rows / figures.cores, 0);
    ofCore.area = useful / figures.cores;
    ofCore.ownOfPairs = byRows.ownOfPairs / figures.cores;
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
