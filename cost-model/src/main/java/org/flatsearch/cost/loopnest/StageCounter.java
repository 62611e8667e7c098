package org.flatsearch.cost.loopnest;

import org.flatsearch.cost.loopnest.tile.ArrayWork;
import org.flatsearch.cost.loopnest.tile.Dealing;
import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.LoopProducts;
import org.flatsearch.cost.loopnest.tile.StageMoves;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.cost.loopnest.tile.TileRuns;
import org.flatsearch.cost.loopnest.tile.TileSums;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency.Place;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * Counts what one stage moves, computes and holds, in closed form.
 *
 * <p>Both stages are the same matrix product: output (p, c) is the sum of input (p, r) times weight
 * (c, r) over the reduction r. In Logit, these are logits, Q and K, c is the keys and r the query
 * dimension. In Attend, they are O, softmaxed logits and V, c is the value dimension and r the
 * keys.
 *
 * <p>A stage is a sequence of row tiles, each with the run of key tiles that it sees; {@link
 * TileRuns} has sums over them. Where tiles are alike, all see the same keys, and:
 *
 * <p><b>Traffic.</b> Let <em>above</em> be the loops outside a tensor's residency, without loops of
 * a single iteration, cut after the innermost loop that indexes the tensor. The tensor's tile
 * changes exactly when one of the indexing loops of <em>above</em> advances. While a non-indexing
 * loop of <em>above</em> runs through its n iterations, all tiles below it are visited n times. So
 * each word moves Π n times, over the non-indexing loops of <em>above</em>. An output visited n_r
 * times is written n_r times and read back n_r − 1 times. Ragged tiles need no special care: each
 * word is in exactly one tile.
 *
 * <p>{@link ArrayWork} counts the array's part, {@link PhaseTimes} and {@link StageEnds} what the
 * stage contributes to the latency.
 */
final class StageCounter {
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();
  private static final int LOGITS = Tensor.LOGITS.ordinal();

  private final Figures figures;
  private final Dealing dealing;
  private final TileRuns runs;
  private final boolean isLogit;
  private final ArrayWork array;
  private final LoopProducts products = new LoopProducts();
  private final StageMoves moves;
  private final PhaseTimes time;
  private final StageEnds ends;
  private final OperandCounter operands;

  // Working values of one count, fields so that the steps below stay small.
  private LoopNest nest;
  private TileFigures[] tiles;
  private TileSums sums;
  private StageCosts costs;

  /** Whether tiles differ by more than their size. */
  private boolean areUnlike;

  /** Whether keys are split into parts. */
  private boolean splits;

  /** Whether this bounds nests with parts, in which any step may begin sums or complete them. */
  private boolean boundsParts;

  StageCounter(Figures figures, Dealing dealing, TileRuns runs, Stage stage) {
    this.figures = figures;
    this.dealing = dealing;
    this.runs = runs;
    isLogit = stage == Stage.LOGIT;
    array = new ArrayWork(figures, dealing, stage);
    moves = new StageMoves(figures, dealing, products, stage);
    time = new PhaseTimes(figures);
    ends = new StageEnds(figures, dealing, stage, array, products, moves);
    operands =
        new OperandCounter(figures, dealing, runs, stage, array, products, moves, time, ends);
  }

  /**
   * Counts this stage of {@code nest}, whose shared tiles {@link Dealing} has dealt.
   *
   * @param nest supplies the order, the residencies, the slots and the array mapping
   * @param tiles by ordinal of the dimension; the tiles in {@code nest} are ignored
   * @param costs receives the counts
   */
  void count(LoopNest nest, TileFigures[] tiles, StageCosts costs) {
    countMoves(nest, tiles, costs);
    ends.time(splits);
    double idle = isLogit ? idleCycles() : 0;
    if (splits && !isLogit) {
      idle += operands.partial.leastMergeCycles(sums, nest);
    }
    time.sum(idle);
    if (sums.isBound && nest.keyStep > 0) {
      // A tile that is no larger than a step is not cut: such nests of the box are counted as
      // alike.
      costs.keepWork(costs.arrayCycles + idle);
    }
    if (!areUnlike) {
      costs.atHand.count(
          costs, moves, products, loops().order, tiles, dealing.mostCores, figures.dramShared);
    }
  }

