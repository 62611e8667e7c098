package org.flatsearch.cost.loopnest;

import org.flatsearch.cost.loopnest.tile.Dealing;
import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.TileMoves;

/**
 * Counts what the transfers of one stage cost in time, within its phases and between them.
 *
 * <p>The array works strictly in order, loads are served in the order of first use, and the load of
 * a tile begins when the tile s places before it has left its slot. So
 *
 * <ul>
 *   <li>a tensor with one slot makes the array wait for each of its transfers within a phase, and
 *       for the loads that queue behind it. These are exposed; those on the same channel add up;
 *   <li>a tensor with s slots has at most the first s tiles of a phase on chip when the phase
 *       begins. The rest is transferred while the phase lasts, as are streams past the buffer.
 * </ul>
 *
 * <p>If one tile has at most a share f of the words of a phase ({@code TileFigures.share}), at
 * least 1 − s·f of the words come after the first s tiles. The last s tiles of an output have no
 * more than an even share each, because the smaller tile of each loop is its last.
 */
final class PhaseTimes {
  private final Figures figures;
  private StageCosts costs;
  private double workCycles;

  private double shareOfCore;
  private double evenShare;
  private boolean areUnlike;

  /**
   * Whether the loops are those of one nest. In bounds over many nests, some may have one
   * iteration.
   */
  private boolean isExact;

  // What the array waits for between two steps of a phase because a tensor has one slot.

  /** Loads of inputs up to their first pieces, with which a step can begin. */
  private double exposedLoads;

  /** Stores of the output. */
  private double exposedStores;

  /** Reloads of the output's partial sums, each after its store. */
  private double exposedReloads;

  /** Loads of the busiest core. */
  private double ownLoads;

  private double streamedReads;
  private double streamedWrites;

  /** Reads within phases, without streams. */
  private double phaseReads;

  /** Writes within phases, without streams. */
  private double phaseWrites;

  /**
   * A tensor of this stage with one slot, behind whose loads others of the same step queue; or
   * null.
   */
  private TileMoves waiting;

  PhaseTimes(Figures figures) {
    this.figures = figures;
  }

  /**
   * Begins a stage.
   *
   * @param dealing what the busiest core does of the stage
   * @param areUnlike whether tiles are, so that moves are described as those of the busiest core
   * @param portWords words between its array and its buffer
   */
  void begin(StageCosts costs, Dealing dealing, boolean areUnlike, double portWords) {
    this.costs = costs;
    this.areUnlike = areUnlike;
    shareOfCore = areUnlike ? 1 : dealing.shareOfCore;
    isExact = dealing.isExact;
    evenShare = dealing.evenShare;
    workCycles = Math.max(costs.arrayCycles, portWords * figures.portCyclesPerWord);
    exposedLoads = 0;
    exposedStores = 0;
    exposedReloads = 0;
    ownLoads = 0;
    streamedReads = 0;
    streamedWrites = 0;
    phaseReads = 0;
    phaseWrites = 0;
    waiting = null;
  }

  /**
   * Counts the loads of a buffered input.
   *
   * @param tile when it changes
   * @param coreShare the busiest core's words over those that a core would fetch for the whole nest
   * @param slots the most tiles of it that are loaded before a phase begins
   * @param ownSlots the slots of the tensor
   * @param pieces the pieces in which a load arrives; the array can work on each when it has
   *     arrived
   */
  void load(TileMoves tile, double coreShare, int slots, int ownSlots, int pieces) {
    double latencies = tile.moves * figures.latencyCycles;
    ownLoads +=
        tile.words * tile.times * coreShare * figures.readCyclesPerWord + latencies * shareOfCore;
    double first = tile.firstWords * coreShare * figures.readCyclesPerWord / pieces;
    double changes = tile.changes * shareOfCore * figures.latencyCycles;
    boolean oneSlot = ownSlots == 1;
    if (oneSlot || queuesBehind(tile)) {
      double mostAtFirst =
          tile.changesInside ? costs.largestPhaseShare : tile.shareOfAll / shareOfCore;
      costs.oneSlotCycles += (first + changes) * Math.max(0, 1 - mostAtFirst);
    }
    if (tile.changesInside) {
      loadInside(tile, coreShare, slots, ownSlots, pieces);
    }
    if (oneSlot && waiting == null && !areUnlike) {
      waiting = tile;
    }
  }

