package org.flatsearch.search.space.loopnest;

import java.util.ArrayList;
import java.util.List;
import org.flatsearch.cost.loopnest.StageCosts;

/**
 * The choices of a stage, or bounds of them, that no other beats in every component of its costs.
 * Entries are recycled.
 */
final class StageFront {
  /** One choice: its costs, its class, and the values of its own decisions. */
  static final class Entry {
    final StageCosts costs = new StageCosts();
    StageClass stageClass;

    /** Positions of the own tiles, then value indexes of the slots. */
    final int[] own = new int[6];
  }

  private final List<Entry> entries = new ArrayList<>();
  private int size;
  private boolean footprintsApart;
  private final StageCosts ideal = new StageCosts();

  /**
   * Forgets all entries.
   *
   * @param footprintsApart whether entries of different footprints do not beat each other
   */
  void clear(boolean footprintsApart) {
    size = 0;
    this.footprintsApart = footprintsApart;
  }

  private boolean beats(StageCosts costs, StageCosts others) {
    return costs.isNoWorseThan(others)
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
    for (int k = 0; k < size; k++) {
      if (beats(entries.get(k).costs, costs)) {
        return true;
      }
    }
    return false;
  }

  /** Adds a choice that no entry beats, and drops those that it beats. */
  Entry add(StageCosts costs, StageClass stageClass) {
    for (int k = size - 1; k >= 0; k--) {
      if (beats(costs, entries.get(k).costs)) {
        size--;
        Entry dropped = entries.get(k);
        entries.set(k, entries.get(size));
        entries.set(size, dropped);
      }
    }
    if (size == entries.size()) {
      entries.add(new Entry());
    }
    Entry entry = entries.get(size++);
    entry.costs.set(costs);
    entry.stageClass = stageClass;
    return entry;
  }

  /** The minima of all components over all entries, of which there must be one. */
  StageCosts ideal() {
    ideal.set(entries.get(0).costs);
    for (int k = 0; k < size; k++) {
      ideal.lowerTo(entries.get(k).costs);
    }
    return ideal;
  }
}
