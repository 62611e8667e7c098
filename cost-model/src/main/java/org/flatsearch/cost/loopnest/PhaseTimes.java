package org.flatsearch.cost.loopnest;

import org.flatsearch.cost.loopnest.tile.Dealing;
import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.TileMoves;

/**
 * What the transfers of one stage cost in time, shared tile by shared tile.
 *
 * <p>The work of one stage on one shared tile is a <em>phase</em>. The array works strictly in
 * order, loads are served in the order of first use, and the load of a tile begins when the tile s
 * places before it has left its slot. So
 *
 * <ul>
 *   <li>a tensor with one slot makes the array wait for each of its transfers inside a phase, and
 *       for the loads that queue behind it: they are exposed, and those of the same channel one
 *       after the other;
 *   <li>a tensor with s slots can have the first s tiles of a phase on chip when the phase begins,
 *       and no more: the rest is moved while the phase lasts, as streams past the buffer are.
 * </ul>
 *
 * <p>Only the first tile of a phase can be larger than the mean, so with k tiles of a share f of
 * the words at most, at least 1 − s·f of the words come after the first s tiles ({@code
 * TileFigures.share}).
 */
final class PhaseTimes {
  private final Figures figures;
  private StageCosts costs;
  private double workCycles;

  private double shareOfCore;
  private double evenShare;

  /** Whether the loops are those of one nest: with bounds over many some may have no iterations. */
  private boolean isExact;

  // What comes between two steps of a phase because a tensor has one slot.

  /** Loads of inputs as far as their first pieces, with which a step begins. */
  private double exposedLoads;

  /** Stores of the output. */
  private double exposedStores;

  /** Its reloads, each after its store. */
  private double exposedReloads;

  private double streamedReads;
  private double streamedWrites;

  /** Reads within phases, streamed ones apart. */
  private double phaseReads;

  private double phaseWrites;

  /** A one-slot tensor of this stage, behind whose loads those of the same step queue; or null. */
  private TileMoves waiting;

  PhaseTimes(Figures figures) {
    this.figures = figures;
  }

  /**
   * Begins a stage.
   *
   * @param dealing what the busiest core does of it
   * @param portWords words between the array and the buffer of the busiest core
   */
  void begin(StageCosts costs, Dealing dealing, double portWords) {
    this.costs = costs;
    shareOfCore = dealing.shareOfCore;
    isExact = dealing.isExact;
    evenShare = dealing.evenShare;
    workCycles = Math.max(costs.arrayCycles, portWords * figures.portCyclesPerWord);
    exposedLoads = 0;
    exposedStores = 0;
    exposedReloads = 0;
    streamedReads = 0;
    streamedWrites = 0;
    phaseReads = 0;
    phaseWrites = 0;
    waiting = null;
  }

  /**
   * Loads of a buffered input.
   *
   * @param tile when it changes
   * @param readWords words read from DRAM by all cores
   * @param coreShare the busiest core's share of the words of the tensor as if one core read them
   * @param slots how many tiles of it are loaded before a phase begins at most
   * @param ownSlots the slots of the tensor
   * @param pieces in which a load arrives and can be worked on
   */
  void load(
      TileMoves tile,
      double readWords,
      double coreShare,
      boolean multicast,
      int slots,
      int ownSlots,
      int pieces) {
    double latencies = tile.moves * figures.latencyCycles;
    costs.readCycles +=
        readWords * figures.readCyclesPerWord + (multicast ? latencies * evenShare : latencies);
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
    if (oneSlot && waiting == null) {
      waiting = tile;
    }
  }

  /** The loads of a tensor whose tile changes within phases. */
  private void loadInside(TileMoves tile, double coreShare, int slots, int ownSlots, int pieces) {
    double words = tile.words * tile.times * coreShare * figures.readCyclesPerWord;
    double latencies = tile.moves * figures.latencyCycles * shareOfCore;
    phaseReads += (words + latencies) * Math.max(0, 1 - slots * tile.share);
    if (ownSlots == 1 || queuesBehind(tile)) {
      exposedLoads += (words / pieces + latencies) * (1 - tile.share);
    }
  }

  /** Whether each load of a tile waits behind one of a tensor with one slot. */
  private boolean queuesBehind(TileMoves tile) {
    return waiting != null && (isExact || waiting.changesInside) && tile.deepest <= waiting.deepest;
  }

  /** Stores of a buffered output, and the reloads of its partial sums. */
  void store(TileMoves tile, boolean reducesInside, int slots, double divisionCycles) {
    double written = tile.words * tile.times;
    double read = tile.words * (tile.times - 1);
    double reloads = (double) tile.moves / tile.times * (tile.times - 1);
    double writes = figures.writeCycles(written, tile.moves);
    double reads = figures.readCycles(read, reloads);
    costs.writeCycles += writes;
    costs.readCycles += reads;
    writes *= shareOfCore;
    reads *= shareOfCore;
    if (slots == 1) {
      storeInOneSlot(tile, reducesInside, divisionCycles, writes, reads);
    }
    if (tile.changesInside) {
      storeInside(tile, reducesInside, slots, writes, reads);
    }
  }

  /** What the array waits for because the output has one slot, given all its transfers. */
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

  /** The transfers within phases of an output whose tile changes there. */
  private void storeInside(
      TileMoves tile, boolean reducesInside, int slots, double writes, double reads) {
    phaseReads += reads * (reducesInside ? 1 : Math.max(0, 1 - slots * tile.share));
    phaseWrites += writes * Math.max(0, 1 - slots * tile.evenShare);
  }

  /** Loads of the first tile of each shared tile, on the busiest core. */
  double firstLoads(TileMoves tile) {
    return figures.readCycles(tile.firstWords, tile.changes) * shareOfCore;
  }

  /**
   * Transfers past the buffer, which last as long as the array works at least.
   *
   * @param readSteps steps that stream words in
   * @param writeSteps steps that stream words out
   */
  void stream(double readWords, double readSteps, double writtenWords, double writeSteps) {
    double reads = figures.readCycles(readWords, readSteps);
    double writes = figures.writeCycles(writtenWords, writeSteps);
    costs.readCycles += reads;
    costs.writeCycles += writes;
    streamedReads += reads * shareOfCore;
    streamedWrites += writes * shareOfCore;
  }

  /** The time of all phases of this stage on the busiest core. */
  double phaseCycles() {
    double reads = phaseReads + streamedReads;
    double writes = phaseWrites + streamedWrites;
    costs.confinedCycles = figures.dramShared ? reads + writes : reads;
    double exposed =
        exposedReloads
            + (figures.dramShared
                ? exposedStores + exposedLoads
                : Math.max(exposedStores, exposedLoads));
    return Math.max(Math.max(costs.confinedCycles, writes), workCycles + exposed);
  }
}
