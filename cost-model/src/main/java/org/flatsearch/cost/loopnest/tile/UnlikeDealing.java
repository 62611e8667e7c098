package org.flatsearch.cost.loopnest.tile;

import java.util.Arrays;

/**
 * Which core works on which tile after which, where tiles are unlike: a mask makes their work
 * differ, keys are split into parts, or cores take tiles from a queue. {@link TileDealer} finds it.
 *
 * <p>An <em>item</em> is a tile of rows or, of split keys, a tile of rows in one part that sees a
 * key of it. All instances have the same items. A dealing depends on neither tiles of keys nor the
 * loops of a stage, so a search needs few, and keeps them ({@link TileRuns}).
 */
final class UnlikeDealing {
  // What this is a dealing of.
  int rowTile;
  int tileOfInstances;
  int keysOfPart;
  boolean dealsRows;

  /** Row tiles of an instance, and of each the first and the last key that it sees. */
  int rowTiles;

  int[] firstKeyOf = {};
  int[] lastKeyOf = {};

  /** The number of items of an instance. */
  int items;

  /** Of each, its row tile, its part, the first and the last key that it sees. */
  int[] rowOf = {};

  int[] partOf = {};
  int[] firstKey = {};
  int[] lastKey = {};

  /** Parts of which some row sees a key and, of each, the first item. */
  int parts;

  int[] begin = {};

  /** The fewest parts that a row tile sees keys of. */
  int leastParts;

  /** Tiles of an instance that are dealt: items or, if rows are not dealt, parts. */
  int dealt;

  /** The items of all cores, each after the one that its core worked on before. */
  final Sequence all = new Sequence();

  /** Those of the core with the most visible logits. */
  final Sequence ofCore = new Sequence();

  /** The first and the last of these, and the instances of their tiles. */
  int firstOfCore;

  int lastOfCore;
  int firstInstances;
  int lastInstances;

  /** The dealt tiles of that core. */
  long dealtToCore;

  /** Whether this deals such tiles. */
  boolean isOf(int rowTile, int tileOfInstances, int keysOfPart, boolean dealsRows) {
    return this.rowTile == rowTile
        && this.tileOfInstances == tileOfInstances
        && this.keysOfPart == keysOfPart
        && this.dealsRows == dealsRows;
  }

  /** Makes room for so many items in so many parts. */
  void hold(int mostItems, int mostParts) {
    if (rowOf.length < mostItems) {
      rowOf = new int[mostItems];
      partOf = new int[mostItems];
      firstKey = new int[mostItems];
      lastKey = new int[mostItems];
    }
    if (begin.length <= mostParts) {
      begin = new int[mostParts + 1];
    }
    if (firstKeyOf.length < rowTiles) {
      firstKeyOf = new int[rowTiles];
      lastKeyOf = new int[rowTiles];
    }
  }

  /** Items in the order of work; steps from one item to another are counted by kind. */
  static final class Sequence {
    private static final int LEAST = 8;

    int count;

    /** The item, and the one before it in the same instance tile on the same core, or −1. */
    int[] item = new int[LEAST];

    int[] before = new int[LEAST];

    /** How often that occurs: in so many instance tiles, with so many instances together. */
    int[] tiles = new int[LEAST];

    long[] instances = new long[LEAST];

    /** A hash table of places in these arrays, plus one. */
    private int[] places = new int[4 * LEAST];

    void clear() {
      count = 0;
      Arrays.fill(places, 0);
    }

    void add(int item, int before, long instances, int tiles) {
      int at = placeOf(item, before);
      if (places[at] == 0) {
        if (count == this.item.length) {
          grow();
          at = placeOf(item, before);
        }
        this.item[count] = item;
        this.before[count] = before;
        this.tiles[count] = 0;
        this.instances[count] = 0;
        places[at] = ++count;
      }
      this.tiles[places[at] - 1] += tiles;
      this.instances[places[at] - 1] += instances;
    }

    private int placeOf(int item, int before) {
      int at = (item * 0x9E3779B9 + before * 0x85EBCA6B >>> 8) & places.length - 1;
      while (places[at] != 0
          && (this.item[places[at] - 1] != item || this.before[places[at] - 1] != before)) {
        at = at + 1 & places.length - 1;
      }
      return at;
    }

    private void grow() {
      item = Arrays.copyOf(item, 2 * count);
      before = Arrays.copyOf(before, 2 * count);
      tiles = Arrays.copyOf(tiles, 2 * count);
      instances = Arrays.copyOf(instances, 2 * count);
      places = new int[8 * count];
      for (int k = 0; k < count; k++) {
        places[placeOf(item[k], before[k])] = k + 1;
      }
    }
  }
}