  /** What the core of the most tiles waits for at the beginnings of its tiles. */
  private double idleCycles() {
    if (!areUnlike) {
      return costs.sharedTiles * dealing.shareOfCore * figures.stepCycles
          + dealing.tilesOfCore0 * figures.itemCycles;
    }
    boolean dealsRows = nest.form.dealsRows();
    long dealt = splits ? sums.dealtToCore : dealsRows ? sums.ofCore.items : dealing.tilesOfCore0;
    return sums.sharedTiles(sums.ofCore, nest.form, dealing.tilesOfCore0) * figures.stepCycles
        + dealt * figures.itemCycles
        + hiddenSteps() * figures.maskedStepCycles;
  }

  /** Steps of the busiest core that the mask hides, at least. */
  private long hiddenSteps() {
    boolean isKnown = nest.form.shares(Dimension.KEY) && nest.keyStep == 0 && nest.keyPart == 0;
    return isKnown && !sums.isBound ? sums.ofCore.items * tiles[KEY].trips - sums.ofCore.pairs : 0;
  }

  /** Counts only what the array does, which is the same for all loop orders and residencies. */
  void countArrayWork(LoopNest nest, TileFigures[] tiles, StageCosts costs) {
    begin(nest, tiles, costs);
    costs.logits = sums.byRows.area;
    costs.arrayCycles = array.cyclesOfCore;
    costs.unconfinedCycles = costs.arrayCycles;
    costs.phaseCycles = costs.arrayCycles;
    costs.largestPhaseShare = 1;
  }

  private void begin(LoopNest nest, TileFigures[] tiles, StageCosts costs) {
    this.nest = nest;
    this.tiles = tiles;
    this.costs = costs;
    costs.clear();
    areUnlike = figures.isIrregular(nest);
    sums = runs.sums(tiles, nest);
    array.count(loops(), tiles, sums, areUnlike);
  }

  /** Counts words and bytes as {@link #count} does, but not all times. */
  void countMoves(LoopNest nest, TileFigures[] tiles, StageCosts costs) {
    begin(nest, tiles, costs);
    splits = figures.hasParts(nest);
    boundsParts = splits && sums.isBound;
    products.fill(loops().order, nest.form.count(), tiles);
    operands.begin(nest, tiles, sums, costs);
    moves.describe(nest, array, tiles[INSTANCE], areUnlike);
    ends.begin(nest, tiles, sums, costs, areUnlike);
    countShares();
    countArray();
    time.begin(costs, dealing, areUnlike, operands.portWordsOfCore);
    operands.count();
    countLogits();
    costs.portCycles =
        areUnlike
            ? (costs.onChipReads + costs.onChipWrites) * (figures.portCyclesPerWord / figures.cores)
            : operands.portWordsOfCore * figures.portCyclesPerWord;
  }

  private LoopNest.StageNest loops() {
    return isLogit ? nest.logit : nest.attend;
  }

  /** The parts of work that the busiest core has. */
  private void countShares() {
    TileSums.Run all = sums.byRows;
    costs.logits = all.area;
    costs.rowSteps = nest.form.shares(Dimension.KEY) ? all.ownOfPairs : 0;
    costs.rescaledRows = rescaledRows(all);
    if (!areUnlike) {
      costs.rowShare = array.rowsOfCore;
      costs.laneShare = array.rowsOfCore;
      costs.passShare = dealing.shareOfCore;
      return;
    }
    TileSums.Run mine = sums.ofCore;
    costs.rowShare = (double) mine.own / all.own;
    costs.coreOperations = laneOperations(mine);
    costs.coreLogits = mine.area;
    costs.coreRescaledRows = rescaledRows(mine);
    costs.laneShare = costs.coreOperations / Math.max(1, laneOperations(all));
    costs.passShare = sums.isBound ? 0 : Math.min(costs.laneShare, (double) mine.items / all.items);
    int output = moves.outputTensor;
    boolean isHeld = nest.inside[output] != LoopNest.AT_ARRAY;
    if (!isLogit && isHeld && operands.words.isOfRowsOfKeys(output)) {
      // The lanes divide such a tile when its last row is complete, others may have been before.
      costs.rowShare = 0;
    }
    if (splits) {
      // Any core that has work may have the merges.
      long dealt = sums.isBound ? figures.cores : (long) sums.dealt * tiles[INSTANCE].trips;
      costs.rowShare = 1.0 / Math.min(figures.cores, dealt);
    }
    costs.sharedTiles = sums.sharedTiles(all, nest.form, tiles[INSTANCE].trips);
  }

