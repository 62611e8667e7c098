package org.flatsearch.cost.loopnest;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * Counts what one stage moves, computes and holds, in closed form.
 *
 * <p>Both stages are the same matrix product: the output (p, c) sums input (p, r) times weight (c,
 * r) over the reduction r. Logit: Q, K, c = keys, r = query dim. Attend: softmaxed logits, V, c =
 * value dim, r = keys.
 *
 * <p><b>Traffic.</b> Let <em>above</em> be the loops outside a tensor's residency, without loops of
 * a single iteration, cut after the innermost loop that indexes the tensor. Its tile changes
 * exactly when one of the indexing loops of <em>above</em> advances; while a non-indexing loop of
 * <em>above</em> runs through its n iterations, all tiles below it are visited again. So each word
 * moves Π n times over the non-indexing loops of <em>above</em>. An output visited n_r times is
 * written n_r times and read back n_r − 1 times. Ragged tiles need no care: each word is in exactly
 * one tile.
 *
 * <p>{@link ArrayWork} counts the array's part, {@link PhaseTimes} and {@link StageEnds} what the
 * stage contributes to the time.
 */
final class StageCounter {
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();

  private final Figures figures;
  private final Dealing dealing;
  private final boolean isLogit;
  private final int column;
  private final int reduction;
  private final ArrayWork array;
  private final StageFootprint footprint;
  private final int[] sizes = new int[Dimension.values().length];
  private final PhaseTimes time;
  private final StageEnds ends;
  private final LoopProducts products = new LoopProducts(Dimension.values().length);
  private final TileMoves inputMoves = new TileMoves();
  private final TileMoves weightMoves = new TileMoves();
  private final TileMoves outputMoves = new TileMoves();
  private final TileMoves statisticsMoves = new TileMoves();

  // Working values of one count, fields so that the steps below stay small.
  private LoopNest nest;
  private TileFigures[] tiles;
  private StageCosts costs;
  private int sharedLoops;
  private int input;
  private int output;

  StageCounter(Figures figures, Dealing dealing, Stage stage) {
    this.figures = figures;
    this.dealing = dealing;
    isLogit = stage == Stage.LOGIT;
    column = (isLogit ? Dimension.KEY : Dimension.VALUE_DIM).ordinal();
    reduction = stage.reduction().ordinal();
    array = new ArrayWork(figures, dealing, stage);
    footprint = new StageFootprint(figures, stage);
    time = new PhaseTimes(figures);
    ends = new StageEnds(figures, dealing, stage, array, products);
  }

  /**
   * Counts this stage of {@code nest}, whose shared tiles {@link Dealing} has dealt.
   *
   * @param nest what the order, the residencies, the slots and the array mapping are taken from
   * @param tiles the tiles by ordinal of the dimension (those in {@code nest} are not looked at)
   * @param costs receives the counts
   */
  void count(LoopNest nest, TileFigures[] tiles, StageCosts costs) {
    LoopNest.StageNest loops = isLogit ? nest.logit : nest.attend;
    this.nest = nest;
    this.tiles = tiles;
    this.costs = costs;
    input = (isLogit ? Tensor.Q : Tensor.LOGITS_IN).ordinal();
    output = (isLogit ? Tensor.LOGITS_OUT : Tensor.O).ordinal();
    sharedLoops = nest.form.count();
    costs.clear();
    products.fill(loops.order, sharedLoops, tiles);
    array.count(nest, loops, tiles);
    hold();
    describeMoves();
    ends.begin(nest, tiles, costs);
    time.begin(
        costs, products.trips[products.shared], dealing, ends.partialReadWords, array.cyclesOfAll);
    if (isLogit) {
      countInput();
      countWeight();
    } else {
      countWeight();
      countInput();
    }
    countOutput();
    costs.rareTogether = changesWithRows();
    ends.time();
    costs.phaseCycles = time.phaseCycles(ends.workAfterLoads);
    costs.streams =
        ends.input == null && (isLogit || !nest.fused)
            || ends.weight == null
            || figures.dramShared && ends.output == null && !(isLogit && nest.fused);
    double share = dealing.mostCores * tiles[INSTANCE].workShare * tiles[ROW].workShare;
    costs.stepShare = Math.min(1, share * tiles[column].workShare * tiles[reduction].workShare);
  }

