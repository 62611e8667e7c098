package org.flatsearch.cost.loopnest.tile;

import java.util.Arrays;
import org.flatsearch.cost.loopnest.tile.UnlikeDealing.Sequence;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Deals unlike tiles to cores: in contiguous blocks, or from a queue, from which the core with the
 * fewest visible logits so far takes the next.
 */
final class TileDealer {
  /** Dealings of more tiles take too long and too much memory. */
  private static final int MOST = 1 << 24;

  private final Figures figures;
  private final AttentionWorkload workload;
  private final VisibleLogits visibleLogits;
  private final int rows;
  private final int keys;

  /** Rows of a query. */
  private final int heads;

  private UnlikeDealing dealing;
  private int rowTile;
  private int instanceTiles;

  /** Dealt tiles in the order of dealing, and the visible logits of each. */
  private int[] order = {};

  private long[] visible = {};
  private int[] owner = {};

  /** By core, its last tile. */
  private final int[] last;

  private final CoreQueue queue;

  TileDealer(Figures figures, AttentionWorkload workload) {
    this.figures = figures;
    this.workload = workload;
    visibleLogits = new VisibleLogits(workload);
    rows = workload.rows();
    keys = workload.keys();
    heads = rows / workload.queryLength();
    last = new int[figures.cores];
    queue = new CoreQueue(figures.cores);
  }

  /**
   * Deals tiles.
   *
   * @param keysOfPart all keys, if they are not split
   * @param dealsRows whether tiles of rows are dealt, rather than all rows of an instance
   */
  void deal(
      int rowTile, int tileOfInstances, int keysOfPart, boolean dealsRows, UnlikeDealing dealing) {
    this.dealing = dealing;
    this.rowTile = rowTile;
    dealing.rowTile = 0; // In case that this fails.
    dealing.tileOfInstances = tileOfInstances;
    dealing.keysOfPart = keysOfPart;
    dealing.dealsRows = dealsRows;
    dealing.rowTiles = (rows - 1) / rowTile + 1;
    instanceTiles = (workload.instances() - 1) / tileOfInstances + 1;
    findItems();
    requireFew((long) instanceTiles * dealing.dealt);
    orderTiles();
    dealing.all.clear();
    dealing.ofCore.clear();
    dealing.firstOfCore = dealing.dealsRows ? order[0] : 0;
    dealing.lastOfCore = dealing.dealsRows ? order[dealing.dealt - 1] : dealing.items - 1;
    dealing.firstInstances = tileOfInstances;
    dealing.lastInstances = instancesOf(instanceTiles - 1);
    if (figures.cores == 1) {
      addInOrder(dealing.all);
      addInOrder(dealing.ofCore);
      dealing.dealtToCore = (long) instanceTiles * dealing.dealt;
    } else if (dealsRows && !figures.isQueue && dealing.parts == 1) {
      dealBlocks();
    } else {
      dealEach();
    }
    dealing.rowTile = rowTile;
  }

  /** Finds what row tiles see of each part of the keys. */
  private void findItems() {
    int rowTiles = dealing.rowTiles;
    int keysOfPart = dealing.keysOfPart;
    int partsOfKeys = (keys - 1) / keysOfPart + 1;
    int most = requireFew((long) rowTiles * partsOfKeys);
    dealing.hold(most, partsOfKeys);
    if (order.length < most) {
      order = new int[most];
      visible = new long[most];
    }
    dealing.leastParts = partsOfKeys;
    for (int p = 0; p < rowTiles; p++) {
      int first = workload.firstKey(p * rowTile / heads);
      int last = workload.lastKey(((int) Math.min((p + 1L) * rowTile, rows) - 1) / heads);
      dealing.firstKeyOf[p] = first;
      dealing.lastKeyOf[p] = last;
      dealing.leastParts = Math.min(dealing.leastParts, last / keysOfPart - first / keysOfPart + 1);
    }
    int items = 0;
    int parts = 0;
    for (int part = 0; part < partsOfKeys; part++) {
      dealing.begin[parts] = items;
      int from = part * keysOfPart;
      int to = (int) Math.min(keys, (long) from + keysOfPart) - 1;
      for (int p = 0; p < rowTiles; p++) {
        int firstSeen = Math.max(from, dealing.firstKeyOf[p]);
        int lastSeen = Math.min(to, dealing.lastKeyOf[p]);
        if (firstSeen <= lastSeen) {
          dealing.rowOf[items] = p;
          dealing.partOf[items] = parts;
          dealing.firstKey[items] = firstSeen;
          dealing.lastKey[items++] = lastSeen;
        }
      }
      parts += items > dealing.begin[parts] ? 1 : 0;
    }
    dealing.begin[parts] = items;
    dealing.items = items;
    dealing.parts = parts;
    dealing.dealt = dealing.dealsRows ? items : parts;
  }

