package org.flatsearch.cost.loopnest;

import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.cost.loopnest.tile.TileSums;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Tensor;

/**
 * Counts what split keys add to Attend. Each part of a row tile leaves its sums and two statistics
 * a row in DRAM, all with the bytes of accumulators. The core that finishes the last part of a row
 * tile reads all of them, rescales and adds them on its lanes, and writes the output.
 */
final class PartialOutputs {
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int OUTPUT = Tensor.O.ordinal();

  private final Figures figures;

  /** Words of a row of a part. */
  private final long width;

  /** The size of each. */
  private final double size;

  PartialOutputs(Figures figures) {
    this.figures = figures;
    width = figures.extent[Dimension.VALUE_DIM.ordinal()] + 2L;
    size = (double) figures.accumulatorBytes / figures.wordBytes;
  }

  /**
   * Adds stores and merges.
   *
   * @param rows that leave; more than are merged where a held tile covers rows of other cores
   * @param isHeld whether they leave the buffer, rather than stream past it
   */
  void count(TileSums live, long rows, boolean isHeld, TileFigures[] tiles, StageCosts costs) {
    long left = rows * width;
    long merged = live.byRows.own * width;
    double merges = (double) tiles[INSTANCE].trips * live.rowTiles;
    costs.statisticsReadWords += merged;
    costs.statisticsWriteWords += left;
    costs.outputWriteWords += figures.outputs;
    costs.onChipReadWords += merged + (isHeld ? left : 0);
    costs.onChipWriteWords += merged;
    costs.onChipReads += (merged + (isHeld ? left : 0)) * size;
    costs.onChipWrites += merged * size;
    double outputs = figures.outputs * figures.size[OUTPUT];
    costs.dramReads += merged * size;
    costs.dramWrites += left * size + outputs;
    costs.readCycles += figures.readCycles(merged * size, merges);
    costs.writeCycles += figures.writeCycles(left * size + outputs, merges);
  }

  /** Cycles of the least merge. One follows the last work of each core. */
  double leastMergeCycles(TileSums live, LoopNest nest) {
    long rows = live.leastRows;
    double words = rows * width * live.leastParts * size;
    double outputs = rows * (width - 2) * figures.size[OUTPUT];
    double reads = figures.readCycles(words, 1);
    double writes = figures.writeCycles(outputs, 1);
    double port =
        (words + (nest.isInRegisters(Tensor.O) ? 0 : outputs)) * figures.portCyclesPerWord;
    double lanes = rows * width * live.leastParts * figures.cyclesPerLaneOperation;
    double dram = figures.dramShared ? reads + writes : Math.max(reads, writes);
    return Math.max(dram, Math.max(lanes, port));
  }
}
