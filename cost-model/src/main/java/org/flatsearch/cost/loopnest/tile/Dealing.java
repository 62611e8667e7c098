package org.flatsearch.cost.loopnest.tile;

import org.flatsearch.schedule.SharedLoops;

/**
 * How the shared tiles are dealt to the cores. Tile k = i·n_p + p (k = i where rows are not dealt);
 * the cores get contiguous blocks, the first (N mod C) of them one tile more than the others.
 *
 * <p>Core 0 begins at tile 0 and has the longest block. A block that begins with a full row of
 * p-tiles meets the fewest ragged ones. So no core has more work for its array and its lanes than
 * core 0, which therefore represents the busiest core. Of anything that a ragged tile has no more
 * of than a full one, core 0 has at least its share of the tiles. A later block can begin within an
 * instance tile and work on one more of them, so another core can fetch more; for its port, core 0
 * is a lower bound.
 *
 * <p>At the start all cores request their first load at once and are served in turn. Each core
 * requests its second load when it has the first, behind all requests so far.
 *
 * <p>K and V are indexed by instance only. So the cost of a core's fetches of them depends on where
 * the blocks cut the instance tiles. Figures are in <em>instance equivalents</em>: a fetch of K for
 * a full instance tile of t_i instances counts t_i.
 */
public final class Dealing {
  private final int cores;
  private final boolean multicast;
  private final int instances;

  /** Whether one nest is counted, rather than a bound over many. */
  public boolean isExact;

  /** Whether the figures are those of one dealing, rather than of a bound over many. */
  public boolean isDealt;

  /**
   * Instances that core 0 works on, where rows are not dealt; in a bound over many dealings, an
   * even share of all.
   */
  public double instancesOfCore0;

  /** Over the full p-tiles of core 0, the sum of the instances of each. */
  public long fullRowTileInstances;

  /** Over the last p-tiles (of each instance tile) of core 0, the sum of the instances of each. */
  public long lastRowTileInstances;

  /** The number of dealt tiles of core 0; over many dealings, the least. */
  public long tilesOfCore0;

  /** The busiest core's share of what is done for each shared tile, at least. */
  public double shareOfCore;

  /** One over {@link #shareOfCore}. */
  public double mostCores;

  /** One over the number of cores that have work; over many dealings, the smallest. */
  public double evenShare;

  /** The number of cores that begin with a load, at least: those that have a tile. */
  public int coresAtStart;

  /** The share of all instances that core 0 works on some rows of. */
  public double shareOfInstances;

  /** Instance equivalents fetched into buffers if each core fetches K once per instance tile. */
  public long fetchedPerInstanceTile;

  /** Instance equivalents read from DRAM for these fetches: fewer with multicast. */
  public long readPerInstanceTile;

  /** Instance equivalents read from DRAM if K is fetched again for each i×p tile. */
  public long readPerTile;

  private int dealtTileInstances = -1;
  private int dealtRowTiles = -1;

  private boolean rowsAreDealt;

  /**
   * Creates a dealing.
   *
   * @param cores the number of cores
   * @param multicast whether a tile that several cores need at the same step is read once
   * @param instances the number of instances of the workload
   */
  public Dealing(int cores, boolean multicast, int instances) {
    this.cores = cores;
    this.multicast = multicast;
    this.instances = instances;
  }

  /**
   * Deals the tiles of a form.
   *
   * @param nI the number of instance tiles
   * @param tI instances of a full tile
   * @param rowTiles the number of row tiles, whether rows are dealt or not
   * @param exact whether one nest is counted, rather than a bound over many that deal their tiles
   *     alike
   */
  public void deal(SharedLoops form, int nI, int tI, int rowTiles, boolean exact) {
    isExact = exact;
    rowsAreDealt = form.dealsRows();
    int nP = rowsAreDealt ? rowTiles : 1;
    if (isDealt && tI == dealtTileInstances && nP == dealtRowTiles) {
      return;
    }
    isDealt = true;
    dealtTileInstances = tI;
    dealtRowTiles = nP;
    if (cores == 1) {
      tilesOfCore0 = (long) nI * nP;
      shareOfCore = 1;
      mostCores = 1;
      evenShare = 1;
      coresAtStart = 1;
      shareOfInstances = 1;
      lastRowTileInstances = instances;
      fullRowTileInstances = instances * (nP - 1L);
      instancesOfCore0 = instances;
      fetchedPerInstanceTile = instances;
      readPerInstanceTile = instances;
      readPerTile = (long) instances * nP;
      return;
    }
    long tiles = (long) nI * nP;
    long small = tiles / cores;
    long larger = tiles % cores;
    int lastTile = instances - (nI - 1) * tI;
    tilesOfCore0 = small + (larger > 0 ? 1 : 0);
    coresAtStart = (int) Math.min(cores, tiles);
    evenShare = 1.0 / coresAtStart;
    dealRowsOfCore0(tI, nP);
    shareOfCore = (double) tilesOfCore0 / tiles;
    mostCores = 1 / shareOfCore;
    dealFetches(small, larger, nI, tI, nP, lastTile);
  }