  /** From a queue, the tiles that see most come first. */
  private void orderTiles() {
    int dealt = dealing.dealt;
    int keysOfPart = dealing.keysOfPart;
    for (int k = 0; k < dealt; k++) {
      order[k] = k;
      int item = dealing.dealsRows ? k : dealing.begin[k];
      int from = dealing.dealsRows ? dealing.rowOf[item] * rowTile : 0;
      int end = dealing.dealsRows ? (int) Math.min((long) from + rowTile, rows) : rows;
      int key = dealing.firstKey[item] / keysOfPart * keysOfPart;
      int endKey = (int) Math.min(keys, (long) key + keysOfPart);
      visible[k] = visibleLogits.count(from, end, key, endKey);
    }
    if (figures.isQueue && figures.isMasked && dealt > 1) {
      // The row tiles of a part are nearly in order, or nearly in the opposite one.
      if (visible[0] < visible[dealt - 1]) {
        for (int k = 0; k < dealt; k++) {
          order[k] = dealt - 1 - k;
        }
      }
      for (int gap = dealing.parts > 1 ? dealt / 2 : 1; gap > 0; gap /= 2) {
        sort(gap);
      }
    }
  }

  /** An insertion sort of tiles that are so far apart. */
  private void sort(int gap) {
    for (int k = gap; k < dealing.dealt; k++) {
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

  /** A core works on all items of all instances. */
  private void addInOrder(Sequence sequence) {
    for (int k = 0; k < dealing.items; k++) {
      int item = dealing.dealsRows ? order[k] : k;
      int before = k == 0 ? -1 : dealing.dealsRows ? order[k - 1] : k - 1;
      sequence.add(item, before, workload.instances(), instanceTiles);
    }
  }

  /** Each core has a block of row tiles. */
  private void dealBlocks() {
    int rowTiles = dealing.rowTiles;
    long tiles = (long) instanceTiles * rowTiles;
    int cores = (int) Math.min(figures.cores, tiles);
    for (int k = 1; k < rowTiles; k++) {
      dealing.all.add(k, k - 1, workload.instances(), instanceTiles);
    }
    long most = 0;
    int busiest = 0;
    for (int core = 0; core < cores; core++) {
      long end = beginOf(core + 1L, tiles);
      long ofCore = 0;
      for (long tile = beginOf(core, tiles); tile < end; ) {
        int p = (int) (tile % rowTiles);
        int to = (int) Math.min(rowTiles, p + end - tile);
        int size = instancesOf((int) (tile / rowTiles));
        dealing.all.add(p, -1, size, 1);
        if (p > 0) {
          dealing.all.add(p, p - 1, -size, -1);
        }
        tile += to - p;
        for (; p < to; p++) {
          ofCore += size * visible[p];
        }
      }
      if (ofCore > most) {
        most = ofCore;
        busiest = core;
      }
    }
    long begin = beginOf(busiest, tiles);
    long end = beginOf(busiest + 1L, tiles);
    dealing.dealtToCore = end - begin;
    dealing.firstOfCore = (int) (begin % rowTiles);
    dealing.lastOfCore = (int) ((end - 1) % rowTiles);
    dealing.firstInstances = instancesOf((int) (begin / rowTiles));
    dealing.lastInstances = instancesOf((int) ((end - 1) / rowTiles));
    for (long tile = begin; tile < end; tile++) {
      int p = (int) (tile % rowTiles);
      int before = tile == begin ? -1 : p - 1;
      dealing.ofCore.add(p, before, instancesOf((int) (tile / rowTiles)), 1);
    }
  }

  /** The first tile of a core's block. */
  private long beginOf(long core, long tiles) {
    return core * (tiles / figures.cores) + Math.min(core, tiles % figures.cores);
  }

  /** Deals one tile after another, but for whole instance tiles whose row tiles see the same. */
  private void dealEach() {
    int dealt = dealing.dealt;
    int likeInstances = isAlike() ? workload.instances() / dealing.tileOfInstances : 0;
    int cores = Math.min(figures.cores, instanceTiles * dealt);
    queue.clear(cores);
    dealAlike(likeInstances, cores, -1);
    int busiest = findOwners(likeInstances, cores);
    Arrays.fill(last, -1);
    dealing.dealtToCore = 0;
    queue.clear(cores);
    dealAlike(likeInstances, cores, busiest);
    int tile = 0;
    for (int k = likeInstances; k < instanceTiles; k++) {
      int size = instancesOf(k);
      int start = tile;
      for (int at = 0; at < dealt; at++, tile++) {
        int core = owner[tile];
        int before = last[core] < start ? -1 : order[last[core] - start];
        last[core] = tile;
        if (dealing.dealsRows) {
          dealing.all.add(order[at], before, size, 1);
        }
        if (core == busiest) {
          addToCore(order[at], before, size);
        }
      }
    }
    if (!dealing.dealsRows) {
      addInOrder(dealing.all);
    }
  }

  /** Whether all dealt tiles of an instance take as long, but perhaps for a smaller last one. */
  private boolean isAlike() {
    return figures.isQueue && dealing.dealsRows && !figures.isMasked && dealing.parts == 1;
  }

  /**
   * Deals the first instance tiles, which are whole and have alike tiles of rows. No core is ahead
   * of another by more than such a tile, so cores take turns in the order of the queue, and it
   * remains the same but for who gets the smaller last tile.
   *
   * @param busiest if not −1, adds to sequences the tiles of all cores, and of this
   */
  private void dealAlike(int tilesOfInstances, int cores, int busiest) {
    if (tilesOfInstances == 0) {
      return;
    }
    int size = dealing.tileOfInstances;
    int last = dealing.dealt - 1;
    boolean isRagged = rows % rowTile > 0;
    int whole = isRagged ? last : last + 1;
    int turns = whole / cores;
    int rest = whole % cores;
    int beforeLast = turns > 0 ? 0 : -1;
    long work = visible[0] * size;
    long workOfLast = visible[last] * size;
    long busy = busiest < 0 ? -1 : CoreQueue.keyOf(busiest);
    if (busiest >= 0) {
      int begun = Math.min(whole, cores) * tilesOfInstances;
      dealing.all.add(0, -1, (long) begun * size, begun);
      int again = Math.max(0, whole - cores) * tilesOfInstances;
      if (again > 0) {
        dealing.all.add(1, 0, (long) again * size, again);
      }
      if (isRagged) {
        dealing.all.add(last, beforeLast, (long) tilesOfInstances * size, tilesOfInstances);
      }
    }
    for (int k = 0; k < tilesOfInstances; k++) {
      int ofBusiest = turns;
      for (int turn = 0; turn < rest; turn++) {
        if (queue.first() == busy) {
          busy += queue.keyOfWork(work);
          ofBusiest++;
        }
        queue.turn(work);
      }
      if (busiest >= 0 && ofBusiest > 0) {
        addToCore(0, -1, size);
        if (ofBusiest > 1) {
          int again = ofBusiest - 1;
          dealing.ofCore.add(1, 0, (long) again * size, again);
          dealing.dealtToCore += again;
        }
      }
      if (isRagged) {
        if (queue.first() == busy) {
          busy += queue.keyOfWork(workOfLast);
          addToCore(last, beforeLast, size);
        }
        queue.putBack(workOfLast);
      }
    }
    queue.addToAll(tilesOfInstances * turns * work);
  }

  /** Adds a dealt tile: an item, or all items of a part. */
  private void addToCore(int tile, int before, int size) {
    if (dealing.dealtToCore++ == 0) {
      dealing.firstOfCore = dealing.dealsRows ? tile : dealing.begin[tile];
      dealing.firstInstances = size;
    }
    dealing.lastOfCore = dealing.dealsRows ? tile : dealing.begin[tile + 1] - 1;
    dealing.lastInstances = size;
    if (dealing.dealsRows) {
      dealing.ofCore.add(tile, before, size, 1);
      return;
    }
    int begin = dealing.begin[tile];
    for (int item = begin; item < dealing.begin[tile + 1]; item++) {
      dealing.ofCore.add(item, item == begin ? -1 : item - 1, size, 1);
    }
  }

  /**
   * Finds the core of each dealt tile of the instance tiles from one on; returns the core with the
   * most visible logits in all.
   */
  private int findOwners(int fromInstances, int cores) {
    int dealt = dealing.dealt;
    int tiles = instanceTiles * dealt;
    if (owner.length < tiles - fromInstances * dealt) {
      owner = new int[tiles - fromInstances * dealt];
    }
    int next = 0;
    for (int k = fromInstances; k < instanceTiles; k++) {
      int size = instancesOf(k);
      for (int p = 0; p < dealt; p++, next++) {
        long seen = visible[order[p]] * size;
        if (figures.isQueue) {
          owner[next] = queue.take(seen);
        } else {
          owner[next] = blockOf(next, tiles);
          queue.add(owner[next], seen);
        }
      }
    }
    return queue.busiest();
  }

  /** The core whose block has a tile; the first blocks have one more. */
  private int blockOf(int tile, int tiles) {
    int small = tiles / figures.cores;
    int larger = tiles % figures.cores;
    int inLarger = larger * (small + 1);
    return tile < inLarger ? tile / (small + 1) : (tile - inLarger) / small + larger;
  }

  private int instancesOf(int tile) {
    int size = dealing.tileOfInstances;
    return Math.min(size, workload.instances() - tile * size);
  }

  private static int requireFew(long tiles) {
    if (tiles > MOST) {
      throw new InvalidInputException(
          "The model 'loopnest' deals at most %s unlike tiles to cores, found %s. Use larger tiles"
                  .formatted(MOST, tiles)
              + " of rows or instances.");
    }
    return (int) tiles;
  }
}
