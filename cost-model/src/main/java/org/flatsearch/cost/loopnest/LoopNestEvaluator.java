package org.flatsearch.cost.loopnest;

import java.util.Arrays;
import java.util.Optional;
import org.flatsearch.cost.Bound;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.cost.loopnest.tile.Dealing;
import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.NestFootprint;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.cost.loopnest.tile.TileRuns;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Evaluates loop nests: counts both stages, joins them with the softmax between them, and bounds
 * the latency from below.
 *
 * <p>{@link #evaluate} does all of that for one nest. Exact search bounds sets of nests by the same
 * steps: it deals the least shared tiles ({@link #dealAlike}, {@link #dealBound}), counts each
 * stage ({@link #count}, {@link #countMoves}), and joins any two counts ({@link #joinMoves}, {@link
 * #joinTimed}).
 */
public class LoopNestEvaluator implements ScheduleEvaluator {
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();
  private static final int QUERY_DIM = Dimension.QUERY_DIM.ordinal();
  private static final int VALUE_DIM = Dimension.VALUE_DIM.ordinal();

  /** Of a tensor. */
  static final int MOST_SLOTS = 3;

  private final Figures figures;
  private final Dealing dealing;
  private final CriticalChains chains;
  private final NestFootprint footprint;
  private final StageCounter logitCounter;
  private final StageCounter attendCounter;
  private final StageCosts logit = new StageCosts();
  private final StageCosts attend = new StageCosts();
  private final TileFigures[] logitTiles = newTiles();
  private final TileFigures[] attendTiles = newTiles();

  /**
   * What {@link #attendTiles} holds for dimensions that Attend cuts into other tiles than Logit
   * does.
   */
  private final TileFigures[] ownTiles = newTiles();

  /**
   * The nest that {@link #logit} and {@link #attend} are the counts of. A search that changes one
   * decision at a time mostly leaves one of the two stages as it was, which is not counted again.
   */
  private final LoopNest counted = new LoopNest();

  private boolean hasCounted;

  // Of the join at hand: what the softmax pass moves, and words by the size of their elements.
  private long softmaxReads;
  private long softmaxWrites;
  private double onChipReads;
  private double onChipWrites;
  private double dramReads;
  private double dramWrites;

  /** Creates an evaluator of nests of {@code workload} on {@code accelerator}. */
  public LoopNestEvaluator(Accelerator accelerator, AttentionWorkload workload) {
    figures = new Figures(accelerator, workload);
    dealing = new Dealing(figures.cores, figures.multicast, figures.extent[INSTANCE]);
    chains = new CriticalChains(figures);
    footprint = new NestFootprint(figures);
    TileRuns runs = figures.tileRuns(dealing);
    logitCounter = new StageCounter(figures, dealing, runs, Stage.LOGIT);
    attendCounter = new StageCounter(figures, dealing, runs, Stage.ATTEND);
  }

  private static TileFigures[] newTiles() {
    TileFigures[] tiles = new TileFigures[Dimension.values().length];
    Arrays.setAll(tiles, dimension -> new TileFigures());
    return tiles;
  }

  @Override
  public Optional<String> refusal(LoopNest nest) {
    boolean isInStep =
        !figures.isMasked && !figures.isQueue && nest.form.dealsRows() && nest.keyPart == 0;
    return figures.cores > 1 && figures.multicast && isInStep && figures.isIrregular(nest)
        ? Optional.of(
            "it does not count multicast where keys have steps or cores share a buffer; set"
                + " multicast=false or use the model 'walk'")
        : Optional.empty();
  }

  @Override
  public void evaluate(LoopNest nest, CostSheet sheet) {
    boolean sameForm = hasCounted && nest.sharesFormWith(counted);
    boolean sameLogit = sameForm && nest.sharesStageWith(counted, Stage.LOGIT);
    boolean sameAttend = sameForm && nest.sharesStageWith(counted, Stage.ATTEND);
    if (!sameLogit || !sameAttend) {
      hasCounted = false;
      set(INSTANCE, nest.logit.tile[INSTANCE], logitTiles);
      set(ROW, nest.logit.tile[ROW], logitTiles);
      set(KEY, nest.logit.tile[KEY], logitTiles);
    }
    deal(nest.form, logitTiles[INSTANCE], logitTiles[ROW]);
    if (!sameLogit) {
      set(QUERY_DIM, nest.logit.tile[QUERY_DIM], logitTiles);
      count(Stage.LOGIT, nest, logitTiles, logit);
    }
    if (!sameAttend) {
      attendTiles[INSTANCE] = logitTiles[INSTANCE];
      setOrShare(ROW, nest);
      setOrShare(KEY, nest);
      set(VALUE_DIM, nest.attend.tile[VALUE_DIM], attendTiles);
      count(Stage.ATTEND, nest, attendTiles, attend);
    }
    if (!hasCounted) {
      counted.copyFrom(nest);
      hasCounted = true;
    }
    join(nest, logit, attend, sheet);
  }

  @Override
  public boolean evaluateIfFits(LoopNest nest, CostSheet sheet) {
    if (figures.isIrregular(nest) || !nest.isPlain()) {
      evaluate(nest, sheet);
      return sheet.violationBytes == 0;
    }
    long bytes = footprint.bytes(nest);
    if (bytes > figures.bufferBytes) {
      sheet.footprintBytes = bytes;
      sheet.violationBytes = bytes - figures.bufferBytes;
      return false;
    }
    evaluate(nest, sheet);
    return true;
  }

  private void setOrShare(int dimension, LoopNest nest) {
    int tile = nest.attend.tile[dimension];
    if (tile == nest.logit.tile[dimension]) {
      attendTiles[dimension] = logitTiles[dimension];
    } else {
      attendTiles[dimension] = ownTiles[dimension];
      set(dimension, tile, attendTiles);
    }
  }

  private void set(int dimension, int tile, TileFigures[] tiles) {
    tiles[dimension].set(figures, dimension, tile);
  }

  /** Deals the shared tiles of one nest to the cores, for the counts that follow. */
  public void deal(SharedLoops form, TileFigures instance, TileFigures row) {
    dealing.deal(form, instance.trips, instance.tile, row.trips, true);
  }

  /**
   * Prepares counts that bound all nests of a form that deal their tiles alike: all of them have
   * this instance tile and, where rows are dealt, this number of row tiles; and no figure of their
   * tiles is smaller than that of these.
   */
  public void dealAlike(SharedLoops form, TileFigures instance, TileFigures row) {
    dealing.deal(form, instance.trips, instance.tile, row.trips, false);
  }

  /**
   * Prepares counts that bound all nests of a form whose tiles have no smaller figures than these.
   */
  public void dealBound(SharedLoops form, TileFigures instance, TileFigures row) {
    dealing.bound(instance.trips, form.dealsRows() ? row.trips : 1);
  }

  /**
   * Counts one stage. Costs are monotone in every figure of its tiles. So the minima of the figures
   * over sets of tile sizes (after {@link #dealBound}) give lower bounds over these sets.
   *
   * @param nest supplies the order, the residencies, the slots and the array mapping
   * @param tiles by ordinal of the dimension; the tiles in {@code nest} are ignored
   */
  public void count(Stage stage, LoopNest nest, TileFigures[] tiles, StageCosts costs) {
    counter(stage).count(nest, tiles, costs);
    countPlaces(stage, nest, costs);
  }

  /**
   * Counts one stage without its times, which is faster: only what energy, traffic and footprint
   * are made of ({@link #joinMoves}).
   */
  public void countMoves(Stage stage, LoopNest nest, TileFigures[] tiles, StageCosts costs) {
    counter(stage).countMoves(nest, tiles, costs);
    countPlaces(stage, nest, costs);
  }

  /** Counts only what the array does in one stage: the same for all loop orders and residencies. */
  public void countArrayWork(Stage stage, LoopNest nest, TileFigures[] tiles, StageCosts costs) {
    counter(stage).countArrayWork(nest, tiles, costs);
  }

  /** What joining has to know of residencies that may differ between choices of a stage. */
  private static void countPlaces(Stage stage, LoopNest nest, StageCosts costs) {
    if (stage == Stage.ATTEND) {
      costs.outputsInRegisters = nest.isInRegisters(Tensor.O) ? 1 : 0;
      costs.outputsAtPort = 1 - costs.outputsInRegisters;
    } else if (nest.hasValuesInKeys()) {
      costs.slotsShort = MOST_SLOTS - nest.slots[Tensor.K.ordinal()];
    }
  }

  private StageCounter counter(Stage stage) {
    return stage == Stage.LOGIT ? logitCounter : attendCounter;
  }

  /**
   * Joins the stages of one nest. With one exception, every figure is monotone in every component
   * of both stages, so that bounds of the stages give bounds of the whole. The exception is the
   * footprint of a nest with its logits through DRAM, which contains a row of logits if there is
   * room for one.
   *
   * @param nest supplies the form and the slots of the logits
   * @param l the Logit stage
   * @param a the Attend stage
   */
  public void join(LoopNest nest, StageCosts l, StageCosts a, CostSheet sheet) {
    joinTimed(nest, l, a, sheet);
    byTensor(nest, l, a, sheet);
    sheet.setBound();
  }

  /** Does what {@link #join} does, but for the figures by tensor, and what bounds the latency. */
  public void joinTimed(LoopNest nest, StageCosts l, StageCosts a, CostSheet sheet) {
    joinMoves(nest, l, a, sheet);
    time(nest, l, a, sheet);
  }

  /**
   * Joins the stages without their times: energy, traffic, footprint and what these are made of.
   */
  public void joinMoves(LoopNest nest, StageCosts l, StageCosts a, CostSheet sheet) {
    long macs = l.logits * figures.extent[QUERY_DIM] + a.logits * figures.extent[VALUE_DIM];
    long rescaled = l.rescaledRows * figures.extent[VALUE_DIM];
    long row = rowBytes(nest, l, a);
    boolean inRegisters = nest.isInRegisters(Tensor.LOGITS);
    long logitBytes = logitBytes(nest, l, a);
    long footprint = l.footprintBytes() + a.footprintBytes() + row + (inRegisters ? 0 : logitBytes);
    softmaxReads = 0;
    softmaxWrites = 0;
    if (!nest.fused) {
      softmaxReads = row > 0 ? l.logits : 3 * l.logits;
      softmaxWrites = l.logits;
    }

    long outputWords = a.outputsAtPort * (figures.outputs + rescaled);
    long logitWords = inRegisters ? 0 : l.logits;
    sheet.macs = macs;
    sheet.executedLogits = l.logits;
    sheet.registerAccesses =
        3 * macs
            + l.registerWords
            + a.registerWords
            + 3 * (l.logits - logitWords)
            + 2 * a.outputsInRegisters * (figures.outputs + rescaled);
    sheet.laneOperations =
        l.logits * figures.operationsPerLogit
            + finalOperations(nest, l)
            + (rescaled + 2 * l.rescaledRows)
            + l.rowSteps * figures.operationsPerRowStep;
    sheet.onChipReadWords =
        l.onChipReadWords + a.onChipReadWords + 2 * logitWords + outputWords + softmaxWrites;
    sheet.onChipWriteWords =
        l.onChipWriteWords + a.onChipWriteWords + logitWords + outputWords + softmaxReads;
    double sizeOfLogit = figures.size[Tensor.LOGITS.ordinal()];
    double outputs = outputWords * figures.size[Tensor.O.ordinal()];
    onChipReads =
        l.onChipReads + a.onChipReads + (2 * logitWords + softmaxWrites) * sizeOfLogit + outputs;
    onChipWrites =
        l.onChipWrites + a.onChipWrites + (logitWords + softmaxReads) * sizeOfLogit + outputs;
    sheet.dramReadWords =
        l.dramReadWords() + a.dramReadWords() + softmaxReads + figures.layoutElements;
    sheet.dramWriteWords =
        l.dramWriteWords() + a.dramWriteWords() + softmaxWrites + figures.layoutElements;
    dramReads = l.dramReads + a.dramReads + softmaxReads * sizeOfLogit + figures.layoutWords;
    dramWrites = l.dramWrites + a.dramWrites + softmaxWrites * sizeOfLogit + figures.layoutWords;
    sheet.trafficBytes = (dramReads + dramWrites) * figures.wordBytes;
    sheet.registerBytes = l.registerBytes + a.registerBytes + (inRegisters ? logitBytes : 0);
    sheet.footprintBytes = footprint;
    sheet.registerViolationBytes = Math.max(0, sheet.registerBytes - figures.registerBytes);
    sheet.violationBytes =
        Math.max(0, footprint - figures.bufferBytes) + sheet.registerViolationBytes;
    sheet.spillFraction = 0;
    sheet.extrapolated = false;
    sheet.setEnergy(
        macs * figures.macJoules,
        sheet.registerAccesses * figures.registerJoules,
        sheet.laneOperations * figures.laneJoules,
        onChipReads * figures.onChipReadJoulesPerWord,
        onChipWrites * figures.onChipWriteJoulesPerWord,
        dramReads * figures.dramReadJoulesPerWord,
        dramWrites * figures.dramWriteJoulesPerWord);
  }

  /** Operations of the lanes for final outputs: divisions or, of parts of the keys, merges. */
  private long finalOperations(LoopNest nest, StageCosts l) {
    return figures.hasParts(nest)
        ? (l.rowSteps - l.rescaledRows) * (figures.extent[VALUE_DIM] + 2)
        : figures.outputs * figures.operationsPerOutput;
  }

  /** Under a mask, the room for logits on chip: as many as either stage needs at a time. */
  private static long logitBytes(LoopNest nest, StageCosts l, StageCosts a) {
    long elements = Math.max(l.logitsRoom, a.logitsRoom);
    return elements == 0
        ? 0
        : nest.slots[Tensor.LOGITS.ordinal()] * NestFootprint.whole(elements * l.logitsHalfBytes);
  }

  /**
   * The row of logits that the softmax holds if logits go through DRAM and there is room for it.
   */
  private long rowBytes(LoopNest nest, StageCosts l, StageCosts a) {
    long row = figures.rowBytes;
    boolean held =
        !nest.fused && l.footprintBytes() + a.footprintBytes() + row <= figures.bufferBytes;
    return held ? row : 0;
  }

  private void setLatency(double seconds, CostSheet sheet) {
    sheet.setLatency(
        seconds + figures.outsideSeconds, figures.macs / figures.peak, figures.leakageWatts);
  }

  /**
   * Bounds the latency from below by the chains and by the on-chip port of core 0, which moves the
   * core's words one after another; finds which resource is busiest.
   */
  private void time(LoopNest nest, StageCosts l, StageCosts a, CostSheet sheet) {
    // If tiles differ, no core is known whose port moves most.
    double portShare = figures.isIrregular(nest) ? 1.0 / figures.cores : l.rowShare;
    double sizeOfLogit = figures.size[Tensor.LOGITS.ordinal()];
    double sizeOfOutput = a.outputsAtPort * figures.size[Tensor.O.ordinal()];
    double logits = nest.isInRegisters(Tensor.LOGITS) ? 0 : l.logits * sizeOfLogit;
    double passWords = softmaxReads * sizeOfLogit;
    double passWrites = softmaxWrites * sizeOfLogit;
    double portOfRows = figures.portCyclesPerWord * portShare;
    long rescaled = l.rescaledRows * figures.extent[VALUE_DIM];
    double softmaxWords = 3 * logits + 2 * rescaled * sizeOfOutput;
    double division =
        figures.hasParts(nest)
            ? 0
            : figures.outputs
                * figures.size[Tensor.O.ordinal()]
                * figures.divisionCycles(a.outputsAtPort == 0)
                * a.rowShare;
    double operations = l.coreOperations * figures.cyclesPerLaneOperation;
    double perLogit = nest.isInRegisters(Tensor.LOGITS) ? 0 : 3 * sizeOfLogit;
    double perRow = 2 * figures.extent[VALUE_DIM] * sizeOfOutput;
    double words = l.coreLogits * perLogit + l.coreRescaledRows * perRow;
    words *= figures.portCyclesPerWord;
    if (!figures.isIrregular(nest)) {
      operations =
          (sheet.laneOperations - finalOperations(nest, l))
              * figures.cyclesPerLaneOperation
              * l.laneShare;
      words = softmaxWords * (figures.portCyclesPerWord * l.laneShare);
    }
    double softmax = Math.max(operations, words);
    double passes = nest.fused ? 0 : l.sharedTiles * figures.latencyCycles;
    double reads = l.readCycles + a.readCycles + passWords * figures.readCyclesPerWord + passes;
    double writes =
        l.writeCycles + a.writeCycles + passWrites * figures.writeCyclesPerWord + passes;
    double dram = figures.dramShared ? reads + writes : Math.max(reads, writes);
    double port =
        l.portCycles
            + a.portCycles
            + softmaxWords * portOfRows
            + (2 * figures.outputs * sizeOfOutput + passWords + passWrites) * portOfRows;
    double cycles = chains.cycles(nest, l, a, softmax, division, passWords, passWrites);
    cycles = Math.max(cycles, (l.sharedWords + a.sharedWords) * figures.sharedCyclesPerWord);
    cycles = Math.max(cycles, l.coreCycles + a.coreCycles);
    double array = l.arrayCycles + a.arrayCycles;
    double lanes =
        sheet.laneOperations * figures.cyclesPerLaneOperation * Math.min(l.laneShare, l.rowShare);
    cycles = figures.hasParts(nest) ? Math.max(cycles, lanes) : cycles;
    setLatency(Math.max(cycles, port) / figures.clockHz, sheet);
    sheet.busySeconds[Bound.ARRAY.ordinal()] = array / figures.clockHz;
    sheet.busySeconds[Bound.LANES.ordinal()] = lanes / figures.clockHz;
    sheet.busySeconds[Bound.ON_CHIP.ordinal()] = port / figures.clockHz;
    sheet.busySeconds[Bound.DRAM.ordinal()] = dram / figures.clockHz;
  }

  /** Splits words and bytes by tensor; what belongs to neither stage belongs to the softmax. */
  private void byTensor(LoopNest nest, StageCosts l, StageCosts a, CostSheet sheet) {
    double[] traffic = sheet.trafficBytesByTensor;
    double[] footprint = sheet.footprintBytesByTensor;
    traffic[Tensor.Q.ordinal()] = l.inputReadWords;
    traffic[Tensor.K.ordinal()] = l.weightReadWords;
    traffic[Tensor.V.ordinal()] = a.weightReadWords;
    traffic[Tensor.O.ordinal()] = a.outputReadWords + a.outputWriteWords;
    traffic[Tensor.LOGITS.ordinal()] = 0;
    traffic[Tensor.LOGITS_OUT.ordinal()] = l.outputReadWords + l.outputWriteWords;
    traffic[Tensor.LOGITS_IN.ordinal()] = a.inputReadWords;
    traffic[Tensor.SOFTMAX.ordinal()] = softmaxReads + softmaxWrites;
    traffic[Tensor.STATISTICS.ordinal()] = a.statisticsReadWords + a.statisticsWriteWords;
    for (int tensor = 0; tensor < traffic.length; tensor++) {
      traffic[tensor] += 2 * figures.layoutByTensor[tensor];
      traffic[tensor] *= figures.size(tensor, nest) * figures.wordBytes;
    }
    footprint[Tensor.Q.ordinal()] = l.inputFootprintBytes;
    footprint[Tensor.K.ordinal()] = l.weightFootprintBytes;
    footprint[Tensor.V.ordinal()] = a.weightFootprintBytes;
    footprint[Tensor.O.ordinal()] = a.outputFootprintBytes;
    footprint[Tensor.LOGITS.ordinal()] =
        nest.fused
            ? l.outputFootprintBytes
                + (nest.isInRegisters(Tensor.LOGITS) ? 0 : logitBytes(nest, l, a))
            : 0;
    footprint[Tensor.LOGITS_OUT.ordinal()] = nest.fused ? 0 : l.outputFootprintBytes;
    footprint[Tensor.LOGITS_IN.ordinal()] = a.inputFootprintBytes;
    footprint[Tensor.SOFTMAX.ordinal()] = rowBytes(nest, l, a);
    footprint[Tensor.STATISTICS.ordinal()] = a.statisticsFootprintBytes;
  }
}