  /** Whether the weight changes only when the row-side tensor of {@code rareRowCycles} does. */
  private boolean changesWithRows() {
    TileMoves rows = isLogit ? ends.input : ends.output;
    return dealing.isExact
        && costs.rareRowCycles > 0
        && ends.weight != null
        && rows.deepest >= weightMoves.deepest;
  }

  private void hold() {
    for (int dimension : loopsOf()) {
      sizes[dimension] = tiles[dimension].tile;
    }
    footprint.measure(nest, sizes, array.hasPartialSums);
    costs.inputFootprintBytes = footprint.inputBytes;
    costs.weightFootprintBytes = footprint.weightBytes;
    costs.outputFootprintBytes = footprint.outputBytes;
    costs.statisticsFootprintBytes = footprint.statisticsBytes;
  }

  private int[] loopsOf() {
    return (isLogit ? nest.logit : nest.attend).order;
  }

  private int weight() {
    return (isLogit ? Tensor.K : Tensor.V).ordinal();
  }

  /** Which tensors are in the buffer, when their tiles change, and what that leaves to the port. */
  private void describeMoves() {
    int[] bit = products.bit;
    TileFigures i = tiles[INSTANCE];
    int all = figures.extent[INSTANCE];
    int rows = bit[ROW];
    int columns = bit[column];
    int reduced = bit[reduction];
    boolean holdsInput = nest.inside[input] != LoopNest.AT_ARRAY;
    boolean holdsWeight = nest.inside[weight()] != LoopNest.AT_ARRAY;
    boolean holdsOutput = nest.inside[output] != LoopNest.AT_ARRAY;
    boolean takesLogits = !isLogit && nest.fused;
    boolean givesLogits = isLogit && nest.fused;
    array.buffered(takesLogits || holdsInput, holdsWeight, givesLogits || holdsOutput);
    ends.input = holdsInput && !takesLogits ? inputMoves : null;
    ends.weight = holdsWeight ? weightMoves : null;
    ends.output = holdsOutput && !givesLogits ? outputMoves : null;
    if (ends.input != null) {
      inputMoves.of(
          products, array, i, all, ArrayWork.P, rows, ArrayWork.R, reduced, nest.inside[input]);
    }
    if (holdsWeight) {
      weightMoves.of(
          products,
          array,
          i,
          all,
          ArrayWork.C,
          columns,
          ArrayWork.R,
          reduced,
          nest.inside[weight()]);
    }
    if (ends.output != null) {
      outputMoves.of(
          products, array, i, all, ArrayWork.P, rows, ArrayWork.C, columns, nest.inside[output]);
    }
    long outputWords = words(ROW, column);
    long partial = array.outputWrites - outputWords;
    long reads = 0;
    long writes = 0;
    if (takesLogits || holdsInput) {
      reads += array.inputWords;
    }
    if (holdsWeight) {
      reads += array.weightWords;
    }
    ends.partialReadWords = 0;
    if (givesLogits || holdsOutput) {
      ends.partialReadWords = partial;
      reads += partial;
      writes += array.outputWrites;
    }
    costs.arrayCycles = array.cyclesOfCore;
    costs.onChipReadWords = reads;
    costs.onChipWriteWords = writes;
    costs.arrayPortWords = reads + writes;
  }

  private long words(int dimension, int other) {
    return (long) figures.extent[INSTANCE] * figures.extent[dimension] * figures.extent[other];
  }

  /**
   * How many tiles of {@code slow} are loaded ahead of a phase at most: its slots, or fewer if it
   * changes less often than {@code fast}, whose slots then block the queue before it.
   *
   * @param first whether a step loads {@code slow} before {@code fast}
   */
  private static int ahead(
      TileMoves slow, int slots, TileMoves fast, int slotsOfFast, boolean first) {
    if (!slow.changesInside || !fast.changesInside || slow.deepest > fast.deepest) {
      return slots;
    }
    long blocked = slotsOfFast * slow.moves + (first ? 1 : 0);
    return blocked <= fast.moves ? 1 : blocked <= 2 * fast.moves ? Math.min(slots, 2) : slots;
  }