  /** Counts the loads of a tensor whose tile changes within phases. */
  private void loadInside(TileMoves tile, double coreShare, int slots, int ownSlots, int pieces) {
    double words = tile.words * tile.times * coreShare * figures.readCyclesPerWord;
    double latencies = tile.moves * figures.latencyCycles * shareOfCore;
    phaseReads += (words + latencies) * Math.max(0, 1 - slots * tile.share);
    if (ownSlots == 1 || queuesBehind(tile)) {
      exposedLoads += (words / pieces + latencies) * (1 - tile.share);
    }
  }

  /**
   * Cycles of the read channel for loads of all cores.
   *
   * @param multicast whether several cores may receive one load
   */
  double loadCycles(double words, long transfers, boolean multicast) {
    double latencies = transfers * figures.latencyCycles;
    return words * figures.readCyclesPerWord + (multicast ? latencies * evenShare : latencies);
  }

  /** Whether each load of a tile queues behind one of a tensor with one slot. */
  private boolean queuesBehind(TileMoves tile) {
    return waiting != null && (isExact || waiting.changesInside) && tile.deepest <= waiting.deepest;
  }

  /** Counts the stores of a buffered output and the reloads of its partial sums. */
  void store(TileMoves tile, boolean reducesInside, int slots, double divisionCycles) {
    double writes = figures.writeCycles(tile.writtenWords, tile.moves) * shareOfCore;
    double reads = figures.readCycles(tile.readWords, tile.reloads) * shareOfCore;
    ownLoads += reads;
    if (slots == 1) {
      storeInOneSlot(tile, reducesInside, divisionCycles, writes, reads);
    }
    if (tile.changesInside) {
      storeInside(tile, reducesInside, slots, writes, reads);
    }
  }

  /**
   * Counts what the array waits for because the output has one slot.
   *
   * @param writes all stores of the busiest core: cycles
   * @param reads all its reloads: cycles
   */
  private void storeInOneSlot(
      TileMoves tile, boolean reducesInside, double divisionCycles, double writes, double reads) {
    if (!tile.changesInside) {
      costs.oneSlotStoreCycles += writes + reads;
      costs.oneSlotDivisionCycles += tile.words * divisionCycles * shareOfCore;
      return;
    }
    costs.oneSlotStoreCycles += figures.writeCycles(tile.leastWords, tile.changes) * shareOfCore;
    costs.oneSlotDivisionCycles +=
        reducesInside ? tile.leastWords * divisionCycles * shareOfCore : 0;
    exposedStores += writes * Math.max(0, 1 - tile.evenShare);
    exposedReloads += reads * (reducesInside ? 1 : Math.max(0, 1 - tile.share));
  }

  /** Counts the transfers within phases of an output whose tile changes there. */
  private void storeInside(
      TileMoves tile, boolean reducesInside, int slots, double writes, double reads) {
    phaseReads += reads * (reducesInside ? 1 : Math.max(0, 1 - slots * tile.share));
    phaseWrites += writes * Math.max(0, 1 - slots * tile.evenShare);
  }

  /** The loads of the first tile of each shared tile, on the busiest core: cycles. */
  double firstLoads(TileMoves tile) {
    return figures.readCycles(tile.firstWords, tile.changes) * shareOfCore;
  }

  /**
   * Counts streams past the buffer. They are transferred while the array works.
   *
   * @param readSteps the number of steps that stream words in
   * @param writeSteps the number of steps that stream words out
   */
  void stream(double readWords, double readSteps, double writtenWords, double writeSteps) {
    streamedReads += figures.readCycles(readWords, readSteps) * shareOfCore;
    streamedWrites += figures.writeCycles(writtenWords, writeSteps) * shareOfCore;
  }

  /**
   * Sets the time of all phases of this stage on the busiest core.
   *
   * @param idleCycles for which the array does not work at the beginnings of phases
   */
  void sum(double idleCycles) {
    double reads = phaseReads + streamedReads;
    double writes = phaseWrites + streamedWrites;
    costs.confinedCycles = figures.dramShared ? reads + writes : reads;
    double exposed =
        exposedReloads
            + (figures.dramShared
                ? exposedStores + exposedLoads
                : Math.max(exposedStores, exposedLoads));
    costs.unconfinedCycles = workCycles + exposed + idleCycles + figures.loadsShown * ownLoads;
    costs.phaseCycles = Math.max(Math.max(costs.confinedCycles, writes), costs.unconfinedCycles);
  }
}
