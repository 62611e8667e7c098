package org.flatsearch.cost.loopnest.tile;

import java.util.Arrays;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The tiles of rows × keys of one stage that have a visible logit, and sums over them. Nothing else
 * happens. What neighbouring rows see overlaps or adjoins, so the live key tiles of a row tile are
 * a run, and so are the live row tiles of a key tile.
 *
 * <p>Sums take time for each row tile, but searches come back to the same sizes of tiles again and
 * again, so the sums of many are kept.
 */
public final class LiveTiles {
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();

  /** How many sums are kept: a power of two. */
  private static final int KEPT = 1 << 12;

  private final Figures figures;
  private final Dealing dealing;
  private final LiveDealing live;
  private final LiveBounds bounds;
  private final AttentionWorkload workload;
  private final int rows;
  private final int keys;
  private final int heads;
  private final VisibleLogits visibleLogits;
  private final LiveSums[] kept = new LiveSums[KEPT];

  /** The sums at hand, and what they are of. */
  private LiveSums sums;

  private int rowTile;
  private int rowTiles;
  private int keyTile;
  private int keyStep;
  private boolean rowsAreDealt;

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

  /** Dealt tiles in the order of dealing. */
  private int[] order = {};

  /** Visible logits of each. */
  private long[] visible = {};

  /** Those of the busiest core: how many, and of how many instances. */
  private int[] timesOnCore = {};

  private long[] instancesOnCore = {};

  /** By core, its last tile. */
  private final int[] before;

  LiveTiles(Figures figures, Dealing dealing, AttentionWorkload workload) {
    this.figures = figures;
    this.dealing = dealing;
    this.workload = workload;
    live = new LiveDealing(figures);
    bounds = new LiveBounds(figures, dealing, workload);
    rows = workload.rows();
    keys = workload.keys();
    heads = rows / workload.queryLength();
    visibleLogits = new VisibleLogits(workload);
    before = new int[figures.cores];
  }

  /**
   * Returns the sums of a nest, whose tiles have been dealt.
   *
   * @param dealsRows whether tiles of rows are dealt to cores
   * @param step keys of a step; 0 if tiles are not cut
   * @param part keys of a part; 0 if keys are not split
   */
  public LiveSums sums(TileFigures[] tiles, boolean dealsRows, int step, int part) {
    TileFigures ofInstances = tiles[INSTANCE];
    TileFigures ofRows = tiles[ROW];
    TileFigures ofKeys = tiles[KEY];
    if (!dealing.isExact || !ofRows.isOne || !ofKeys.isOne) {
      return bounds.sums(tiles, dealsRows, step, part);
    }
    rowTile = ofRows.tile;
    rowTiles = ofRows.trips;
    keyTile = ofKeys.tile;
    keyStep = step == 0 || step > keyTile ? keyTile : step;
    tilesOfPart = part == 0 ? ofKeys.trips : part / keyTile;
    rowsAreDealt = dealsRows;
    int hash = ((rowTile * 31 + keyTile) * 31 + keyStep) * 31 + ofInstances.tile;
    hash = ((hash * 31 + tilesOfPart) * 2 + (dealsRows ? 1 : 0)) * 0x9E3779B9;
    int place = hash >>> 32 - Integer.numberOfTrailingZeros(KEPT);
    if (kept[place] == null) {
      kept[place] = new LiveSums();
    }
    sums = kept[place];
    boolean isSame =
        sums.rowTile == rowTile
            && sums.keyTile == keyTile
            && sums.keyStep == keyStep
            && sums.tilesOfPart == tilesOfPart
            && sums.tileOfInstances == ofInstances.tile
            && sums.rowsAreDealt == dealsRows;
    if (!isSame) {
      sums.rowTile = 0; // In case that this fails.
      sum(ofInstances, (ofKeys.trips - 1) / tilesOfPart + 1);
    }
    return sums;
  }

  /**
   * Returns the keys of tiles that are loaded while rows go by.
   *
   * @param mostKeys that a tile can have if it fits into the buffer. Bounds need not hold for nests
   *     whose tiles do not.
   */
  public long moved(LiveSums sums, long mostKeys) {
    return sums.isExact ? sums.byRows.moved : bounds.moved(mostKeys);
  }

