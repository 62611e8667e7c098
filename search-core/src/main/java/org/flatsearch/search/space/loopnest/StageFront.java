package org.flatsearch.search.space.loopnest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.flatsearch.cost.loopnest.StageCosts;

/**
 * The choices of a stage, or bounds of choices, that no other beats in every component of its
 * costs. Entries are recycled.
 *
 * <p>A front can have thousands of entries, and each new choice is compared with most of them; this
 * is where a proof spends its time. The components in which entries differ most often, their
 * <em>keys</em> ({@link StageCosts#keys}), therefore lie together in one array and settle nearly
 * all comparisons, and whole blocks of entries are skipped by the least and the most of their keys.
 */
final class StageFront {
  /**
   * One choice, or a bound of several: costs and class, and of a choice the values of its own
   * decisions.
   */
  static final class Entry {
    final StageCosts costs = new StageCosts();
    StageClass stageClass;

    /** Positions of the own tiles. */
    final int[] tiles = new int[3];

    /** Value indexes of the slots, by tensor of the plan. */
    final int[] slots = new int[3];
  }

  private static final int KEYS = StageCosts.KEYS;

  /**
   * How many entries are skipped at once if the least of their keys shows that none of them beats.
   */
  static final int BLOCK = 16;

  private final List<Entry> entries = new ArrayList<>();
  private double[] keys = new double[BLOCK * KEYS];
  private final double[] key = new double[KEYS];

  /** By block: no key of an entry is below {@code least} or above {@code most}. */
  private double[] least = new double[KEYS];

  private double[] most = new double[KEYS];
  private int size;
  private boolean footprintsApart;
  private boolean timeMatters;

  /** The entry that was last to beat a choice, and is likely to beat the next one too. */
  private int lastToBeat;

  private final StageCosts ideal = new StageCosts();
  private boolean idealIsKnown;
  private final List<StageCosts> idealsOfBlocks = new ArrayList<>();
  private int knownIdealsOfBlocks;

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
    forgetIdeals();
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
    costs.keys(timeMatters, key);
    if (lastToBeat < size && beats(lastToBeat, costs)) {
      return true;
    }
    for (int begin = 0; begin < size; begin += BLOCK) {
      if (!areNoMore(least, begin / BLOCK * KEYS, key, 0)) {
        continue;
      }
      int end = Math.min(begin + BLOCK, size);
      for (int k = begin; k < end; k++) {
        if (beats(k, costs)) {
          lastToBeat = k;
          return true;
        }
      }
    }
    return false;
  }

  private boolean beats(int k, StageCosts costs) {
    return areNoMore(keys, k * KEYS, key, 0) && beats(entries.get(k).costs, costs);
  }

  private static boolean areNoMore(double[] some, int from, double[] others, int othersFrom) {
    for (int k = 0; k < KEYS; k++) {
      if (some[from + k] > others[othersFrom + k]) {
        return false;
      }
    }
    return true;
  }

  /** Adds a choice that no entry beats, and drops the entries that it beats. */
  Entry add(StageCosts costs, StageClass stageClass) {
    costs.keys(timeMatters, key);
    dropBeaten(costs);
    if (size == entries.size()) {
      entries.add(new Entry());
    }
    if (keys.length == size * KEYS) {
      keys = Arrays.copyOf(keys, 2 * keys.length);
      least = Arrays.copyOf(least, 2 * least.length);
      most = Arrays.copyOf(most, 2 * most.length);
    }
    System.arraycopy(key, 0, keys, size * KEYS, KEYS);
    widenBlock(size);
    Entry entry = entries.get(size++);
    entry.costs.set(costs);
    entry.stageClass = stageClass;
    forgetIdeals();
    return entry;
  }

  private void dropBeaten(StageCosts costs) {
    for (int begin = (size - 1) / BLOCK * BLOCK; begin >= 0; begin -= BLOCK) {
      if (!areNoMore(key, 0, most, begin / BLOCK * KEYS)) {
        continue;
      }
      for (int k = Math.min(begin + BLOCK, size) - 1; k >= begin; k--) {
        if (isBeaten(k, costs)) {
          drop(k);
        }
      }
    }
  }

  /** Drops an entry by moving the last one into its place. */
  private void drop(int k) {
    size--;
    Entry dropped = entries.get(k);
    entries.set(k, entries.get(size));
    entries.set(size, dropped);
    System.arraycopy(keys, size * KEYS, keys, k * KEYS, KEYS);
    widenBlock(k);
  }

  /** Widens the limits of a block to hold for an entry. Dropping entries does not narrow them. */
  private void widenBlock(int entry) {
    int block = entry / BLOCK * KEYS;
    boolean isFirst = entry % BLOCK == 0 && entry == size;
    for (int k = 0; k < KEYS; k++) {
      double value = keys[entry * KEYS + k];
      least[block + k] = isFirst ? value : Math.min(least[block + k], value);
      most[block + k] = isFirst ? value : Math.max(most[block + k], value);
    }
  }

  private boolean isBeaten(int k, StageCosts costs) {
    return areNoMore(key, 0, keys, k * KEYS) && beats(costs, entries.get(k).costs);
  }

  /** The minima of all components over all entries, of which there must be at least one. */
  StageCosts ideal() {
    if (!idealIsKnown) {
      setIdeal(ideal, 0, size);
      idealIsKnown = true;
    }
    return ideal;
  }

  /** The minima of all components over the entries of a block. */
  StageCosts idealOfBlock(int block) {
    while (knownIdealsOfBlocks <= block) {
      if (idealsOfBlocks.size() == knownIdealsOfBlocks) {
        idealsOfBlocks.add(new StageCosts());
      }
      int begin = knownIdealsOfBlocks * BLOCK;
      setIdeal(idealsOfBlocks.get(knownIdealsOfBlocks++), begin, Math.min(begin + BLOCK, size));
    }
    return idealsOfBlocks.get(block);
  }

  private void setIdeal(StageCosts least, int begin, int end) {
    least.set(entries.get(begin).costs);
    for (int k = begin + 1; k < end; k++) {
      least.lowerTo(entries.get(k).costs);
    }
  }

  private void forgetIdeals() {
    idealIsKnown = false;
    knownIdealsOfBlocks = 0;
  }
}
