package org.flatsearch.cost.loopnest;

import org.flatsearch.cost.loopnest.tile.ArrayWork;
import org.flatsearch.cost.loopnest.tile.Dealing;
import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.LiveTiles;
import org.flatsearch.cost.loopnest.tile.LoopProducts;
import org.flatsearch.cost.loopnest.tile.StageFootprint;
import org.flatsearch.cost.loopnest.tile.StageMoves;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.cost.loopnest.tile.TileMoves;
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
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();
  private static final int LOGITS = Tensor.LOGITS.ordinal();

  private final Figures figures;
  private final Dealing dealing;
  private final double sizeOfInput;
  private final double sizeOfWeight;
  private final double sizeOfOutput;
  private final double sizeOfStatistics;
  private final boolean isLogit;
  private final int column;
  private final int reduction;
  private final ArrayWork array;
  private final StageFootprint footprint;
  private final int[] sizes = new int[Dimension.values().length];
  private final PhaseTimes time;
  private final StageEnds ends;
  private final LoopProducts products = new LoopProducts();
  private final StageMoves moves;
  private final LiveCounter live;

  // Working values of one count, fields so that the steps below stay small.
  /** Words through the port of core 0: those of the array, and of the transfers counted so far. */
  private double portWordsOfCore;

  private LoopNest nest;
  private TileFigures[] tiles;
  private StageCosts costs;

  StageCounter(Figures figures, Dealing dealing, LiveTiles liveTiles, Stage stage) {
    this.figures = figures;
    this.dealing = dealing;
    isLogit = stage == Stage.LOGIT;
    column = stage.column().ordinal();
    reduction = stage.reduction().ordinal();
    array = new ArrayWork(figures, dealing, stage);
    footprint = new StageFootprint(figures, stage);
    moves = new StageMoves(figures, dealing, products, stage);
    time = new PhaseTimes(figures);
    live = new LiveCounter(figures, dealing, liveTiles, stage);
    sizeOfInput = figures.size[moves.inputTensor];
    sizeOfWeight = figures.size[moves.weightTensor];
    sizeOfOutput = figures.size[moves.outputTensor];
    sizeOfStatistics = figures.size[Tensor.STATISTICS.ordinal()];
    ends = new StageEnds(figures, dealing, stage, array, products, moves);
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
    if (figures.isIrregular(nest)) {
      return;
    }
    ends.time();
    time.sum(isLogit ? idleCycles() : 0);
    costs.atHand.count(
        costs, moves, products, order(), tiles, dealing.mostCores, figures.dramShared);
  }

  /** What the core of the most tiles waits for at the beginnings of its tiles. */
  private double idleCycles() {
    return costs.sharedTiles * dealing.shareOfCore * figures.stepCycles
        + dealing.tilesOfCore0 * figures.itemCycles;
  }

  /** Counts words and bytes as {@link #count} does, but not all times. */
  void countMoves(LoopNest nest, TileFigures[] tiles, StageCosts costs) {
    if (figures.isIrregular(nest)) {
      live.count(nest, tiles, costs);
      return;
    }
    LoopNest.StageNest loops = isLogit ? nest.logit : nest.attend;
    this.nest = nest;
    this.tiles = tiles;
    this.costs = costs;
    costs.clear();
    products.fill(loops.order, nest.form.count(), tiles);
    array.count(loops, tiles);
    countFootprint();
    moves.describe(nest, array, tiles[INSTANCE]);
    countPort();
    ends.begin(nest, tiles, costs);
    costs.rowShare = array.rowsOfCore;
    costs.laneShare = array.rowsOfCore;
    costs.passShare = dealing.shareOfCore;
    costs.logits = figures.logits;
    if (nest.form.shares(Dimension.KEY)) {
      long rows = (long) figures.extent[INSTANCE] * figures.extent[ROW];
      costs.rowSteps = rows * tiles[KEY].trips;
      costs.rescaledRows = costs.rowSteps - rows;
    }
    time.begin(costs, dealing, portWordsOfCore);
    if (isLogit) {
      countInput();
      countWeight();
    } else {
      countWeight();
      countInput();
    }
    countOutput();
    costs.portCycles = portWordsOfCore * figures.portCyclesPerWord;
    costs.dramReads =
        costs.inputReadWords * sizeOfInput
            + costs.weightReadWords * sizeOfWeight
            + costs.outputReadWords * sizeOfOutput
            + costs.statisticsReadWords * sizeOfStatistics;
    costs.dramWrites =
        costs.outputWriteWords * sizeOfOutput + costs.statisticsWriteWords * sizeOfStatistics;
  }

  /** Words leave the buffer for DRAM. */
  private void read(long words, double size) {
    costs.onChipReadWords += words;
    costs.onChipReads += words * size;
  }

  /** Words come into the buffer from DRAM. */
  private void write(long words, double size) {
    costs.onChipWriteWords += words;
    costs.onChipWrites += words * size;
  }

  private void countFootprint() {
    for (int dimension : order()) {
      sizes[dimension] = tiles[dimension].tile;
    }
    footprint.measure(nest, sizes, array.hasPartialSums, tiles[KEY].trips > 1, !dealing.isExact);
    costs.inputFootprintBytes = footprint.inputBytes;
    costs.weightFootprintBytes = footprint.weightBytes;
    costs.outputFootprintBytes = footprint.outputBytes;
    costs.statisticsFootprintBytes = footprint.statisticsBytes;
    costs.registerBytes = footprint.registerBytes;
    costs.logitsRoom = footprint.logitsInRegisters;
    costs.logitsHalfBytes = isLogit ? figures.halfBytesInRegisters[LOGITS] : 0;
  }

  private int[] order() {
    return (isLogit ? nest.logit : nest.attend).order;
  }

  /**
   * Counts what the array moves from and to the buffer. Transfers are added as they are counted.
   */
  private void countPort() {
    int input = moves.inputIsHeld ? 1 : 0;
    int weight = moves.weightIsHeld ? 1 : 0;
    int output = moves.outputIsHeld ? 1 : 0;
    if (nest.place[isLogit || !nest.fused ? moves.inputTensor : LOGITS] == Place.REGISTERS) {
      costs.registerWords += array.inputWords;
      input = 0;
    }
    long partial = array.outputWrites - words(ROW, column);
    if (nest.place[isLogit && nest.fused ? LOGITS : moves.outputTensor] == Place.REGISTERS) {
      costs.registerWords += partial + array.outputWrites;
      output = 0;
    }
    array.buffered(input * sizeOfInput, weight * sizeOfWeight, output * sizeOfOutput);
    costs.arrayCycles = array.cyclesOfCore;
    costs.onChipReadWords =
        input * array.inputWords + weight * array.weightWords + output * partial;
    costs.onChipWriteWords = output * array.outputWrites;
    double weights = weight * array.weightWords * sizeOfWeight;
    double sums = output * partial * sizeOfOutput;
    double ofRows = input * array.inputWords * sizeOfInput + sums;
    costs.onChipReads = ofRows + weights;
    costs.onChipWrites = output * array.outputWrites * sizeOfOutput;
    portWordsOfCore =
        (ofRows + costs.onChipWrites) * array.rowsOfCore + weights * array.weightsOfCore;
    sums *= array.rowsOfCore;
    costs.evenWorkCycles =
        Math.max(costs.arrayCycles, (portWordsOfCore - sums) * figures.portCyclesPerWord);
  }

  private long words(int dimension, int other) {
    return words(dimension, other, figures.extent[INSTANCE]);
  }

  private long words(int dimension, int other, long instances) {
    return instances * figures.extent[dimension] * figures.extent[other];
  }

  private void countInput() {
    if (!isLogit && nest.fused) {
      return;
    }
    if (moves.input == null) {
      costs.inputReadWords = array.inputWords;
      time.stream(array.inputWords * sizeOfInput, steps(), 0, 0);
      ends.streamsIn = true;
      return;
    }
    TileMoves tile = moves.input;
    int slots = moves.slotsOfInput();
    boolean isShared = moves.inputIsShared();
    long fetched = movedWords(reduction, nest.inside[moves.inputTensor]) * tile.times;
    costs.inputReadWords =
        isShared ? words(ROW, reduction, dealing.readPerInstanceTile) * tile.times : fetched;
    double before = costs.readCycles;
    time.load(
        tile,
        costs.inputReadWords * sizeOfInput,
        dealing.shareOfCore,
        isShared,
        moves.inputTilesAhead(),
        slots,
        1);
    costs.inputLoads.set(costs.readCycles - before, meanLoad(tile));
    costs.inputLoads.ownCycles = ownCycles(costs.inputLoads, tile, dealing.shareOfCore);
    costs.passLoadCycles = isLogit ? 0 : time.firstLoads(tile);
    write(fetched, sizeOfInput);
    portWordsOfCore +=
        movedWordsOfCore(reduction, nest.inside[moves.inputTensor]) * sizeOfInput * tile.times;
  }

  private void countWeight() {
    if (moves.weight == null) {
      if (!moves.weightIsHeld) {
        costs.weightReadWords = array.weightWords;
        time.stream(array.weightWords * sizeOfWeight, steps(), 0, 0);
        ends.streamsIn = true;
      }
      return;
    }
    TileMoves tile = moves.weight;
    double share = countFetchesOfWeight(tile.times);
    int pieces = isLogit ? figures.transferPieces : 1;
    double before = costs.readCycles;
    time.load(
        tile,
        costs.weightReadWords * sizeOfWeight,
        share,
        figures.multicast,
        moves.weightTilesAhead(),
        moves.slotsOfWeight(),
        pieces);
    costs.weightLoads.set(costs.readCycles - before, meanLoad(tile));
    if (pieces == 1) { // else the array works on a tile that is still arriving
      costs.weightLoads.ownCycles = ownCycles(costs.weightLoads, tile, share);
    }
    portWordsOfCore += words(column, reduction) * sizeOfWeight * tile.times * share;
  }

  /**
   * Counts the words of K or V that are read from DRAM, and those that cores write to their
   * buffers.
   *
   * @param times how often one core fetches each word: once if it keeps K while rows go by, else
   *     for each tile of rows that it works on
   * @return the busiest core's words over those that a core would fetch for the whole nest
   */
  private double countFetchesOfWeight(long times) {
    long wordsPerInstance = (long) figures.extent[column] * figures.extent[reduction];
    int instances = figures.extent[INSTANCE];
    int rowTiles = tiles[ROW].trips;
    boolean rowsAreDealt = figures.cores > 1 && nest.form.dealsRows();
    if (rowsAreDealt && times == 1) {
      write(wordsPerInstance * dealing.fetchedPerInstanceTile, sizeOfWeight);
      costs.weightReadWords = wordsPerInstance * dealing.readPerInstanceTile;
      return dealing.shareOfInstances;
    }
    long fetched = wordsPerInstance * instances * times;
    write(fetched, sizeOfWeight);
    costs.weightReadWords = rowsAreDealt ? wordsPerInstance * dealing.readPerTile : fetched;
    if (!rowsAreDealt || !dealing.isDealt) {
      return dealing.shareOfInstances;
    }
    double tilesOfCore = dealing.fullRowTileInstances + dealing.lastRowTileInstances;
    return tilesOfCore / ((double) instances * rowTiles);
  }

  /** The transfers of the busiest core; their latencies count only if there is no other core. */
  private double ownCycles(TransferTimes loads, TileMoves tile, double coreShare) {
    return figures.cores == 1
        ? loads.cycles
        : tile.words * tile.times * coreShare * figures.readCyclesPerWord;
  }

  private double meanLoad(TileMoves tile) {
    return figures.readCycles(tile.meanWords, 1);
  }

  private void countOutput() {
    if (isLogit && nest.fused) {
      return;
    }
    int inside = nest.inside[moves.outputTensor];
    if (!isLogit && nest.form.shares(Dimension.KEY)) {
      countStatistics(inside);
    }
    if (moves.output == null) {
      streamOutput();
    } else {
      moveOutput(moves.output, inside);
    }
  }

  /** Counts an output that streams past the buffer. */
  private void streamOutput() {
    long partialReads = array.outputWrites - words(ROW, column);
    costs.outputWriteWords = array.outputWrites;
    costs.outputReadWords = partialReads;
    time.stream(
        partialReads * sizeOfOutput,
        stepsWithPartialSums(),
        array.outputWrites * sizeOfOutput,
        steps());
    ends.streamsIn |= partialReads > 0 || ends.sumsMayComeBack;
  }

  /** Counts an output that is held inside the loop at position {@code inside}. */
  private void moveOutput(TileMoves tile, int inside) {
    long visits = tile.times;
    long movedWords = movedWords(column, inside);
    costs.outputWriteWords = movedWords * visits;
    costs.outputReadWords = movedWords * (visits - 1);
    boolean reducesInside = !products.isShared(reduction);
    double before = costs.readCycles + costs.writeCycles;
    time.store(
        tile,
        reducesInside,
        moves.slotsOfOutput(),
        isLogit ? 0 : figures.divisionCycles(nest.isInRegisters(Tensor.O)));
    if (figures.dramShared) {
      double perWord = Math.min(figures.readCyclesPerWord, figures.writeCyclesPerWord);
      costs.outputMoves.set(
          costs.readCycles + costs.writeCycles - before,
          tile.meanWords * perWord + figures.latencyCycles);
      costs.outputMoves.ownCycles = costs.outputMoves.cycles * dealing.shareOfCore;
    }
    // Where each core holds a whole tile, further cores move the same words again.
    long further = movedWords - words(ROW, column);
    costs.writeCycles += further * sizeOfOutput * visits * figures.writeCyclesPerWord;
    costs.readCycles += further * sizeOfOutput * (visits - 1) * figures.readCyclesPerWord;
    read(costs.outputWriteWords, sizeOfOutput);
    write(costs.outputReadWords, sizeOfOutput);
    portWordsOfCore += movedWordsOfCore(column, inside) * sizeOfOutput * (2 * visits - 1);
  }

  /**
   * Words of all tiles of a tensor of rows × {@code other}. A tile held outside the dealt rows
   * covers all rows. So every core that works on some rows of an instance tile moves the whole
   * tile.
   */
  private long movedWords(int other, int inside) {
    boolean byEach = isHeldByEachCore(inside);
    return words(ROW, other, byEach ? dealing.fetchedPerInstanceTile : figures.extent[INSTANCE]);
  }

  /** The part of {@link #movedWords} that core 0 moves. */
  private double movedWordsOfCore(int other, int inside) {
    double share = isHeldByEachCore(inside) ? dealing.shareOfInstances : array.rowsOfCore;
    return words(ROW, other) * share;
  }

  private boolean isHeldByEachCore(int inside) {
    return figures.cores > 1 && nest.form.dealsRows() && inside < products.position(ROW);
  }

  /** The number of steps of all cores. */
  private long steps() {
    return products.trips[products.trips.length - 1];
  }

  /**
   * Steps that read partial sums: all but those of the first tile of the reduction, and these too
   * if the array takes several passes for their sums.
   */
  private long stepsWithPartialSums() {
    if (array.firstTileHasPartialSums) {
      return steps();
    }
    int others = products.trips.length - 1 - products.bit[reduction];
    return products.trips[others] * (tiles[reduction].trips - 1);
  }

  /**
   * Counts the running maximum and sum of the rows whose output tile is held. They leave and come
   * back with it if keys are outside rows and the rows really change; then they move with each
   * shared tile.
   */
  private void countStatistics(int inside) {
    int atRow = products.position(ROW);
    boolean keysOutside = products.position(KEY) < atRow;
    int visits = tiles[KEY].trips;
    if (keysOutside && inside >= atRow && visits > 1 && tiles[ROW].trips > 1) {
      long words = 2L * figures.extent[INSTANCE] * figures.extent[ROW];
      costs.statisticsWriteWords = words * visits;
      costs.statisticsReadWords = words * (visits - 1);
      read(costs.statisticsWriteWords, sizeOfStatistics);
      write(costs.statisticsReadWords, sizeOfStatistics);
      portWordsOfCore +=
          (costs.statisticsWriteWords + costs.statisticsReadWords)
              * sizeOfStatistics
              * array.rowsOfCore;
      long moves = products.trips[products.shared];
      double reloads = (double) moves / visits * (visits - 1);
      costs.writeCycles +=
          figures.writeCycles(costs.statisticsWriteWords * sizeOfStatistics, moves);
      costs.readCycles += figures.readCycles(costs.statisticsReadWords * sizeOfStatistics, reloads);
    }
  }
}
