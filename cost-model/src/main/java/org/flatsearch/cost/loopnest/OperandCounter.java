package org.flatsearch.cost.loopnest;

import org.flatsearch.cost.loopnest.tile.ArrayWork;
import org.flatsearch.cost.loopnest.tile.Dealing;
import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.LoopProducts;
import org.flatsearch.cost.loopnest.tile.NestFootprint;
import org.flatsearch.cost.loopnest.tile.StageMoves;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.cost.loopnest.tile.TileMoves;
import org.flatsearch.cost.loopnest.tile.TileRuns;
import org.flatsearch.cost.loopnest.tile.TileSums;
import org.flatsearch.cost.loopnest.tile.WordMoves;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency.Place;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * Counts what the operands of one stage move between DRAM and the buffer, what they hold there, and
 * what that takes of the channels.
 */
final class OperandCounter {
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();
  private static final int STATISTICS = Tensor.STATISTICS.ordinal();

  private final Figures figures;
  private final Dealing dealing;
  private final boolean isLogit;
  private final int own;
  private final int column;
  private final int reduction;
  private final int input;
  private final int weight;
  private final int output;
  private final ArrayWork array;
  private final LoopProducts products;
  private final StageMoves moves;
  private final PhaseTimes time;
  private final StageEnds ends;
  final PartialOutputs partial;
  final WordMoves words;

  // Of the count at hand.
  private LoopNest nest;
  private TileFigures[] tiles;
  private TileSums sums;
  private StageCosts costs;
  private boolean areUnlike;
  private boolean splits;
  private boolean boundsParts;

  /** Words through the port of core 0: those of the array, and of the transfers counted so far. */
  double portWordsOfCore;

  OperandCounter(
      Figures figures,
      Dealing dealing,
      TileRuns runs,
      Stage stage,
      ArrayWork array,
      LoopProducts products,
      StageMoves moves,
      PhaseTimes time,
      StageEnds ends) {
    this.figures = figures;
    this.dealing = dealing;
    this.array = array;
    this.products = products;
    this.moves = moves;
    this.time = time;
    this.ends = ends;
    partial = new PartialOutputs(figures);
    isLogit = stage == Stage.LOGIT;
    own = stage.own().ordinal();
    column = stage.column().ordinal();
    reduction = stage.reduction().ordinal();
    input = moves.inputTensor;
    weight = moves.weightTensor;
    output = moves.outputTensor;
    words = new WordMoves(figures, dealing, runs, stage);
  }

  /** Begins a stage of {@code nest}, of whose tiles {@code sums} are the sums. */
  void begin(LoopNest nest, TileFigures[] tiles, TileSums sums, StageCosts costs) {
    this.nest = nest;
    this.tiles = tiles;
    this.sums = sums;
    this.costs = costs;
    areUnlike = figures.isIrregular(nest);
    splits = figures.hasParts(nest);
    boundsParts = splits && sums.isBound;
    words.begin(nest, isLogit ? nest.logit : nest.attend, tiles, sums, boundsParts);
  }

  /** Counts the operands. */
  void count() {
    if (isLogit) {
      countInput();
      countWeight();
    } else {
      countWeight();
      countInput();
    }
    countOutput();
  }

  /** Words of a held tensor pass the ports of core 0. */
  private void transfer(double words) {
    portWordsOfCore += words;
    passCore(words);
  }

  /** The busiest core receives or sends words of DRAM or shared buffer. */
  private void passCore(double words) {
    costs.coreCycles += words * figures.coreCyclesPerWord;
  }

  private boolean isHeld(int tensor) {
    return nest.inside[tensor] != LoopNest.AT_ARRAY;
  }

  /** What comes from DRAM comes through the shared buffer, if there is one. */
  private void readDram(double words) {
    costs.dramReads += words;
    costs.sharedWords += figures.sharedBufferBytes > 0 ? words : 0;
  }

  private void countInput() {
    if (!isLogit && nest.fused) {
      return;
    }
    if (isHeld(input)) {
      moveRows(input);
      double before = costs.readCycles;
      boolean together = moves.inputIsShared();
      costs.inputReadWords = load(input, together ? words.fromDram : words.elements, together);
      timeInput(costs.readCycles - before);
    } else {
      costs.inputReadWords = stream(input, array.inputWords, array.inputOfCore);
    }
    costs.inputFootprintBytes = hold(input, true, !isLogit, figures.halfBytes(input, false));
  }

