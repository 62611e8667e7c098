package org.flatsearch.cost.loopnest;

import org.flatsearch.schedule.SharedLoops;

/**
 * How the shared tiles are dealt to the cores: tile k = i·n_p + p (k = i where rows are not dealt),
 * in contiguous blocks, the first (N mod C) cores getting one more than the others.
 *
 * <p>Core 0 begins at tile 0 and has the longest block. A block that begins with a full row of
 * p-tiles meets the fewest ragged ones, so no core has more work than core 0: its rows stand for
 * the busiest core.
 *
 * <p>K and V are indexed by instance only, so what a core's fetches of them cost depends on where
 * the blocks cut the instance tiles. Figures are in <em>instance equivalents</em>: a fetch of K for
 * a full instance tile of t_i counts t_i.
 */
final class Dealing {
  private final int cores;
  private final boolean multicast;
  private final int instances;

  /** Instances × rows that core 0 works on, in full p-tiles. */
  long fullRowTileInstances;

  /** Instances of core 0 whose p-tile is the ragged last one. */
  long raggedRowTileInstances;

  /** Shared i×p tiles of core 0. */
  int tilesOfCore0;

  /** Cores that have at least one tile. */
  int activeCores;

  /** Instance equivalents fetched into buffers if each core fetches K once per instance tile. */
  long fetchedPerInstanceTile;

  /** The same as read from DRAM: fewer with multicast. */
  long readPerInstanceTile;

  /** Instance equivalents read from DRAM if K is fetched anew for each i×p tile. */
  long readPerTile;

  private int lastInstances = -1;
  private int lastRows = -1;
  private boolean lastRagged;

  Dealing(int cores, boolean multicast, int instances) {
    this.cores = cores;
    this.multicast = multicast;
    this.instances = instances;
  }

  /**
   * Whether tiles of rows are dealt, or only those of instances: those inside keys stay together.
   */
  static boolean dealsRows(SharedLoops form) {
    return form == SharedLoops.INSTANCE_ROW || form == SharedLoops.INSTANCE_ROW_KEY;
  }

  /**
   * Deals {@code nI}×{@code nP} tiles; {@code nP} is 1 where rows are not dealt.
   *
   * @param tI instances of a full tile
   * @param raggedRows whether the last p-tile is ragged
   */
  void deal(int nI, int tI, int nP, boolean raggedRows) {
    if (tI == lastInstances && nP == lastRows && raggedRows == lastRagged) {
      return;
    }
    lastInstances = tI;
    lastRows = nP;
    lastRagged = raggedRows;
    int lastTile = instances - (nI - 1) * tI;
    if (cores == 1) {
      tilesOfCore0 = (int) Math.min(Integer.MAX_VALUE, (long) nI * nP);
      activeCores = 1;
      raggedRowTileInstances = raggedRows ? instances : 0;
      fullRowTileInstances = (long) instances * nP - raggedRowTileInstances;
      fetchedPerInstanceTile = instances;
      readPerInstanceTile = instances;
      readPerTile = (long) instances * nP;
      return;
    }
    long tiles = (long) nI * nP;
    long small = tiles / cores;
    long larger = tiles % cores;
    long first = small + (larger > 0 ? 1 : 0);
    tilesOfCore0 = (int) Math.min(Integer.MAX_VALUE, first);
    activeCores = (int) Math.min(cores, tiles);
    dealRowsOfCore0(first, nI, tI, nP, raggedRows, lastTile);
    dealFetches(small, larger, nI, tI, nP, lastTile);
  }

  private void dealRowsOfCore0(
      long first, int nI, int tI, int nP, boolean raggedRows, int lastTile) {
    long ofLastInstanceTile = Math.max(0, first - (long) (nI - 1) * nP);
    long ofOthers = first - ofLastInstanceTile;
    long raggedOfOthers = raggedRows ? ofOthers / nP : 0;
    long raggedOfLast = raggedRows ? ofLastInstanceTile / nP : 0;
    raggedRowTileInstances = raggedOfOthers * tI + raggedOfLast * lastTile;
    fullRowTileInstances =
        (ofOthers - raggedOfOthers) * tI + (ofLastInstanceTile - raggedOfLast) * lastTile;
  }

  /** Walks over the blocks: O(cores). */
  private void dealFetches(long small, long larger, int nI, int tI, int nP, int lastTile) {
    long cuts = 0;
    long cutsOfLast = 0;
    long sharedStarts = 0;
    long sharedStartsOfLast = 0;
    long together = 0;
    long togetherOfLast = 0;
    long previousStart = -1;
    for (int core = 0; core < activeCores; core++) {
      long start = core * small + Math.min(core, larger);
      long size = small + (core < larger ? 1 : 0);
      boolean last = start / nP == nI - 1;
      if (start % nP != 0) {
        cuts++;
        cutsOfLast += last ? 1 : 0;
      }
      if (core > 0 && start / nP == previousStart / nP) {
        sharedStarts++;
        sharedStartsOfLast += last ? 1 : 0;
      }
      if (core > 0) {
        long same = stepsInSameInstanceTile(previousStart, start, size, nP);
        together += same;
        togetherOfLast += same == 0 ? 0 : stepsInLast(previousStart, start, size, nP, nI);
      }
      previousStart = start;
    }
    fetchedPerInstanceTile = instances + weigh(cuts, cutsOfLast, tI, lastTile);
    if (multicast) {
      readPerInstanceTile =
          fetchedPerInstanceTile - weigh(sharedStarts, sharedStartsOfLast, tI, lastTile);
      readPerTile = (long) instances * nP - weigh(together, togetherOfLast, tI, lastTile);
    } else {
      readPerInstanceTile = fetchedPerInstanceTile;
      readPerTile = (long) instances * nP;
    }
  }

  private static long weigh(long all, long ofLast, int tI, int lastTile) {
    return (all - ofLast) * tI + ofLast * lastTile;
  }

  /** Local steps at which a core is in the same instance tile as the core before it. */
  private static long stepsInSameInstanceTile(long previous, long start, long size, int nP) {
    long gap = start - previous;
    if (gap >= nP) {
      return 0;
    }
    long same = 0;
    // Both are in instance tile i while the later one has not left it and the earlier one is in it.
    for (long i = previous / nP; i * nP < start + size; i++) {
      long from = Math.max(0, i * nP - previous);
      long to = Math.min(size, (i + 1) * nP - start);
      same += Math.max(0, to - from);
    }
    return same;
  }

  /** Of those steps, the ones in the last instance tile. */
  private static long stepsInLast(long previous, long start, long size, int nP, int nI) {
    long from = Math.max(0, (long) (nI - 1) * nP - previous);
    long to = Math.min(size, (long) nI * nP - start);
    return Math.max(0, to - from);
  }
}
