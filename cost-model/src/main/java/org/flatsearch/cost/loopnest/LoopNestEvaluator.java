package org.flatsearch.cost.loopnest;

import java.util.Arrays;
import java.util.Optional;
import org.flatsearch.cost.Bound;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Evaluates loop nests: counts both stages, joins them with the softmax between, and bounds the
 * time.
 */
public final class LoopNestEvaluator implements ScheduleEvaluator {
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();
  private static final int QUERY_DIM = Dimension.QUERY_DIM.ordinal();
  private static final int VALUE_DIM = Dimension.VALUE_DIM.ordinal();

  private final Figures figures;
  private final Dealing dealing;
  private final StageCounter logitCounter;
  private final StageCounter attendCounter;
  private final StageCosts logit = new StageCosts();
  private final StageCosts attend = new StageCosts();
  private final TileFigures[] logitTiles = newTiles();
  private final TileFigures[] attendTiles = newTiles();

  LoopNestEvaluator(Accelerator accelerator, AttentionWorkload workload) {
    figures = new Figures(accelerator, workload);
    dealing = new Dealing(figures.cores, figures.multicast, figures.extent[INSTANCE]);
    logitCounter = new StageCounter(figures, dealing, Stage.LOGIT);
    attendCounter = new StageCounter(figures, dealing, Stage.ATTEND);
  }

  private static TileFigures[] newTiles() {
    TileFigures[] tiles = new TileFigures[Dimension.values().length];
    Arrays.setAll(tiles, dimension -> new TileFigures());
    return tiles;
  }

  @Override
  public Optional<String> refusal(LoopNest nest) {
    return Optional.empty();
  }

  @Override
  public void evaluate(LoopNest nest, CostSheet sheet) {
    set(INSTANCE, nest.logit.tile[INSTANCE], logitTiles);
    set(ROW, nest.logit.tile[ROW], logitTiles);
    set(KEY, nest.logit.tile[KEY], logitTiles);
    set(QUERY_DIM, nest.logit.tile[QUERY_DIM], logitTiles);
    attendTiles[INSTANCE] = logitTiles[INSTANCE];
    set(ROW, nest.attend.tile[ROW], attendTiles);
    set(KEY, nest.attend.tile[KEY], attendTiles);
    set(VALUE_DIM, nest.attend.tile[VALUE_DIM], attendTiles);
    evaluate(nest, logitTiles, attendTiles, sheet);
  }

  private void set(int dimension, int tile, TileFigures[] tiles) {
    tiles[dimension].set(figures.array, figures.extent[dimension], tile);
  }

  private void evaluate(
      LoopNest nest, TileFigures[] tilesOfLogit, TileFigures[] tilesOfAttend, CostSheet sheet) {
    boolean rows = Dealing.dealsRows(nest.form);
    dealing.deal(
        tilesOfLogit[INSTANCE].trips,
        tilesOfLogit[INSTANCE].tile,
        rows ? tilesOfLogit[ROW].trips : 1);
    logitCounter.count(nest, tilesOfLogit, logit);
    attendCounter.count(nest, tilesOfAttend, attend);
    join(nest, logit, attend, sheet);
  }

  private void join(LoopNest nest, StageCosts l, StageCosts a, CostSheet sheet) {
    boolean online = nest.form.shares(Dimension.KEY);
    int keyTiles = online ? (figures.extent[KEY] - 1) / nest.logit.tile[KEY] + 1 : 1;
    long rescaled = figures.outputs * (keyTiles - 1);

    long footprint = l.footprintBytes() + a.footprintBytes();
    long softmaxReads = 0;
    long softmaxWrites = 0;
    long rowBytes = 0;
    if (!nest.fused) {
      long row = (long) figures.extent[KEY] * figures.wordBytes;
      boolean held = footprint + row <= figures.bufferBytes;
      rowBytes = held ? row : 0;
      softmaxReads = held ? figures.logits : 3 * figures.logits;
      softmaxWrites = figures.logits;
    }
    footprint += rowBytes;

    long dramReads = l.dramReadWords() + a.dramReadWords() + softmaxReads;
    long dramWrites = l.dramWriteWords() + a.dramWriteWords() + softmaxWrites;
    long laneOperations =
        figures.logits * figures.operationsPerLogit
            + figures.outputs * figures.operationsPerOutput
            + (rescaled + 2 * (rescaled / figures.extent[VALUE_DIM]));
    long softmaxAccesses = 3 * figures.logits + 2 * figures.outputs + 2 * rescaled;
    long onChipReads =
        l.onChipReadWords
            + a.onChipReadWords
            + 2 * figures.logits
            + figures.outputs
            + rescaled
            + softmaxWrites;
    long onChipWrites =
        l.onChipWriteWords
            + a.onChipWriteWords
            + figures.logits
            + figures.outputs
            + rescaled
            + softmaxReads;

    sheet.macs = figures.macs;
    sheet.registerAccesses = 3 * figures.macs;
    sheet.laneOperations = laneOperations;
    sheet.onChipReadWords = onChipReads;
    sheet.onChipWriteWords = onChipWrites;
    sheet.dramReadWords = dramReads;
    sheet.dramWriteWords = dramWrites;
    sheet.trafficBytes = (double) (dramReads + dramWrites) * figures.wordBytes;
    sheet.footprintBytes = footprint;
    sheet.violationBytes = Math.max(0, footprint - figures.bufferBytes);
    sheet.spillFraction = 0;
    byTensor(nest, l, a, rowBytes, softmaxReads + softmaxWrites, sheet);
    sheet.energyJoules =
        figures.macs * figures.macJoules
            + 3 * figures.macs * figures.registerJoules
            + laneOperations * figures.laneJoules
            + onChipReads * figures.onChipReadJoulesPerWord
            + onChipWrites * figures.onChipWriteJoulesPerWord
            + dramReads * figures.dramReadJoulesPerWord
            + dramWrites * figures.dramWriteJoulesPerWord;
    time(l, a, keyTiles, dramReads, dramWrites, sheet);
  }

