package org.flatsearch.cost.loopnest;

/**
 * What the transfers of one stage cost in time, shared tile by shared tile.
 *
 * <p>The work of one stage on one shared tile is a <em>phase</em>. The array works strictly in
 * order, loads are served in the order of first use, and the load of a tile begins when the tile s
 * places before it has left its slot. So
 *
 * <ul>
 *   <li>a tensor with one slot makes the array wait for each of its transfers inside a phase: they
 *       are exposed;
 *   <li>a tensor with s slots can have the first s tiles of a phase on chip when the phase begins,
 *       and no more: the rest is read while the phase lasts;
 *   <li>a phase of the other stage cannot begin before its first loads, which queue behind the last
 *       load of the phase before.
 * </ul>
 *
 * <p>Only the first tile of a phase can be larger than the mean, so with k tiles of a share f of
 * the words at most, at least 1 − s·f of the words come after the first s tiles ({@link
 * TileFigures#share}).
 */
final class PhaseTimes {
  private final Figures figures;
  private StageCosts costs;
  private double workCycles;
  private double shareOfCore;
  private long phases;

  PhaseTimes(Figures figures) {
    this.figures = figures;
  }

  /**
   * Begins a stage.
   *
   * @param phasesOfAllCores shared tiles
   * @param activeCores cores that have work
   */
  void begin(StageCosts costs, long phasesOfAllCores, int activeCores) {
    this.costs = costs;
    phases = phasesOfAllCores;
    shareOfCore = 1.0 / activeCores;
    workCycles =
        Math.max(costs.arrayCycles, costs.arrayPortWords * figures.portCyclesPerWord * shareOfCore);
    costs.workCycles = workCycles;
  }

  /**
   * Loads of a buffered tensor.
   *
   * @param words read in all
   * @param moves loads in all
   * @param first most of a phase's words that its first tile can have; 1 if the tensor does not
   *     change inside a phase
   * @param pieces in which a load arrives and can be worked on
   */
  void load(long words, long moves, int slots, double first, int pieces) {
    double cycles = words * figures.readCyclesPerWord + moves * figures.latencyCycles;
    costs.readCycles += cycles;
    double ofCore = cycles * shareOfCore;
    if (moves <= phases) {
      costs.phaseFirstLoadCycles += ofCore / pieces;
      if (slots == 1 && pieces == 1) {
        costs.oneSlotCycles = Math.max(costs.oneSlotCycles, ofCore);
      }
      return;
    }
    double tilesOfPhase = (double) moves / phases;
    costs.phaseFirstLoadCycles += ofCore / (tilesOfPhase * pieces);
    double rest = Math.max(0, 1 - slots * first);
    if (slots == 1) {
      double waiting = ofCore * rest;
      costs.exposedCycles +=
          pieces == 1
              ? waiting
              : Math.max(waiting / pieces, waiting - workCycles * rest * (1 - 1.0 / pieces));
    } else {
      costs.phaseReadCycles += ofCore * rest;
    }
    double last = first * tilesOfPhase <= 1.000001 ? ofCore / (tilesOfPhase * pieces) : 0;
    costs.queueCycles = Math.max(costs.queueCycles, workCycles * rest + last);
  }

  /** The first load of all, of a tile of {@code words}. */
  void firstLoad(long words, int pieces) {
    costs.firstLoadCycles += words * figures.readCyclesPerWord / pieces + figures.latencyCycles;
  }

  /**
   * Stores of a buffered output, and the reloads of its partial sums.
   *
   * @param laneCycles lane work of a core before the stores
   */
  void store(
      long written,
      long stores,
      long read,
      long reloads,
      int slots,
      double first,
      double laneCycles) {
    double writes = written * figures.writeCyclesPerWord + stores * figures.latencyCycles;
    double reads = read * figures.readCyclesPerWord + reloads * figures.latencyCycles;
    costs.writeCycles += writes;
    costs.readCycles += reads;
    double ofCore = (writes + reads) * shareOfCore + laneCycles;
    if (stores <= phases) {
      if (slots == 1) {
        costs.oneSlotCycles = Math.max(costs.oneSlotCycles, ofCore);
      }
      return;
    }
    double rest = Math.max(0, 1 - slots * first);
    if (slots == 1) {
      costs.exposedCycles += ofCore * rest;
    } else {
      costs.phaseReadCycles += reads * shareOfCore * rest;
      costs.phaseWriteCycles += writes * shareOfCore * rest;
    }
  }

  /** Transfers past the buffer, which last as long as the array works at least. */
  void stream(long readWords, long writtenWords, long steps) {
    if (readWords > 0) {
      double cycles = readWords * figures.readCyclesPerWord + steps * figures.latencyCycles;
      costs.readCycles += cycles;
      costs.phaseReadCycles += cycles * shareOfCore;
    }
    if (writtenWords > 0) {
      double cycles = writtenWords * figures.writeCyclesPerWord + steps * figures.latencyCycles;
      costs.writeCycles += cycles;
      costs.phaseWriteCycles += cycles * shareOfCore;
    }
  }

  /** The time of all phases of this stage on the busiest core. */
  double phaseCycles() {
    double transfers =
        figures.dramShared
            ? costs.phaseReadCycles + costs.phaseWriteCycles
            : Math.max(costs.phaseReadCycles, costs.phaseWriteCycles);
    return costs.exposedCycles + Math.max(workCycles, transfers);
  }
}