  /**
   * Bounds the cost of any dealing of at least {@code nI}×{@code nP} tiles: each core has an even
   * share of all work.
   */
  public void bound(int nI, int nP) {
    isExact = false;
    isDealt = false;
    rowsAreDealt = false;
    tilesOfCore0 = ((long) nI * nP - 1) / cores + 1;
    shareOfCore = 1.0 / cores;
    mostCores = cores;
    evenShare = shareOfCore;
    coresAtStart = (int) Math.min(cores, (long) nI * nP);
    instancesOfCore0 = (double) instances / cores;
    shareOfInstances = shareOfCore;
    fullRowTileInstances = 0;
    lastRowTileInstances = 0;
    fetchedPerInstanceTile = instances;
    readPerInstanceTile = instances;
    long all = (long) instances * nP;
    readPerTile = multicast ? (all - 1) / cores + 1 : all;
  }

  /**
   * A figure of rows, summed over all rows that core 0 works on of each of its instances.
   *
   * @param full the figure of a full tile of rows
   * @param last the figure of the last tile
   * @param all the figure of all rows of an instance
   */
  double ofCore0(double full, double last, double all) {
    return rowsAreDealt
        ? fullRowTileInstances * full + lastRowTileInstances * last
        : instancesOfCore0 * all;
  }

  /**
   * The busiest core's words of K or V over those that a core would fetch for the whole nest.
   *
   * @param times how often one core fetches each word: once if it keeps K while rows go by, else
   *     for each tile of rows that it works on
   */
  public double shareOfWeight(long times, SharedLoops form, int rowTiles) {
    if (cores == 1 || !form.dealsRows() || times == 1 || !isDealt) {
      return shareOfInstances;
    }
    double tilesOfCore = fullRowTileInstances + lastRowTileInstances;
    return tilesOfCore / ((double) instances * rowTiles);
  }

  /** Core 0 of several has at most half of the tiles, rounded up: only full tiles of instances. */
  private void dealRowsOfCore0(int tI, int nP) {
    long lastTiles = tilesOfCore0 / nP;
    lastRowTileInstances = lastTiles * tI;
    fullRowTileInstances = (tilesOfCore0 - lastTiles) * tI;
    instancesOfCore0 = lastRowTileInstances;
    double touched = ((tilesOfCore0 - 1) / nP + 1) * (double) tI;
    shareOfInstances = touched / instances;
  }

  /** Counts fetches of K by walking over the blocks, one for each core. */
  private void dealFetches(long small, long larger, int nI, int tI, int nP, int lastTile) {
    long cut = 0; // Instances of tiles that a block begins within, which two cores fetch.
    long begunTogether = 0; // Those of tiles that the core before begins with too.
    long together = 0; // Those of tiles, at each local step, that the core before is in too.
    long previous = -1;
    for (int core = 0; core < coresAtStart; core++) {
      long start = core * small + Math.min(core, larger);
      long end = start + small + (core < larger ? 1 : 0);
      long first = start / nP;
      int ofFirst = first < nI - 1 ? tI : lastTile;
      cut += start % nP == 0 ? 0 : ofFirst;
      if (core > 0 && start - previous < nP) {
        begunTogether += first == previous / nP ? ofFirst : 0;
        // When this core is at tile k, the one before is at k − lag.
        long lag = start - previous;
        for (long i = first; i * nP < end; i++) {
          long from = Math.max(start, i * nP + lag);
          long to = Math.min(end, (i + 1) * nP);
          together += Math.max(0, to - from) * (i < nI - 1 ? tI : lastTile);
        }
      }
      previous = start;
    }
    fetchedPerInstanceTile = instances + cut;
    readPerInstanceTile = fetchedPerInstanceTile - (multicast ? begunTogether : 0);
    readPerTile = (long) instances * nP - (multicast ? together : 0);
  }
}
