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
  private static final int STATISTICS = Tensor.STATISTICS.ordinal();

  private final Figures figures;
  private final Dealing dealing;
  private final TileRuns runs;
  private final boolean isLogit;
  private final int own;
  private final int column;
  private final int reduction;
  private final int input;
  private final int weight;
  private final int output;
  private final ArrayWork array;
  private final LoopProducts products = new LoopProducts();
  private final WordMoves words;
  private final StageMoves moves;
  private final PhaseTimes time;
  private final StageEnds ends;
  private final PartialOutputs partial;

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

  /** Words through the port of core 0: those of the array, and of the transfers counted so far. */
  private double portWordsOfCore;

  StageCounter(Figures figures, Dealing dealing, TileRuns runs, Stage stage) {
    this.figures = figures;
    this.dealing = dealing;
    this.runs = runs;
    isLogit = stage == Stage.LOGIT;
    own = stage.own().ordinal();
    column = stage.column().ordinal();
    reduction = stage.reduction().ordinal();
    input = stage.input(false).ordinal();
    weight = stage.weight().ordinal();
    output = stage.output(false).ordinal();
    array = new ArrayWork(figures, dealing, stage);
    words = new WordMoves(figures, runs, stage);
    moves = new StageMoves(figures, dealing, products, stage);
    time = new PhaseTimes(figures);
    ends = new StageEnds(figures, dealing, stage, array, products, moves);
    partial = new PartialOutputs(figures);
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
      idle += partial.leastMergeCycles(sums, nest);
    }
    time.sum(idle);
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
    return sharedTiles(sums.ofCore, dealing.tilesOfCore0) * figures.stepCycles
        + dealt * figures.itemCycles;
  }

  /** Counts words and bytes as {@link #count} does, but not all times. */
  void countMoves(LoopNest nest, TileFigures[] tiles, StageCosts costs) {
    this.nest = nest;
    this.tiles = tiles;
    this.costs = costs;
    costs.clear();
    areUnlike = figures.isIrregular(nest);
    sums = runs.sums(tiles, nest);
    splits = figures.hasParts(nest);
    boundsParts = splits && sums.isBound;
    products.fill(loops().order, nest.form.count(), tiles);
    array.count(loops(), tiles, sums, areUnlike);
    words.begin(nest, loops(), tiles, sums, boundsParts);
    moves.describe(nest, array, tiles[INSTANCE], areUnlike);
    ends.begin(nest, tiles, sums, costs, areUnlike);
    countShares();
    countArray();
    time.begin(costs, dealing, areUnlike, portWordsOfCore);
    if (isLogit) {
      countInput();
      countWeight();
    } else {
      countWeight();
      countInput();
    }
    countOutput();
    countLogits();
    costs.portCycles =
        areUnlike
            ? (costs.onChipReads + costs.onChipWrites) * (figures.portCyclesPerWord / figures.cores)
            : portWordsOfCore * figures.portCyclesPerWord;
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
    if (!isLogit && isHeld(output) && words.isOfRowsOfKeys(output)) {
      // The lanes divide such a tile when its last row is complete, others may have been before.
      costs.rowShare = 0;
    }
    if (splits) {
      // Any core that has work may have the merges.
      long dealt = sums.isBound ? figures.cores : (long) sums.dealt * tiles[INSTANCE].trips;
      costs.rowShare = 1.0 / Math.min(figures.cores, dealt);
    }
    costs.sharedTiles = sharedTiles(all, tiles[INSTANCE].trips);
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

  private double sharedTiles(TileSums.Run run, long tilesOfInstances) {
    return nest.form.shares(Dimension.KEY)
        ? run.pairs
        : nest.form.shares(Dimension.ROW) ? run.items : tilesOfInstances;
  }

  private boolean isHeld(int tensor) {
    return nest.inside[tensor] != LoopNest.AT_ARRAY;
  }

  /** Counts what the array moves from and to buffer and registers. */
  private void countArray() {
    int ofInput = isLogit || !nest.fused ? input : LOGITS;
    int ofOutput = isLogit && nest.fused ? LOGITS : output;
    long reads = boundsParts && !isLogit ? 0 : array.outputReads;
    double inputSize = moves.inputIsHeld ? pass(ofInput, array.inputWords, 0) : 0;
    double weightSize = moves.weightIsHeld ? pass(weight, array.weightWords, 0) : 0;
    double outputSize = moves.outputIsHeld ? pass(ofOutput, reads, array.outputWrites) : 0;
    array.buffered(inputSize, weightSize, outputSize);
    costs.arrayCycles = array.cyclesOfCore;
    if (areUnlike) {
      portWordsOfCore =
          array.inputOfCore * inputSize
              + array.weightOfCore * weightSize
              + (array.readsOfCore + array.writesOfCore) * outputSize;
      return;
    }
    double ofSums = reads * outputSize;
    double ofRows = array.inputWords * inputSize + ofSums;
    double ofKeys = array.weightWords * weightSize;
    portWordsOfCore =
        (ofRows + array.outputWrites * outputSize) * array.rowsOfCore
            + ofKeys * array.weightsOfCore;
    costs.evenWorkCycles =
        Math.max(
            costs.arrayCycles,
            (portWordsOfCore - ofSums * array.rowsOfCore) * figures.portCyclesPerWord);
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
    read(tensor, reads);
    write(tensor, writes);
    return figures.size[tensor];
  }

  private void read(int tensor, long words) {
    costs.onChipReadWords += words;
    costs.onChipReads += words * figures.size(tensor, nest);
  }

  private void write(int tensor, long words) {
    costs.onChipWriteWords += words;
    costs.onChipWrites += words * figures.size(tensor, nest);
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
      describe(tile, input, true);
      share = 1;
    } else {
      costs.inputLoads.set(cycles, figures.readCycles(tile.meanWords, 1));
      costs.inputLoads.ownCycles = ownCycles(cycles, tile, share);
      double ofCore = isHeldByEachCore(input) ? dealing.shareOfInstances : array.rowsOfCore;
      portWordsOfCore += ofAll(ROW, reduction) * ofCore * figures.size[input] * tile.times;
    }
    costs.passLoadCycles = isLogit ? 0 : time.firstLoads(tile);
    int ahead = areUnlike ? nest.slots[input] : moves.inputTilesAhead();
    time.load(tile, share, ahead, nest.slots[input], 1);
  }

  /**
   * Describes what the busiest core moves of a tensor where tiles are unlike.
   *
   * @param isKnown whether that takes a channel to DRAM which no other core's loads share
   */
  private void describe(TileMoves tile, int tensor, boolean isKnown) {
    words.ofCore(tensor);
    boolean hasRoom = sums.isExact && tiles[own].isOne && tiles[INSTANCE].isOne;
    double size = isKnown ? figures.size[tensor] : 0;
    double reloaded = tensor == output ? words.reloaded * size : 0;
    tile.ofUnlike(
        words.elements * size,
        reloaded,
        isKnown ? words.moves : 0,
        reloaded > 0 ? words.reloads : 0,
        hasRoom ? words.room * tiles[INSTANCE].tile * size : Double.POSITIVE_INFINITY,
        nest.inside[tensor] >= nest.form.count(),
        sharedTiles(sums.ofCore, dealing.tilesOfCore0));
  }

  private void countWeight() {
    if (!isLogit && nest.hasValuesInKeys()) {
      return;
    }
    if (isHeld(weight)) {
      words.ofKeys(weight);
      ends.loadsAreShared = areUnlike && holdsLoads();
      double before = costs.readCycles;
      boolean isShared = areUnlike && holdsLoads();
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
      describe(tile, weight, !isShared);
    } else {
      share = shareOfWeight(tile.times);
      costs.weightLoads.set(cycles, figures.readCycles(tile.meanWords, 1));
      if (pieces == 1) { // else the array works on a tile that is still arriving
        costs.weightLoads.ownCycles = ownCycles(cycles, tile, share);
      }
      portWordsOfCore += ofAll(column, reduction) * figures.size[weight] * tile.times * share;
    }
    int ahead = areUnlike ? nest.slots[weight] : moves.weightTilesAhead();
    time.load(tile, share, ahead, nest.slots[weight], pieces);
  }

  /**
   * The busiest core's words of K or V over those that a core would fetch for the whole nest.
   *
   * @param times how often one core fetches each word: once if it keeps K while rows go by, else
   *     for each tile of rows that it works on
   */
  private double shareOfWeight(long times) {
    boolean rowsAreDealt = figures.cores > 1 && nest.form.dealsRows();
    if (!rowsAreDealt || times == 1 || !dealing.isDealt) {
      return dealing.shareOfInstances;
    }
    double tilesOfCore = dealing.fullRowTileInstances + dealing.lastRowTileInstances;
    return tilesOfCore / ((double) figures.extent[INSTANCE] * tiles[ROW].trips);
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
      partial.count(sums, rowsOfParts(), isHeld(output), tiles, costs);
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
    write(output, costs.outputReadWords);
    read(output, costs.outputWriteWords);
    readDram(costs.outputReadWords * size);
    costs.dramWrites += costs.outputWriteWords * size;
    if (areUnlike) {
      costs.readCycles += figures.readCycles(costs.outputReadWords * size, words.reloads);
      costs.writeCycles += figures.writeCycles(costs.outputWriteWords * size, words.moves);
      describe(tile, output, isLogit || !splits);
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
      portWordsOfCore += ofAll(ROW, column) * ofCore * size * (2 * tile.times - 1);
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
    ends.streamsIn |= costs.outputReadWords > 0 || ends.sumsMayComeBack;
  }

  /** Where tiles are unlike, the steps of the busiest core. */
  private double stepsOfCore() {
    return (double) sums.ofCore.pairs * tiles[own].trips;
  }

  /** Those of the words of output that leave which are not partial outputs to be merged. */
  private long outside(long words) {
    return isLogit || !splits
        ? words
        : boundsParts ? 0 : words - rowsOfParts() * figures.extent[own];
  }

  /** Rows of O of all parts that leave with their statistics, to be merged. */
  private long rowsOfParts() {
    if (words.isOfRowsOfKeys(output)) {
      return sums.byKeys.completedRows;
    }
    return words.isOutsideRows(output) ? sums.touches * figures.extent[ROW] : sums.byRows.own;
  }

  /** If this bounds many nests, some may have partial sums although the one at hand has none. */
  private int halfBytesOfSums(int tensor) {
    int whole = figures.halfBytes(tensor, false);
    int ofSums = figures.halfBytes(tensor, true);
    boolean isOne = sums.isExact && tiles[own].isOne;
    if (areUnlike && !isOne) {
      return Math.min(whole, ofSums);
    }
    return array.hasPartialSums ? ofSums : isOne ? whole : Math.min(whole, ofSums);
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
              : halfBytesOfSums(LOGITS);
    }
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
    words.ofStatistics();
    costs.statisticsReadWords = words.reloaded;
    costs.statisticsWriteWords = words.elements;
    write(STATISTICS, words.reloaded);
    read(STATISTICS, words.elements);
    double reads = words.reloaded * figures.size(STATISTICS, nest);
    double writes = words.elements * figures.size(STATISTICS, nest);
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
    write(tensor, words.elements);
    readDram(size);
    costs.readCycles += time.loadCycles(size, areUnlike ? words.moves : tile.moves, together);
    return fromDram;
  }

  /** Tiles come from the buffer that all cores share, where that has got them from DRAM. */
  private long loadShared() {
    double size = words.fromDram * figures.size[weight];
    write(weight, words.elements);
    costs.dramReads += size;
    costs.sharedWords += words.elements * figures.size[weight];
    costs.readCycles += size * figures.readCyclesPerWord;
    return words.fromDram;
  }

  /** Whether the shared buffer holds K and V of the most instances that can be at work. */
  private boolean holdsLoads() {
    if (figures.sharedBufferBytes == 0) {
      return false;
    }
    int all = tiles[INSTANCE].trips;
    long ofInstance = sums.isBound ? nest.form.dealsRows() ? tiles[ROW].trips : 1 : sums.dealt;
    long atWork =
        figures.isQueue
            ? Math.min(all, (figures.cores - 1 + ofInstance - 1) / ofInstance + 1)
            : Math.min(all, Math.min(figures.cores, all * ofInstance));
    long instances = Math.min(atWork * tiles[INSTANCE].tile, figures.extent[INSTANCE]);
    return instances * figures.sharedBytes(nest) <= figures.sharedBufferBytes;
  }

  /** Words stream past the buffer to the array in each step. */
  private long stream(int tensor, long words, double ofCore) {
    double size = words * figures.size[tensor];
    long steps = sums.byRows.pairs * tiles[own].trips;
    costs.dramReads += size;
    costs.readCycles += figures.readCycles(size, steps);
    if (areUnlike) {
      time.stream(ofCore * figures.size[tensor], stepsOfCore(), 0, 0);
    } else {
      time.stream(size, steps, 0, 0);
    }
    ends.streamsIn = true;
    return words;
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
}