  private void sum(TileFigures ofInstances, int partsOfKeys) {
    findRuns(partsOfKeys);
    sums.byKeys.clear();
    sums.mostRows = 0;
    for (int p = 0; p < parts; p++) {
      sumKeys(begin[p], begin[p + 1]);
    }
    int instances = workload.instances();
    sums.byKeys.scale(instances, ofInstances.trips);
    sumRows(ofInstances);
    sums.isExact = true;
    sums.rowTile = rowTile;
    sums.rowTiles = rowTiles;
    sums.keyTile = keyTile;
    sums.keyStep = keyStep;
    sums.tilesOfPart = tilesOfPart;
    sums.tileOfInstances = ofInstances.tile;
    sums.rowsAreDealt = rowsAreDealt;
    sums.lastRows = rowsOf(rowTiles - 1, rowTiles - 1);
    int lastInstances = instances - (ofInstances.trips - 1) * ofInstances.tile;
    sums.leastRows = (long) sums.lastRows * lastInstances;
    sums.lastOfTile = keyTile % keyStep;
    sums.lastOfKeys = ((keys - 1) % keyTile + 1) % keyStep;
  }

  private void findRuns(int partsOfKeys) {
    live.requireFew((long) rowTiles * partsOfKeys);
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
      timesOnCore = new int[most];
      instancesOnCore = new long[most];
      begin = new int[most + 1];
    }
    sums.mostKeys = 0;
    sums.mostArea = 0;
    sums.keysSeen = 0;
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
        sums.keysSeen = Math.max(sums.keysSeen, keysOf(first[begin[parts]], last[items - 1]));
        parts++;
      }
    }
    begin[parts] = items;
    sums.dealt = rowsAreDealt ? items : parts;
    sums.leastParts = partsOfKeys;
    for (int p = 0; p < rowTiles && sums.leastParts > 1; p++) {
      int live = (int) (lastKeyOf(p) / keysOfPart - firstKeyOf(p) / keysOfPart) + 1;
      sums.leastParts = Math.min(sums.leastParts, live);
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
    sums.mostKeys = Math.max(sums.mostKeys, range);
    sums.mostArea = Math.max(sums.mostArea, range * rowsOf(p, p));
  }

  /** Sums over the key tiles of a part, given its items. */
  private void sumKeys(int begin, int end) {
    LiveSums.Run run = sums.byKeys;
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
      int tiles = to - from + 1;
      run.add((int) keysOf(k, k), range, tiles, tiles, range, 1, 1);
      if (!isNew) {
        run.changes--;
        run.changed -= range;
      }
      if (!isFirst && toBefore == from) {
        run.moves--;
        run.moved -= rowsOf(rowOf[from], rowOf[from]);
      }
      if (first[from] < k) {
        run.continued++;
        run.continuedRows += range;
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

  private void sumRows(TileFigures ofInstances) {
    int instances = workload.instances();
    LiveSums.Run all = sums.byRows;
    LiveSums.Run mine = sums.ofCore;
    all.clear();
    mine.clear();
    sums.touches = 0;
    sums.touchedTiles = 0;
    sums.touchedKeys = 0;
    sums.touchedKeyTiles = 0;
    sums.unseenTouches = 0;
    orderTiles();
    boolean isOneCore = figures.cores == 1;
    boolean isInOrder = isOneCore || !rowsAreDealt;
    boolean isInBlocks = !isInOrder && !figures.isQueue && parts == 1;
    boolean isAlike = isOneCore || sums.dealt == 1; // All cores have the items of their instances.
    for (int k = 0; k < items; k++) {
      add(all, itemAt(k), 1, 1);
      if (isAlike) {
        add(mine, itemAt(k), 1, 1);
      }
      if (isInOrder) {
        int other = k == 0 ? -1 : itemAt(k - 1);
        follow(all, itemAt(k), other, 1, 1);
        touch(itemAt(k), other, 1, 1);
      } else if (isInBlocks && k > 0) {
        follow(all, k, k - 1, 1, 1);
      }
    }
    all.scale(instances, ofInstances.trips);
    sums.touches *= instances;
    sums.touchedTiles *= ofInstances.trips;
    sums.touchedKeys *= instances;
    sums.touchedKeyTiles *= ofInstances.trips;
    sums.unseenTouches *= instances;
    sums.dealtToCore = (long) ofInstances.trips * sums.dealt;
    if (isOneCore) {
      mine.scale(instances, ofInstances.trips);
    } else if (isInOrder && isAlike) {
      mine.scale(instancesOfCore(ofInstances), dealing.tilesOfCore0);
      sums.dealtToCore = dealing.tilesOfCore0;
    } else {
      mine.clear();
      if (isInBlocks) {
        dealBlocks(ofInstances);
      } else {
        deal(ofInstances);
      }
    }
  }

  /** In a queue, the last tile, of which little may be left, goes to the core with most tiles. */
  private long instancesOfCore(TileFigures ofInstances) {
    long ofBlock = (long) dealing.instancesOfCore0;
    boolean isLast = figures.isQueue && ofInstances.trips % figures.cores == 1;
    return isLast
        ? ofBlock - (long) ofInstances.trips * ofInstances.tile + workload.instances()
        : ofBlock;
  }

  private int itemAt(int k) {
    return rowsAreDealt ? order[k] : k;
  }

  /** Deals tiles to cores; takes off what each core has from the row tile before. */
  private void deal(TileFigures ofInstances) {
    int dealt = sums.dealt;
    boolean seeAllKeys = !figures.isMasked && parts == 1;
    if (seeAllKeys && rows % rowTile == 0 && workload.instances() % ofInstances.tile == 0) {
      dealAlike(ofInstances);
      return;
    }
    live.deal(ofInstances.trips, ofInstances.tile, visible, order, dealt);
    sums.dealtToCore = 0;
    Arrays.fill(before, -1);
    Arrays.fill(timesOnCore, 0, dealt, 0);
    Arrays.fill(instancesOnCore, 0, dealt, 0);
    int tile = 0;
    for (int k = 0; k < ofInstances.trips; k++) {
      int size = instancesOf(k, ofInstances);
      int start = tile;
      int again = 0;
      for (int at = 0; at < dealt; at++, tile++) {
        int core = live.owner[tile];
        if (core == live.busiest) {
          sums.dealtToCore++;
          timesOnCore[order[at]]++;
          instancesOnCore[order[at]] += size;
        }
        if (rowsAreDealt) {
          int other = before[core] < start ? -1 : order[before[core] - start];
          before[core] = tile;
          if (seeAllKeys && other >= 0) {
            again++;
          } else {
            follow(sums.byRows, order[at], other, size, 1);
            touch(order[at], other, size, 1);
          }
        }
      }
      if (again > 0) {
        follow(sums.byRows, 1, 0, (long) again * size, again);
      }
    }
    for (int k = 0; k < dealt; k++) {
      if (timesOnCore[k] > 0) {
        addDealt(k, instancesOnCore[k], timesOnCore[k]);
      }
    }
  }

  /** Deals tiles that all take as long: cores take turns, and the first has most. */
  private void dealAlike(TileFigures ofInstances) {
    int size = ofInstances.tile;
    int tiles = live.requireFew((long) ofInstances.trips * rowTiles);
    int mine = (tiles - 1) / figures.cores + 1;
    sums.dealtToCore = mine;
    add(sums.ofCore, 0, (long) mine * size, mine);
    int coresOfInstance = Math.min(figures.cores, rowTiles);
    for (int p = 0; p < coresOfInstance; p++) {
      touch(p, -1, (long) ofInstances.trips * size, ofInstances.trips);
    }
    if (coresOfInstance < rowTiles) {
      int again = ofInstances.trips * (rowTiles - coresOfInstance);
      follow(sums.byRows, 1, 0, (long) again * size, again);
    }
  }

  /**
   * Deals blocks of row tiles to cores. Within a block each has some of the one before; what the
   * first of a block would have of the one before that is added again.
   */
  private void dealBlocks(TileFigures ofInstances) {
    long tiles = (long) ofInstances.trips * rowTiles;
    int cores = (int) Math.min(figures.cores, tiles);
    long[] seen = live.sums(visible, rowTiles);
    long most = 0;
    long busiest = 0;
    for (int core = 0; core < cores; core++) {
      long begin = beginOf(core, tiles);
      long end = beginOf(core + 1, tiles);
      long work = 0;
      for (long from = begin; from < end; ) {
        int k = (int) (from / rowTiles);
        int size = instancesOf(k, ofInstances);
        int p = (int) (from % rowTiles);
        int to = (int) Math.min(rowTiles, p + end - from);
        work += size * (seen[to] - seen[p]);
        touch(p, -1, size, 1);
        if (p > 0) {
          follow(sums.byRows, p, p - 1, -size, -1);
        }
        from += to - p;
      }
      if (work > most) {
        most = work;
        busiest = core;
      }
    }
    long begin = beginOf(busiest, tiles);
    long end = beginOf(busiest + 1, tiles);
    sums.dealtToCore = end - begin;
    for (long tile = begin; tile < end; tile++) {
      int instances = instancesOf((int) (tile / rowTiles), ofInstances);
      add(sums.ofCore, (int) (tile % rowTiles), instances, 1);
    }
  }

  /** The first tile of a core's block. */
  private long beginOf(long core, long tiles) {
    return core * (tiles / figures.cores) + Math.min(core, tiles % figures.cores);
  }

  private int instancesOf(int tile, TileFigures ofInstances) {
    return Math.min(ofInstances.tile, workload.instances() - tile * ofInstances.tile);
  }

  /** Adds a dealt tile, an item or a whole part, to those of the busiest core. */
  private void addDealt(int tile, long instances, int times) {
    int from = rowsAreDealt ? tile : begin[tile];
    int end = rowsAreDealt ? tile + 1 : begin[tile + 1];
    for (int item = from; item < end; item++) {
      add(sums.ofCore, item, instances, times);
    }
  }

  /** A core works on an item after {@code before} or none: it may be the first of a part. */
  private void touch(int item, int before, long instances, int times) {
    int part = partOf[item];
    if (before >= 0 && partOf[before] == part) {
      return;
    }
    int from = first[begin[part]];
    int to = last[begin[part + 1] - 1];
    sums.touches += instances;
    sums.touchedTiles += times;
    sums.touchedKeys += instances * keysOf(from, to);
    sums.touchedKeyTiles += times * (to - from + 1L);
    sums.unseenTouches += instances * (rowsAreDealt ? unseen(item, from, to) : keysOf(from, to));
  }

  /** From a queue, the tiles that see most come first. */
  private void orderTiles() {
    int dealt = sums.dealt;
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
        sort(gap, dealt);
      }
    }
  }

  /** An insertion sort of tiles that are so far apart. */
  private void sort(int gap, int dealt) {
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

  /**
   * Adds an item that has nothing from the one before.
   *
   * @param instances what elements count for
   * @param times what items and tiles count for
   */
  private void add(LiveSums.Run run, int p, long instances, int times) {
    int tiles = last[p] - first[p] + 1;
    long range = keysOf(first[p], last[p]);
    int at = rowOf[p] == rowTiles - 1 ? 3 : 0;
    long unseen = unseen(p, first[p], last[p]);
    int steps = 0;
    long keysOfSteps = 0;
    long unseenSteps = 0;
    if (keyStep == keyTile) {
      int ragged = last[p] == (keys - 1) / keyTile && keys % keyTile > 0 ? 1 : 0;
      run.bySize[at] += instances * (tiles - ragged);
      run.bySize[at + 2] += instances * ragged;
      steps = tiles;
      keysOfSteps = range;
      unseenSteps = unseen;
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
    run.add(rowsOf(rowOf[p], rowOf[p]), range, tiles, steps, keysOfSteps, instances, times);
    run.unseenStepsMoved += instances * unseenSteps;
    run.unseenSteps += instances * unseenSteps;
    run.unseen += instances * unseen;
    run.unseenMoved += instances * unseen;
    run.unseenRanges += instances * unseen;
  }

  /**
   * Takes off what an item has from the one before it on the same core, if any.
   *
   * @param instances what elements count for
   * @param tiles what tiles count for
   */
  private void follow(LiveSums.Run run, int p, int before, long instances, int tiles) {
    if (before < 0) {
      return;
    }
    if (first[before] == first[p] && last[before] == last[p]) {
      run.changes -= tiles;
      run.changed -= instances * keysOf(first[p], last[p]);
      run.unseenRanges -= instances * unseen(p, first[p], last[p]);
    }
    if (last[before] != first[p]) {
      return;
    }
    boolean isUnseen = unseen(p, first[p], first[p]) > 0;
    long together = keysOf(first[p], first[p]);
    run.moves -= tiles;
    run.moved -= instances * together;
    run.unseenMoved -= isUnseen ? instances * together : 0;
    int firstStep = firstKey[p] % keyTile / keyStep;
    if (lastKey[before] % keyTile / keyStep == firstStep) {
      long same = Math.min(keyStep, together - firstStep * keyStep);
      run.stepMoves -= tiles;
      run.stepMoved -= instances * same;
      run.unseenStepsMoved -= isUnseen ? instances * same : 0;
    }
  }

  /** The keys of a run of key tiles that no row tile dealt before that of {@code item} has seen. */
  private long unseen(int item, int from, int to) {
    if (figures.sharedBufferBytes == 0) {
      return 0; // No one asks which core loads first.
    }
    boolean descends = rowsAreDealt && sums.dealt > 1 && rowOf[order[0]] > rowOf[order[1]];
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
}
