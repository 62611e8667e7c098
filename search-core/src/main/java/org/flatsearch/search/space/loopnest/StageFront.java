package org.flatsearch.search.space.loopnest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.flatsearch.cost.loopnest.StageCosts;

/**
 * The choices of a stage, or bounds of them, that no other beats in every component of its costs.
 * Entries are recycled.
 *
 * <p>A front can have thousands of entries. Some components of all of them lie together in one
 * array: most comparisons end there.
 */
final class StageFront {
  /** One choice: its costs, its class, and the values of its own decisions. */
  static final class Entry {
    final StageCosts costs = new StageCosts();
    StageClass stageClass;

    /** Positions of the own tiles, then value indexes of the slots. */
    final int[] own = new int[6];
  }

  /** Components of an entry that are compared first. */
  private static final int KEYS = 4;

  private final List<Entry> entries = new ArrayList<>();
  private double[] keys = new double[16 * KEYS];
  private final double[] key = new double[KEYS];
  private int size;
  private boolean footprintsApart;
  private boolean timeMatters;

  /** The entry that has beaten another choice last: likely to beat the next one. */
  private int lastToBeat;

  private final StageCosts ideal = new StageCosts();
  private boolean idealIsKnown;

  /**
   * Forgets all entries.
   *
   * @param footprintsApart whether entries of different footprints do not beat each other
   * @param timeMatters whether an entry that takes longer does not beat another
   */
  void clear(boolean footprintsApart, boolean timeMatters) {
    this.timeMatters = timeMatters;
    size = 0;
    lastToBeat = 0;
    idealIsKnown = false;
    this.footprintsApart = footprintsApart;
  }

  private boolean beats(StageCosts costs, StageCosts others) {
    return (timeMatters ? costs.isNoWorseThan(others) : costs.movesNoMoreThan(others))
        && (!footprintsApart || costs.footprintBytes() == others.footprintBytes());
  }

  int size() {
    return size;
  }

  Entry get(int k) {
    return entries.get(k);
  }

  /** Whether an entry is at least as good in every component. */
  boolean beats(StageCosts costs) {
    setKey(costs);
    if (lastToBeat < size && beats(lastToBeat, costs)) {
      return true;
    }
    for (int k = 0; k < size; k++) {
      if (beats(k, costs)) {
        lastToBeat = k;
        return true;
      }
    }
    return false;
  }

  private boolean beats(int k, StageCosts costs) {
    int at = k * KEYS;
    return keys[at] <= key[0]
        && keys[at + 1] <= key[1]
        && keys[at + 2] <= key[2]
        && keys[at + 3] <= key[3]
        && beats(entries.get(k).costs, costs);
  }

  private void setKey(StageCosts costs) {
    key[0] = timeMatters ? costs.phaseCycles : 0;
    key[1] = costs.footprintBytes();
    key[2] = costs.dramReadWords();
    key[3] = costs.onChipReadWords;
  }

  /** Adds a choice that no entry beats, and drops those that it beats. */
  Entry add(StageCosts costs, StageClass stageClass) {
    setKey(costs);
    for (int k = size - 1; k >= 0; k--) {
      if (isBeaten(k, costs)) {
        size--;
        Entry dropped = entries.get(k);
        entries.set(k, entries.get(size));
        entries.set(size, dropped);
        System.arraycopy(keys, size * KEYS, keys, k * KEYS, KEYS);
      }
    }
    if (size == entries.size()) {
      entries.add(new Entry());
    }
    if (keys.length == size * KEYS) {
      keys = Arrays.copyOf(keys, 2 * keys.length);
    }
    System.arraycopy(key, 0, keys, size * KEYS, KEYS);
    Entry entry = entries.get(size++);
    entry.costs.set(costs);
    entry.stageClass = stageClass;
    idealIsKnown = false;
    return entry;
  }

  private boolean isBeaten(int k, StageCosts costs) {
    int at = k * KEYS;
    return key[0] <= keys[at]
        && key[1] <= keys[at + 1]
        && key[2] <= keys[at + 2]
        && key[3] <= keys[at + 3]
        && beats(costs, entries.get(k).costs);
  }

  /** The minima of all components over all entries, of which there must be one. */
  StageCosts ideal() {
    if (!idealIsKnown) {
      ideal.set(entries.get(0).costs);
      for (int k = 0; k < size; k++) {
        ideal.lowerTo(entries.get(k).costs);
      }
      idealIsKnown = true;
    }
    return ideal;
  }
}