  /** The moves of Q, O or logits. */
  private void moveRows(int tensor) {
    if (isLogit == (tensor == input)) {
      words.ofRows(tensor);
    } else {
      words.ofLogits(tensor);
    }
  }

  private void timeInput(double cycles) {
    TileMoves tile = moves.input;
    double share = dealing.shareOfCore;
    if (areUnlike) {
      words.describe(tile, input, true, false);
      passCore(words.elements * figures.size[input]);
      share = 1;
    } else {
      costs.inputLoads.set(cycles, figures.readCycles(tile.meanWords, 1));
      costs.inputLoads.ownCycles = ownCycles(cycles, tile, share);
      double ofCore = isHeldByEachCore(input) ? dealing.shareOfInstances : array.rowsOfCore;
      transfer(ofAll(ROW, reduction) * ofCore * figures.size[input] * tile.times);
    }
    costs.passLoadCycles = isLogit ? 0 : time.firstLoads(tile);
    int ahead = areUnlike ? nest.slots[input] : moves.inputTilesAhead();
    time.load(tile, share, ahead, nest.slots[input], 1);
  }

  private void countWeight() {
    if (!isLogit && nest.hasValuesInKeys()) {
      return;
    }
    if (isHeld(weight)) {
      words.ofKeys(weight);
      ends.loadsAreShared = areUnlike && words.holdsLoads();
      double before = costs.readCycles;
      boolean isShared = areUnlike && words.holdsLoads();
      boolean together = figures.multicast && !areUnlike;
      boolean isReadOnce = together && figures.cores > 1 && nest.form.dealsRows();
      costs.weightReadWords =
          isShared
              ? loadShared()
              : load(weight, isReadOnce ? words.fromDram : words.elements, together);
      timeWeight(costs.readCycles - before, isShared);
    } else {
      costs.weightReadWords = stream(weight, array.weightWords, array.weightOfCore);
    }
    costs.weightFootprintBytes = hold(weight, false, true, figures.halfBytes(weight, false));
  }

  private void timeWeight(double cycles, boolean isShared) {
    TileMoves tile = moves.weight;
    int pieces = isLogit ? figures.transferPieces : 1;
    double share = 1;
    if (areUnlike) {
      words.describe(tile, weight, !isShared, false);
      passCore(words.elements * figures.size[weight]);
    } else {
      share = dealing.shareOfWeight(tile.times, nest.form, tiles[ROW].trips);
      costs.weightLoads.set(cycles, figures.readCycles(tile.meanWords, 1));
      if (pieces == 1) { // else the array works on a tile that is still arriving
        costs.weightLoads.ownCycles = ownCycles(cycles, tile, share);
      }
      transfer(ofAll(column, reduction) * figures.size[weight] * tile.times * share);
    }
    int ahead = areUnlike ? nest.slots[weight] : moves.weightTilesAhead();
    time.load(tile, share, ahead, nest.slots[weight], pieces);
  }

  /** The transfers of the busiest core; their latencies count only if there is no other core. */
  private double ownCycles(double cycles, TileMoves tile, double coreShare) {
    return figures.cores == 1
        ? cycles
        : tile.words * tile.times * coreShare * figures.readCyclesPerWord;
  }

  /** Elements of a tensor of two dimensions besides instances. */
  private long ofAll(int dimension, int other) {
    return (long) figures.extent[INSTANCE] * figures.extent[dimension] * figures.extent[other];
  }

  /** Whether a tile covers all rows, so that every core with some of them moves the whole tile. */
  private boolean isHeldByEachCore(int tensor) {
    return figures.cores > 1 && nest.form.dealsRows() && words.isOutsideRows(tensor);
  }

  private void countOutput() {
    if (isLogit && nest.fused) {
      return;
    }
    if (!isLogit && nest.form.shares(Dimension.KEY)) {
      countStatistics();
    }
    if (isHeld(output)) {
      moveRows(output);
      moveOutput();
    } else {
      streamOutput();
    }
    if (splits && !isLogit) {
      partial.count(sums, words.rowsOfParts(output), isHeld(output), tiles, costs);
    }
    costs.outputFootprintBytes = hold(output, true, isLogit, halfBytesOfSums(output));
  }