  private void countInput() {
    if (!isLogit && nest.fused) {
      return;
    }
    if (ends.input == null) {
      costs.inputReadWords = array.inputWords;
      time.stream(array.inputWords, steps(), 0, 0);
      ends.streamsIn = true;
      return;
    }
    int inside = nest.inside[input];
    int slots = nest.slots[input];
    long words = movedWords(reduction, inside) * inputMoves.times;
    costs.inputReadWords = words;
    int ahead = slots;
    if (ends.weight != null) {
      ahead = ahead(inputMoves, slots, weightMoves, nest.slots[weight()], isLogit);
    }
    double before = costs.readCycles;
    time.load(inputMoves, words, dealing.shareOfCore, false, ahead, slots, 1);
    costs.inputLoadCycles = costs.readCycles - before;
    costs.inputLoadEach = inputMoves.meanWords * figures.readCyclesPerWord + figures.latencyCycles;
    if (isLogit && slots == 1 && !inputMoves.changesInside) {
      time.rareRowLoad(inputMoves, shareBetween(inputMoves));
    }
    costs.passLoadCycles = isLogit ? 0 : time.firstLoads(inputMoves);
    costs.onChipWriteWords += words;
  }

  private void countWeight() {
    if (ends.weight == null) {
      costs.weightReadWords = array.weightWords;
      time.stream(array.weightWords, steps(), 0, 0);
      ends.streamsIn = true;
      return;
    }
    int inside = nest.inside[weight()];
    int slots = nest.slots[weight()];
    long wordsPerInstance = (long) figures.extent[column] * figures.extent[reduction];
    long times = weightMoves.times;
    int instances = figures.extent[INSTANCE];
    long fetched;
    double share = dealing.shareOfInstances;
    if (figures.cores == 1 || !Dealing.dealsRows(nest.form)) {
      fetched = wordsPerInstance * instances * times;
      costs.weightReadWords = fetched;
    } else if (times % tiles[ROW].trips == 0 && tiles[ROW].trips > 1) {
      fetched = wordsPerInstance * instances * times;
      costs.weightReadWords = wordsPerInstance * dealing.readPerTile * (times / tiles[ROW].trips);
      if (dealing.isExact) {
        double tilesOfCore = dealing.fullRowTileInstances + dealing.lastRowTileInstances;
        share = tilesOfCore / ((double) instances * tiles[ROW].trips);
      }
    } else {
      fetched = wordsPerInstance * dealing.fetchedPerInstanceTile * times;
      costs.weightReadWords = wordsPerInstance * dealing.readPerInstanceTile * times;
    }
    int ahead = slots;
    if (ends.input != null) {
      ahead = ahead(weightMoves, slots, inputMoves, nest.slots[input], !isLogit);
    }
    int pieces = isLogit ? figures.transferPieces : 1;
    double before = costs.readCycles;
    time.load(weightMoves, costs.weightReadWords, share, figures.multicast, ahead, slots, pieces);
    costs.weightLoadCycles = costs.readCycles - before;
    if (!weightMoves.changesInside) {
      double between = shareBetween(weightMoves);
      if (between < 1) {
        boolean oneSlot = slots == 1 || isLogit && waitsForInput();
        time.rareLoad(weightMoves, share, oneSlot, pieces, between);
        costs.rareLoop = dealing.isExact ? weightMoves.deepest : -1;
      }
    }
    costs.weightLoadEach =
        weightMoves.meanWords * figures.readCyclesPerWord + figures.latencyCycles;
    costs.onChipWriteWords += fetched;
  }

  /**
   * Whether each load of K queues behind one of Q with one slot, so that it waits like one with one
   * slot itself: whenever K changes, so does Q, which a step loads first.
   */
  private boolean waitsForInput() {
    return dealing.isExact
        && ends.input != null
        && nest.slots[input] == 1
        && inputMoves.deepest >= weightMoves.deepest;
  }

