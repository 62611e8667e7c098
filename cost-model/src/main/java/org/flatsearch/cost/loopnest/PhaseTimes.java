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
 *       are exposed, and those of the same channel one after the other;
 *   <li>a tensor with s slots can have the first s tiles of a phase on chip when the phase begins,
 *       and no more: the rest is moved while the phase lasts;
 *   <li>a stream past the buffer lasts no longer than its step, so it adds to what is exposed.
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

  /** Between two steps of a phase, on the busiest core: loads of one-slot inputs. */
  private double exposedReads;

  /** The same of the stores of a one-slot output. */
  private double exposedStores;

  /** The same of its reloads, each after its store. */
  private double exposedReloads;

  private double streamedReads;
  private double streamedWrites;

  /** Reads within phases, streamed ones apart. */
  private double phaseReads;

  private double phaseWrites;

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
    exposedReads = 0;
    exposedStores = 0;
    exposedReloads = 0;
    streamedReads = 0;
    streamedWrites = 0;
    phaseReads = 0;
    phaseWrites = 0;
  }

  /**
   * Loads of a buffered tensor.
   *
   * @param words read in all, each multicast word once
   * @param moves loads of all cores; a multicast one is a transfer for all its receivers
   * @param first most of a phase's words that its first tile can have; 1 if the tensor does not
   *     change inside a phase
   * @param pieces in which a load arrives and can be worked on
   */
  void load(long words, long moves, int slots, double first, int pieces, boolean multicast) {
    double transfers = words * figures.readCyclesPerWord;
    double latencies = moves * figures.latencyCycles;
    costs.readCycles += transfers + (multicast ? latencies * shareOfCore : latencies);
    double ofCore = (transfers + latencies) * shareOfCore;
    if (moves <= phases) {
      if (slots == 1 && pieces == 1) {
        costs.oneSlotCycles = Math.max(costs.oneSlotCycles, ofCore);
      }
      return;
    }
    double rest = Math.max(0, 1 - slots * first);
    phaseReads += ofCore * rest;
    if (slots == 1) {
      double firstPieces = (transfers / pieces + latencies) * shareOfCore;
      double worked = workCycles * (1 - 1.0 / pieces) * (moves - phases) / moves;
      exposedReads += Math.max(firstPieces * rest, ofCore * rest - worked);
    }
  }

  /** The first load of all, of a tile of {@code words}. */
  void firstLoad(long words, int pieces) {
    costs.firstLoadCycles += words * figures.readCyclesPerWord / pieces + figures.latencyCycles;
  }

  /** Stores of a buffered output, and the reloads of its partial sums. */
  void store(long written, long stores, long read, long reloads, int slots, double first) {
    double writes = written * figures.writeCyclesPerWord + stores * figures.latencyCycles;
    double reads = read * figures.readCyclesPerWord + reloads * figures.latencyCycles;
    costs.writeCycles += writes;
    costs.readCycles += reads;
    if (stores <= phases) {
      if (slots == 1) {
        costs.oneSlotCycles = Math.max(costs.oneSlotCycles, (writes + reads) * shareOfCore);
      }
      return;
    }
    double rest = Math.max(0, 1 - slots * first) * shareOfCore;
    phaseReads += reads * rest;
    phaseWrites += writes * rest;
    if (slots == 1) {
      exposedStores += writes * rest;
      exposedReloads += reads * rest;
    }
  }

  /**
   * Transfers past the buffer, which last as long as the array works at least.
   *
   * @param readSteps steps that stream words in
   * @param writeSteps steps that stream words out
   */
  void stream(long readWords, long readSteps, long writtenWords, long writeSteps) {
    double reads = readWords * figures.readCyclesPerWord + readSteps * figures.latencyCycles;
    double writes = writtenWords * figures.writeCyclesPerWord + writeSteps * figures.latencyCycles;
    costs.readCycles += reads;
    costs.writeCycles += writes;
    streamedReads += reads * shareOfCore;
    streamedWrites += writes * shareOfCore;
  }

  /** The time of all phases of this stage on the busiest core. */
  double phaseCycles() {
    double reads = phaseReads + streamedReads;
    double writes = phaseWrites + streamedWrites;
    if (figures.dramShared) {
      double exposed = exposedReads + exposedReloads + exposedStores;
      double steps = Math.max(workCycles, streamedReads + streamedWrites);
      return Math.max(exposed + steps, reads + writes);
    }
    double exposed = exposedReloads + Math.max(exposedReads, exposedStores);
    double steps = Math.max(workCycles, Math.max(streamedReads, streamedWrites));
    return Math.max(exposed + steps, Math.max(reads, writes));
  }
}