  /** Counts an output that is held in the buffer. */
  private void moveOutput() {
    TileMoves tile = moves.output;
    double before = costs.readCycles + costs.writeCycles;
    double size = figures.size[output];
    costs.outputReadWords = words.reloaded;
    costs.outputWriteWords = outside(words.elements);
    costs.writeOnChip(costs.outputReadWords, size);
    costs.readOnChip(costs.outputWriteWords, size);
    readDram(costs.outputReadWords * size);
    costs.dramWrites += costs.outputWriteWords * size;
    if (areUnlike) {
      costs.readCycles += figures.readCycles(costs.outputReadWords * size, words.reloads);
      costs.writeCycles += figures.writeCycles(costs.outputWriteWords * size, words.moves);
      words.describe(tile, output, isLogit || !splits, true);
      passCore(splits ? 0 : (words.elements + words.reloaded) * size);
    } else {
      costs.readCycles += figures.readCycles(tile.readWords, tile.reloads);
      costs.writeCycles += figures.writeCycles(tile.writtenWords, tile.moves);
      if (figures.dramShared) {
        double perWord = Math.min(figures.readCyclesPerWord, figures.writeCyclesPerWord);
        costs.outputMoves.set(
            costs.readCycles + costs.writeCycles - before,
            tile.meanWords * perWord + figures.latencyCycles);
        costs.outputMoves.ownCycles = costs.outputMoves.cycles * dealing.shareOfCore;
      }
      // Where each core holds a whole tile, further cores move the same words again.
      long further = words.elements - words.reloaded - ofAll(ROW, column);
      costs.writeCycles += further * size * tile.times * figures.writeCyclesPerWord;
      costs.readCycles += further * size * (tile.times - 1) * figures.readCyclesPerWord;
      double ofCore = isHeldByEachCore(output) ? dealing.shareOfInstances : array.rowsOfCore;
      transfer(ofAll(ROW, column) * ofCore * size * (2 * tile.times - 1));
    }
    // Rows of a tile that see its last keys are divided last; the others may have been before.
    boolean dividesAtStore = !isLogit && !(areUnlike && words.isOfRowsOfKeys(output));
    time.store(
        tile,
        !products.isShared(reduction),
        nest.slots[output],
        dividesAtStore ? figures.divisionCycles(nest.isInRegisters(Tensor.O)) : 0);
  }

  /** Counts an output that streams past the buffer. */
  private void streamOutput() {
    double size = figures.size[output];
    costs.outputReadWords = boundsParts && !isLogit ? 0 : array.outputReads;
    costs.outputWriteWords = outside(array.outputWrites);
    costs.dramReads += costs.outputReadWords * size;
    costs.dramWrites += costs.outputWriteWords * size;
    long steps = sums.byRows.pairs * tiles[own].trips;
    long begun = isLogit ? sums.byRows.pairs : sums.byRows.items * tiles[own].trips;
    double continuing =
        boundsParts ? 0 : !areUnlike && array.firstTileHasPartialSums ? steps : steps - begun;
    costs.readCycles += figures.readCycles(costs.outputReadWords * size, continuing);
    costs.writeCycles += figures.writeCycles(costs.outputWriteWords * size, steps);
    if (!areUnlike || figures.cores == 1) {
      time.stream(costs.outputReadWords * size, continuing, costs.outputWriteWords * size, steps);
    }
    ends.streamsIn |=
        costs.outputReadWords > 0 || ends.sumsMayComeBack || areUnlike && sums.isBound;
  }

  /** Where tiles are unlike, the steps of the busiest core. */
  private double stepsOfCore() {
    return (double) sums.ofCore.pairs * tiles[own].trips;
  }

  /** Those of the words of output that leave which are not partial outputs to be merged. */
  private long outside(long all) {
    return isLogit || !splits
        ? all
        : boundsParts ? 0 : all - words.rowsOfParts(output) * figures.extent[own];
  }