  /** The most of the work between two changes of a tile that one shared tile can have. */
  private double shareBetween(TileMoves tile) {
    int[] order = loopsOf();
    double share = 1;
    for (int loop = tile.deepest + 1; loop < sharedLoops; loop++) {
      share *= tiles[order[loop]].workShare;
    }
    // A core's first and last tiles may belong to loads that it shares with others.
    return figures.cores == 1 ? share : share + 2 * costs.largestPhaseShare;
  }

  private void countOutput() {
    if (isLogit && nest.fused) {
      return;
    }
    int inside = nest.inside[output];
    if (!isLogit && nest.form.shares(Dimension.KEY)) {
      countStatistics(inside);
    }
    if (ends.output == null) {
      long partialReads = array.outputWrites - words(ROW, column);
      costs.outputWriteWords = array.outputWrites;
      costs.outputReadWords = partialReads;
      time.stream(partialReads, stepsWithPartialSums(), array.outputWrites, steps());
      ends.streamsIn |= partialReads > 0;
      return;
    }
    long visits = outputMoves.times;
    long movedWords = movedWords(column, inside);
    costs.outputWriteWords = movedWords * visits;
    costs.outputReadWords = movedWords * (visits - 1);
    boolean reducesInside = products.bit[reduction] > products.shared;
    double before = costs.readCycles + costs.writeCycles;
    time.store(
        outputMoves,
        reducesInside,
        nest.slots[output],
        isLogit ? 0 : figures.divisionCyclesPerWord,
        reducesInside ? 1 : 1 - tiles[reduction].workShare);
    if (!isLogit && nest.slots[output] == 1 && !outputMoves.changesInside && visits == 1) {
      time.rareRowStore(outputMoves, figures.divisionCyclesPerWord, shareBetween(outputMoves));
    }
    if (figures.dramShared) {
      costs.outputMoveCycles = costs.readCycles + costs.writeCycles - before;
      costs.outputMoveEach =
          outputMoves.meanWords * Math.min(figures.readCyclesPerWord, figures.writeCyclesPerWord)
              + figures.latencyCycles;
    }
    costs.onChipReadWords += costs.outputWriteWords;
    costs.onChipWriteWords += costs.outputReadWords;
  }

  /**
   * Words of all tiles of a tensor of rows × {@code other}. A tile held outside the dealt rows
   * covers them all, so each core that works on some of an instance tile's rows moves the whole
   * tile.
   */
  private long movedWords(int other, int inside) {
    boolean heldByEachCore =
        figures.cores > 1 && Dealing.dealsRows(nest.form) && inside < position(ROW);
    long instances = heldByEachCore ? dealing.fetchedPerInstanceTile : figures.extent[INSTANCE];
    return instances * figures.extent[ROW] * figures.extent[other];
  }

  private int position(int dimension) {
    return Integer.numberOfTrailingZeros(products.bit[dimension]);
  }

  /** Steps of all cores. */
  private long steps() {
    return products.trips[products.trips.length - 1];
  }

  /** Steps that read partial sums: all but those of the first tile of the reduction. */
  private long stepsWithPartialSums() {
    int others = products.trips.length - 1 - products.bit[reduction];
    return products.trips[others] * (tiles[reduction].trips - 1);
  }

  /**
   * The running maximum and sum of the rows whose output tile is held. They leave and come back
   * with it where keys are outside rows and the rows really change.
   */
  private void countStatistics(int inside) {
    boolean keysOutside = position(KEY) < position(ROW);
    int visits = tiles[KEY].trips;
    if (keysOutside && inside >= position(ROW) && visits > 1 && tiles[ROW].trips > 1) {
      long words = 2L * figures.extent[INSTANCE] * figures.extent[ROW];
      costs.statisticsWriteWords = words * visits;
      costs.statisticsReadWords = words * (visits - 1);
      costs.onChipReadWords += costs.statisticsWriteWords;
      costs.onChipWriteWords += costs.statisticsReadWords;
      ends.statisticsMove = true;
      statisticsMoves.ofStatistics(
          products, figures.extent[ROW], figures.extent[INSTANCE], products.bit[ROW]);
      time.store(statisticsMoves, false, 2, 0, 0);
    }
  }
}