  /** The busy time of each resource; no schedule is faster than its busiest one. */
  private void time(
      StageCosts l, StageCosts a, int keyTiles, long dramReads, long dramWrites, CostSheet sheet) {
    double share = 1.0 / figures.cores;
    double port = figures.portCyclesPerWord * share;
    double array = l.arrayCycles + a.arrayCycles;
    double lanes = sheet.laneOperations * figures.cyclesPerLaneOperation * share;
    double onChip = (sheet.onChipReadWords + sheet.onChipWriteWords) * port;
    double reads = dramReads * figures.readCyclesPerWord;
    double writes = dramWrites * figures.writeCyclesPerWord;
    double dram = figures.dramShared ? reads + writes : Math.max(reads, writes);
    double cycles = Math.max(Math.max(array, lanes), Math.max(onChip, dram));
    sheet.latencySeconds = cycles / figures.clockHz;
    sheet.leakageJoules = figures.leakageWatts * sheet.latencySeconds;
    double peak = (double) figures.rows * figures.columns * figures.cores * figures.clockHz;
    sheet.idealLatencySeconds = figures.macs / peak;
    sheet.utilization = sheet.idealLatencySeconds / sheet.latencySeconds;
    sheet.busySeconds[Bound.ARRAY.ordinal()] = array / figures.clockHz;
    sheet.busySeconds[Bound.LANES.ordinal()] = lanes / figures.clockHz;
    sheet.busySeconds[Bound.ON_CHIP.ordinal()] = onChip / figures.clockHz;
    sheet.busySeconds[Bound.DRAM.ordinal()] = dram / figures.clockHz;
    sheet.bound =
        cycles == array
            ? Bound.ARRAY
            : cycles == dram ? Bound.DRAM : cycles == lanes ? Bound.LANES : Bound.ON_CHIP;
  }

  private void byTensor(
      LoopNest nest,
      StageCosts l,
      StageCosts a,
      long rowBytes,
      long softmaxWords,
      CostSheet sheet) {
    double[] traffic = sheet.trafficBytesByTensor;
    double[] footprint = sheet.footprintBytesByTensor;
    int word = figures.wordBytes;
    traffic[Tensor.Q.ordinal()] = (double) l.inputReadWords * word;
    traffic[Tensor.K.ordinal()] = (double) l.weightReadWords * word;
    traffic[Tensor.V.ordinal()] = (double) a.weightReadWords * word;
    traffic[Tensor.O.ordinal()] = (double) (a.outputReadWords + a.outputWriteWords) * word;
    traffic[Tensor.LOGITS.ordinal()] = 0;
    traffic[Tensor.LOGITS_OUT.ordinal()] = (double) (l.outputReadWords + l.outputWriteWords) * word;
    traffic[Tensor.LOGITS_IN.ordinal()] = (double) a.inputReadWords * word;
    traffic[Tensor.SOFTMAX.ordinal()] = (double) softmaxWords * word;
    traffic[Tensor.STATISTICS.ordinal()] =
        (double) (a.statisticsReadWords + a.statisticsWriteWords) * word;
    footprint[Tensor.Q.ordinal()] = l.inputFootprintBytes;
    footprint[Tensor.K.ordinal()] = l.weightFootprintBytes;
    footprint[Tensor.V.ordinal()] = a.weightFootprintBytes;
    footprint[Tensor.O.ordinal()] = a.outputFootprintBytes;
    footprint[Tensor.LOGITS.ordinal()] = nest.fused ? l.outputFootprintBytes : 0;
    footprint[Tensor.LOGITS_OUT.ordinal()] = nest.fused ? 0 : l.outputFootprintBytes;
    footprint[Tensor.LOGITS_IN.ordinal()] = a.inputFootprintBytes;
    footprint[Tensor.SOFTMAX.ordinal()] = rowBytes;
    footprint[Tensor.STATISTICS.ordinal()] = a.statisticsFootprintBytes;
  }
}