  /**
   * Counts the running maximum and sum of the rows whose output tile is held. Where keys run
   * outside rows, and rows really change, they leave and come back with it; if O is held outside
   * rows instead, all rows stay open until the last tile of keys, and need their statistics.
   */
  private void countStatistics() {
    boolean comesBack = words.isKeyOuter() && tiles[KEY].trips > 1;
    boolean outsideRows = words.isOutsideRows(output);
    costs.statisticsFootprintBytes =
        (long) NestFootprint.STATISTICS_A_ROW
            * figures.accumulatorBytes
            * tiles[INSTANCE].tile
            * (comesBack && outsideRows ? figures.extent[ROW] : tiles[ROW].tile);
    if (!comesBack || outsideRows || tiles[ROW].trips == 1) {
      return;
    }
    words.ofStatistics(splits);
    costs.statisticsReadWords = words.reloaded;
    costs.statisticsWriteWords = words.elements;
    double size = figures.size(STATISTICS, nest);
    costs.writeOnChip(words.reloaded, size);
    costs.readOnChip(words.elements, size);
    double reads = words.reloaded * size;
    double writes = words.elements * size;
    readDram(reads);
    costs.dramWrites += writes;
    costs.writeCycles += figures.writeCycles(writes, words.moves);
    costs.readCycles += figures.readCycles(reads, words.reloads);
    portWordsOfCore += (writes + reads) * array.rowsOfCore;
  }

  /**
   * Tiles come from DRAM.
   *
   * @param fromDram elements that are read; fewer than those that cores get if one load serves
   *     several
   */
  private long load(int tensor, long fromDram, boolean together) {
    double size = fromDram * figures.size[tensor];
    TileMoves tile = tensor == input ? moves.input : moves.weight;
    costs.writeOnChip(words.elements, figures.size[tensor]);
    readDram(size);
    costs.readCycles += time.loadCycles(size, areUnlike ? words.moves : tile.moves, together);
    return fromDram;
  }

  /** Tiles come from the buffer that all cores share, where that has got them from DRAM. */
  private long loadShared() {
    double size = words.fromDram * figures.size[weight];
    costs.writeOnChip(words.elements, figures.size[weight]);
    costs.dramReads += size;
    costs.sharedWords += words.elements * figures.size[weight];
    costs.readCycles += size * figures.readCyclesPerWord;
    return words.fromDram;
  }

  /** Words stream past the buffer to the array in each step. */
  private long stream(int tensor, long elements, double ofCore) {
    double size = elements * figures.size[tensor];
    long steps = sums.byRows.pairs * tiles[own].trips;
    costs.dramReads += size;
    costs.readCycles += figures.readCycles(size, steps);
    if (areUnlike) {
      time.stream(ofCore * figures.size[tensor], stepsOfCore(), 0, 0);
      passCore(ofCore * figures.size[tensor]);
    } else {
      passCore(size * (tensor == input ? array.rowsOfCore : array.weightsOfCore));
      time.stream(size, steps, 0, 0);
    }
    ends.streamsIn = true;
    return elements;
  }

  /**
   * Returns the bytes in the buffer of a tensor's largest tile in all slots; adds what is in
   * registers to those.
   */
  private long hold(int tensor, boolean hasRows, boolean hasKeys, int halfBytes) {
    if (!isHeld(tensor)) {
      long elements =
          (hasRows ? array.atArray(ROW, tiles) : 1)
              * (hasKeys ? array.atArray(KEY, tiles) : 1)
              * (hasRows && hasKeys ? 1 : array.atArray(own, tiles));
      return NestFootprint.ARRAY_TILES
          * NestFootprint.whole(elements * figures.halfBytes(tensor, false));
    }
    long elements = words.room * tiles[INSTANCE].tile;
    int slots = nest.slots[tensor];
    if (nest.place[tensor] == Place.REGISTERS) {
      costs.registerBytes +=
          slots * NestFootprint.whole(elements * figures.halfBytesInRegisters[tensor]);
      return 0;
    }
    return slots * NestFootprint.whole(elements * halfBytes);
  }

  /**
   * Half bytes of an element that is summed. If this bounds many nests, some may have partial sums
   * although the one at hand has none.
   */
  int halfBytesOfSums(int tensor) {
    int whole = figures.halfBytes(tensor, false);
    int ofSums = figures.halfBytes(tensor, true);
    boolean isOne = sums.isExact && tiles[own].isOne;
    if (areUnlike && !isOne) {
      return Math.min(whole, ofSums);
    }
    return array.hasPartialSums ? ofSums : isOne ? whole : Math.min(whole, ofSums);
  }
}