  private double laneOperations(TileSums.Run run) {
    long steps = nest.form.shares(Dimension.KEY) ? run.ownOfPairs : 0;
    return (double) run.area * figures.operationsPerLogit
        + rescaledRows(run) * (figures.extent[Dimension.VALUE_DIM.ordinal()] + 2.0)
        + (double) steps * figures.operationsPerRowStep;
  }

  /** Online: rows of shared tiles that have seen other keys before. */
  private long rescaledRows(TileSums.Run run) {
    return nest.form.shares(Dimension.KEY) && !boundsParts ? run.ownOfPairs - run.own : 0;
  }

  /** Counts what the array moves from and to buffer and registers. */
  private void countArray() {
    int ofInput = isLogit || !nest.fused ? moves.inputTensor : LOGITS;
    int ofOutput = isLogit && nest.fused ? LOGITS : moves.outputTensor;
    long reads = boundsParts && !isLogit ? 0 : array.outputReads;
    double inputSize = moves.inputIsHeld ? pass(ofInput, array.inputWords, 0) : 0;
    double weightSize = moves.weightIsHeld ? pass(moves.weightTensor, array.weightWords, 0) : 0;
    double outputSize = moves.outputIsHeld ? pass(ofOutput, reads, array.outputWrites) : 0;
    array.buffered(inputSize, weightSize, outputSize);
    costs.arrayCycles = array.cyclesOfCore;
    if (areUnlike) {
      operands.portWordsOfCore =
          array.inputOfCore * inputSize
              + array.weightOfCore * weightSize
              + (array.readsOfCore + array.writesOfCore) * outputSize;
      return;
    }
    double ofSums = reads * outputSize;
    double ofRows = array.inputWords * inputSize + ofSums;
    double ofKeys = array.weightWords * weightSize;
    operands.portWordsOfCore =
        (ofRows + array.outputWrites * outputSize) * array.rowsOfCore
            + ofKeys * array.weightsOfCore;
    costs.evenWorkCycles =
        Math.max(
            costs.arrayCycles,
            (operands.portWordsOfCore - ofSums * array.rowsOfCore) * figures.portCyclesPerWord);
  }

  /**
   * The array reads and writes words of a tensor on chip.
   *
   * @return how many words of the port an element takes
   */
  private double pass(int tensor, long reads, long writes) {
    if (nest.place[tensor] == Place.REGISTERS) {
      costs.registerWords += reads + writes;
      return 0;
    }
    costs.readOnChip(reads, figures.size[tensor]);
    costs.writeOnChip(writes, figures.size[tensor]);
    return figures.size[tensor];
  }

  /** Logits on chip are as many as live tiles of either stage need; joining takes the larger. */
  private void countLogits() {
    if (!nest.fused) {
      return;
    }
    costs.logitsRoom = tiles[INSTANCE].tile;
    costs.logitsRoom *=
        nest.form.shares(Dimension.KEY)
            ? (long) tiles[ROW].tile * sums.stepOf(tiles[KEY])
            : nest.form.shares(Dimension.ROW) ? sums.mostArea : figures.extent[ROW] * sums.keysSeen;
    if (isLogit) {
      costs.logitsHalfBytes =
          nest.isInRegisters(Tensor.LOGITS)
              ? figures.halfBytesInRegisters[LOGITS]
              : operands.halfBytesOfSums(LOGITS);
    }
  }
}
