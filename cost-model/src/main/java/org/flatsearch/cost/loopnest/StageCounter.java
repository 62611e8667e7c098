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
 * <p><b>Array.</b> A DRAM tile of extents x, y, z takes ⌈x/X⌉·⌈y/Y⌉ passes of max(z + fill, load)
 * cycles. Summed over all tiles this factors into Σ⌈x/X⌉ · Σ⌈y/Y⌉ · Σmax(z + fill, load), each over
 * the full tiles and the ragged one of its dimension; the words at the array factor likewise.
 */
final class StageCounter {
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int[] DIMENSIONS_OF_LOGITS = {ROW, Dimension.KEY.ordinal()};
  private static final int ON_ROWS = 0;
  private static final int ON_COLUMNS = 1;
  private static final int STREAMED = 2;

  private final Figures figures;
  private final Dealing dealing;
  private final boolean isLogit;
  private final int column;
  private final int reduction;
  private final int inputBits;
  private final int weightBits;
  private final int outputBits;

  // Working values of one count, fields so that the steps below stay small.
  private TileFigures[] tiles;
  private final int[] positions = new int[Dimension.values().length];
  private long inputArrayWords;
  private long weightArrayWords;
  private long outputArrayWrites;
  private long inputArrayTile;
  private long weightArrayTile;
  private long outputArrayTile;
  private boolean hasPartialSums;
  private boolean inputLoads;
  private boolean weightLoads;
  private boolean outputMovesTiles;
  private final TileMoves inputMoves = new TileMoves();
  private final TileMoves weightMoves = new TileMoves();
  private final TileMoves outputMoves = new TileMoves();
  private final TileMoves statisticsMoves = new TileMoves();
  private final StageWork work;
  private int sharedLoops;
  private long steps;
  private long phases;
  private LoopNest.StageNest loops;
  private double workAfterLoads;
  private boolean streamsIn;
  private long partialReadWords;
  private boolean statisticsMove;
  private final PhaseTimes time;

  StageCounter(Figures figures, Dealing dealing, Stage stage) {
    this.figures = figures;
    this.dealing = dealing;
    isLogit = stage == Stage.LOGIT;
    column = (isLogit ? Dimension.KEY : Dimension.VALUE_DIM).ordinal();
    reduction = stage.reduction().ordinal();
    inputBits = bits(INSTANCE, ROW, reduction);
    weightBits = bits(INSTANCE, column, reduction);
    outputBits = bits(INSTANCE, ROW, column);
    time = new PhaseTimes(figures);
    work = new StageWork(figures, stage);
  }

  private static int bits(int... dimensions) {
    int bits = 0;
    for (int dimension : dimensions) {
      bits |= 1 << dimension;
    }
    return bits;
  }

  /**
   * Counts this stage of {@code nest}, whose shared tiles {@link Dealing} has dealt.
   *
   * @param nest what the order, the residencies, the slots and the array mapping are taken from
   * @param tileFigures the tiles by ordinal of the dimension (those in {@code nest} are not looked
   *     at)
   * @param costs receives the counts
   */
  void count(LoopNest nest, TileFigures[] tileFigures, StageCosts costs) {
    tiles = tileFigures;
    loops = isLogit ? nest.logit : nest.attend;
    for (int k = 0; k < LoopNest.LOOPS; k++) {
      positions[loops.order[k]] = k;
    }
    sharedLoops = nest.form.count();
    costs.clear();
    countArray(nest, loops, costs);
    countPort(nest, costs);
    work.begin(nest, tileFigures);
    phases = phases(loops);
    time.begin(costs, phases, dealing.shareOfCore, partialReadWords);
    streamsIn = false;
    statisticsMove = false;
    describeShared(costs);
    describeMoves(nest, loops);
    if (isLogit) {
      countInput(nest, costs);
      countWeight(nest, costs);
    } else {
      countWeight(nest, costs);
      countInput(nest, costs);
    }
    countOutput(nest, loops, costs);
    timeWork(nest, costs);
    costs.phaseCycles = time.phaseCycles(workAfterLoads);
  }

  private void countArray(LoopNest nest, LoopNest.StageNest loops, StageCosts costs) {
    TileFigures p = tiles[ROW];
    TileFigures c = tiles[column];
    TileFigures r = tiles[reduction];
    long inputs = words(ROW, reduction);
    long weights = words(column, reduction);
    long outputs = words(ROW, column);
    // x on the PE rows and y on the columns, unless transposed.
    boolean xOnRows = !loops.transposed;
    int sideX = xOnRows ? figures.rows : figures.columns;
    int sideY = xOnRows ? figures.columns : figures.rows;
    switch (loops.stationarity) {
      case OUTPUT -> {
        long passesC = passes(c, !xOnRows);
        setRowWork(nest, costs, passesC * streamed(r), rowPasses(xOnRows));
        inputArrayWords = inputs * passesC;
        weightArrayWords = weights * passes(p, xOnRows);
        outputArrayWrites = outputs * r.trips;
        hasPartialSums = r.trips > 1;
        inputArrayTile = (long) Math.min(p.tile, sideX) * r.tile;
        weightArrayTile = (long) Math.min(c.tile, sideY) * r.tile;
        outputArrayTile = (long) Math.min(p.tile, sideX) * Math.min(c.tile, sideY);
      }
      case WEIGHT -> {
        long passesR = passes(r, xOnRows);
        long passesC = passes(c, !xOnRows);
        setRowWork(nest, costs, (double) passesR * passesC, STREAMED);
        inputArrayWords = inputs * passesC;
        weightArrayWords = weights * p.trips;
        outputArrayWrites = outputs * passesR;
        hasPartialSums = passesR > 1;
        inputArrayTile = (long) Math.min(r.tile, sideX) * p.tile;
        weightArrayTile = (long) Math.min(r.tile, sideX) * Math.min(c.tile, sideY);
        outputArrayTile = (long) Math.min(c.tile, sideY) * p.tile;
      }
      default -> {
        // Logit (e,p|m), Attend (p,m|f): the reduction is on x in Logit, on y in Attend.
        boolean reductionOnRows = isLogit == xOnRows;
        int sideR = isLogit ? sideX : sideY;
        int sideP = isLogit ? sideY : sideX;
        long passesR = passes(r, reductionOnRows);
        setRowWork(nest, costs, passesR * streamed(c), rowPasses(!reductionOnRows));
        inputArrayWords = inputs * c.trips;
        weightArrayWords = weights * passes(p, !reductionOnRows);
        outputArrayWrites = outputs * passesR;
        hasPartialSums = passesR > 1;
        inputArrayTile = (long) Math.min(r.tile, sideR) * Math.min(p.tile, sideP);
        weightArrayTile = (long) Math.min(r.tile, sideR) * c.tile;
        outputArrayTile = (long) Math.min(p.tile, sideP) * c.tile;
      }
    }
  }

  private long words(int dimension, int other) {
    return (long) figures.extent[INSTANCE] * figures.extent[dimension] * figures.extent[other];
  }

  private static long passes(TileFigures tile, boolean onRows) {
    return onRows ? tile.passesOnRows : tile.passesOnColumns;
  }

  private double streamed(TileFigures tile) {
    return isLogit ? tile.streamedInLogit : tile.streamedInAttend;
  }

  private static int rowPasses(boolean onRows) {
    return onRows ? ON_ROWS : ON_COLUMNS;
  }

  /**
   * Sets the array cycles of the busiest core.
   *
   * @param others what each unit of row work is multiplied by: the sums over the other dimensions
   * @param kind what row work is: passes on the rows or the columns of the array, or streamed
   *     cycles
   */
  private void setRowWork(LoopNest nest, StageCosts costs, double others, int kind) {
    TileFigures p = tiles[ROW];
    double full;
    double last;
    double all;
    switch (kind) {
      case ON_ROWS -> {
        full = p.fullOnRows;
        last = p.lastOnRows;
        all = p.passesOnRows;
      }
      case ON_COLUMNS -> {
        full = p.fullOnColumns;
        last = p.lastOnColumns;
        all = p.passesOnColumns;
      }
      default -> {
        full = isLogit ? p.fullInLogit : p.fullInAttend;
        last = isLogit ? p.lastInLogit : p.lastInAttend;
        all = streamed(p);
      }
    }
    boolean dealt = dealing.isExact && Dealing.dealsRows(nest.form);
    costs.arrayCycles =
        others
            * (dealt
                ? dealing.fullRowTileInstances * full + dealing.lastRowTileInstances * last
                : dealing.instancesOfCore0 * all);
  }

  /** The words between the array and the buffers. */
  private void countPort(LoopNest nest, StageCosts costs) {
    long outputWords = words(ROW, column);
    long reads = 0;
    long writes = 0;
    if (!isLogit && nest.fused || isBuffered(nest, isLogit ? Tensor.Q : Tensor.LOGITS_IN)) {
      reads += inputArrayWords;
    }
    if (isBuffered(nest, isLogit ? Tensor.K : Tensor.V)) {
      reads += weightArrayWords;
    }
    partialReadWords = 0;
    if (isLogit && nest.fused || isBuffered(nest, isLogit ? Tensor.LOGITS_OUT : Tensor.O)) {
      partialReadWords = outputArrayWrites - outputWords;
      reads += outputArrayWrites - outputWords;
      writes += outputArrayWrites;
    }
    costs.onChipReadWords = reads;
    costs.onChipWriteWords = writes;
    costs.arrayPortWords = reads + writes;
  }

  private static boolean isBuffered(LoopNest nest, Tensor tensor) {
    return nest.inside[tensor.ordinal()] != LoopNest.AT_ARRAY;
  }

  private long phases(LoopNest.StageNest loops) {
    long phases = 1;
    for (int k = 0; k < sharedLoops; k++) {
      phases *= tiles[loops.order[k]].trips;
    }
    steps = phases;
    for (int k = sharedLoops; k < LoopNest.LOOPS; k++) {
      steps *= tiles[loops.order[k]].trips;
    }
    return phases;
  }

  private Tensor input() {
    return isLogit ? Tensor.Q : Tensor.LOGITS_IN;
  }

  private Tensor weight() {
    return isLogit ? Tensor.K : Tensor.V;
  }

  private Tensor output() {
    return isLogit ? Tensor.LOGITS_OUT : Tensor.O;
  }

  private boolean hasInput(LoopNest nest) {
    return isLogit || !nest.fused;
  }

  private boolean hasOutput(LoopNest nest) {
    return !isLogit || !nest.fused;
  }

  private void describeMoves(LoopNest nest, LoopNest.StageNest loops) {
    inputLoads = hasInput(nest) && isBuffered(nest, input());
    weightLoads = isBuffered(nest, weight());
    outputMovesTiles = hasOutput(nest) && isBuffered(nest, output());
    if (inputLoads) {
      describe(inputMoves, nest, loops, inputBits, input());
    }
    if (weightLoads) {
      describe(weightMoves, nest, loops, weightBits, weight());
    }
    if (outputMovesTiles) {
      describe(outputMoves, nest, loops, outputBits, output());
    }
  }

  private void describe(
      TileMoves moves, LoopNest nest, LoopNest.StageNest loops, int bits, Tensor tensor) {
    moves.of(figures, tiles, loops, sharedLoops, bits, nest.inside[tensor.ordinal()]);
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

  private void countInput(LoopNest nest, StageCosts costs) {
    if (!hasInput(nest)) {
      return;
    }
    int tensor = input().ordinal();
    if (!inputLoads) {
      costs.inputReadWords = inputArrayWords;
      time.stream(inputArrayWords, steps, 0, 0);
      streamsIn = true;
      costs.inputFootprintBytes = 2 * inputArrayTile * figures.wordBytes;
      return;
    }
    int inside = nest.inside[tensor];
    int slots = nest.slots[tensor];
    long words = movedWords(nest, reduction, inside) * inputMoves.times;
    costs.inputReadWords = words;
    costs.inputFootprintBytes =
        slots
            * held(ROW, inside)
            * held(reduction, inside)
            * tiles[INSTANCE].tile
            * figures.wordBytes;
    int ahead = slots;
    if (weightLoads) {
      ahead = ahead(inputMoves, slots, weightMoves, nest.slots[weight().ordinal()], isLogit);
    }
    double share = dealing.shareOfCore;
    time.load(inputMoves, words, share, false, ahead, slots, 1);
    costs.passLoadCycles = isLogit ? 0 : time.firstLoads(inputMoves);
    costs.onChipWriteWords += words;
  }

  private void countWeight(LoopNest nest, StageCosts costs) {
    int tensor = weight().ordinal();
    if (!weightLoads) {
      costs.weightReadWords = weightArrayWords;
      time.stream(weightArrayWords, steps, 0, 0);
      streamsIn = true;
      costs.weightFootprintBytes = 2 * weightArrayTile * figures.wordBytes;
      return;
    }
    int inside = nest.inside[tensor];
    int slots = nest.slots[tensor];
    long wordsPerInstance = (long) figures.extent[column] * figures.extent[reduction];
    long times = weightMoves.times;
    int instances = figures.extent[INSTANCE];
    long fetched;
    double share = dealing.instancesTouchedByCore0 / instances;
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
    costs.weightFootprintBytes =
        slots
            * held(column, inside)
            * held(reduction, inside)
            * tiles[INSTANCE].tile
            * figures.wordBytes;
    int ahead = slots;
    if (inputLoads) {
      ahead = ahead(weightMoves, slots, inputMoves, nest.slots[input().ordinal()], !isLogit);
    }
    int pieces = isLogit ? figures.transferPieces : 1;
    time.load(weightMoves, costs.weightReadWords, share, figures.multicast, ahead, slots, pieces);
    costs.onChipWriteWords += fetched;
  }

  private void countOutput(LoopNest nest, LoopNest.StageNest loops, StageCosts costs) {
    long outputWords = words(ROW, column);
    long partialReads = outputArrayWrites - outputWords;
    int bytes = hasPartialSums ? figures.accumulatorBytes : figures.wordBytes;
    if (isLogit && nest.fused) {
      int shared = nest.form.count() - 1;
      costs.outputFootprintBytes =
          (long) nest.slots[Tensor.LOGITS.ordinal()]
              * held(ROW, shared)
              * held(column, shared)
              * tiles[INSTANCE].tile
              * bytes;
      return;
    }
    int tensor = (isLogit ? Tensor.LOGITS_OUT : Tensor.O).ordinal();
    int inside = nest.inside[tensor];
    if (!isLogit && nest.form.shares(Dimension.KEY)) {
      countStatistics(nest, loops, inside, costs);
    }
    if (inside == LoopNest.AT_ARRAY) {
      costs.outputWriteWords = outputArrayWrites;
      costs.outputReadWords = partialReads;
      time.stream(partialReads, stepsWithPartialSums(), outputArrayWrites, steps);
      streamsIn |= partialReads > 0;
      costs.outputFootprintBytes = 2 * outputArrayTile * figures.wordBytes;
      return;
    }
    long visits = outputMoves.times;
    long movedWords = movedWords(nest, column, inside);
    costs.outputWriteWords = movedWords * visits;
    costs.outputReadWords = movedWords * (visits - 1);
    costs.outputFootprintBytes =
        (long) nest.slots[tensor]
            * held(ROW, inside)
            * held(column, inside)
            * tiles[INSTANCE].tile
            * bytes;
    time.store(
        outputMoves,
        positions[reduction] >= sharedLoops,
        1,
        nest.slots[tensor],
        isLogit ? 0 : figures.divisionCyclesPerWord);
    costs.onChipReadWords += costs.outputWriteWords;
    costs.onChipWriteWords += costs.outputReadWords;
  }

  /**
   * Words of all tiles of a tensor of rows × {@code other}. A tile held outside the dealt rows
   * covers them all, so each core that works on some of an instance tile's rows moves the whole
   * tile.
   */
  private long movedWords(LoopNest nest, int other, int inside) {
    boolean heldByEachCore =
        figures.cores > 1 && Dealing.dealsRows(nest.form) && inside < positions[ROW];
    long instances = heldByEachCore ? dealing.fetchedPerInstanceTile : figures.extent[INSTANCE];
    return instances * figures.extent[ROW] * figures.extent[other];
  }

  /** Steps that read partial sums: all but those of the first tile of the reduction. */
  private long stepsWithPartialSums() {
    int n = tiles[reduction].trips;
    return steps / n * (n - 1);
  }

  /**
   * The running maximum and sum of the rows whose output tile is held. They leave and come back
   * with it where keys are outside rows and the rows really change; the document's 2·t_i·t_p would
   * lose the statistics of the other rows where O is held outside the row loop.
   */
  private void countStatistics(
      LoopNest nest, LoopNest.StageNest loops, int inside, StageCosts costs) {
    long rows = held(ROW, inside);
    if (positions[ROW] < positions[reduction]) {
      rows = tiles[ROW].tile;
    }
    costs.statisticsFootprintBytes = 2 * rows * tiles[INSTANCE].tile * figures.accumulatorBytes;
    boolean rowsLeave = positions[reduction] < positions[ROW] && inside >= positions[ROW];
    int visits = tiles[reduction].trips;
    if (rowsLeave && visits > 1 && tiles[ROW].trips > 1) {
      long words = 2L * figures.extent[INSTANCE] * figures.extent[ROW];
      costs.statisticsWriteWords = words * visits;
      costs.statisticsReadWords = words * (visits - 1);
      costs.onChipReadWords += costs.statisticsWriteWords;
      costs.onChipWriteWords += costs.statisticsReadWords;
      statisticsMove = true;
      int bits = bits(INSTANCE, ROW);
      statisticsMoves.of(figures, tiles, loops, sharedLoops, bits, positions[ROW]);
      time.store(statisticsMoves, false, 2, 2, 0);
    }
  }

  /** The extent that a tile held inside the loop at position {@code inside} covers. */
  private long held(int dimension, int inside) {
    return positions[dimension] <= inside ? tiles[dimension].tile : figures.extent[dimension];
  }

  private void describeShared(StageCosts costs) {
    TileFigures instance = tiles[INSTANCE];
    costs.firstSharedLogits = instance.tile;
    costs.lastSharedLogits = instance.least;
    costs.largestPhaseShare = instance.workShare;
    for (int dimension : DIMENSIONS_OF_LOGITS) {
      TileFigures tile = tiles[dimension];
      boolean cut = positions[dimension] < sharedLoops;
      costs.firstSharedLogits *= cut ? tile.tile : figures.extent[dimension];
      costs.lastSharedLogits *= cut ? tile.least : figures.extent[dimension];
      costs.largestPhaseShare *= cut ? tile.workShare : 1;
    }
    costs.largestPhaseShare = Math.min(1, costs.largestPhaseShare / dealing.shareOfCore);
    costs.sharedTiles = phases;
  }

  /** Times the parts of the work that chains begin or end with. */
  private void timeWork(LoopNest nest, StageCosts costs) {
    double share = dealing.shareOfCore;
    int deepest = -1;
    if (inputLoads) {
      deepest = inputMoves.deepest;
    }
    if (weightLoads) {
      deepest = Math.max(deepest, weightMoves.deepest);
    }
    boolean reloads = outputMovesTiles && outputMoves.times > 1;
    if (reloads) {
      deepest = Math.max(deepest, outputMoves.deepest);
    }
    boolean loadsInside = deepest >= sharedLoops;
    double instances = figures.extent[INSTANCE] * share;
    boolean lastComesInPieces = isLogit && weightLoads && weightMoves.deepest == deepest;
    double whole = lastComesInPieces ? 1.0 / figures.transferPieces : 1;
    workAfterLoads = loadsInside ? whole * instances * work(StageWork.ALL, deepest) : 0;
    costs.tailCycles = streamsIn ? 0 : workAfterLoads;
    int first = tiles[INSTANCE].tile;
    int last = tiles[INSTANCE].least;
    costs.firstPhaseCycles = first * work(StageWork.FULL, -1);
    costs.lastPhaseCycles = last * work(StageWork.LEAST, -1);
    if (!streamsIn) {
      costs.lastTailCycles =
          loadsInside
              ? whole * last * work(StageWork.LEAST, deepest)
              : whole * costs.lastPhaseCycles;
    }
    if (!isLogit && dealing.isExact && figures.cores == 1) {
      boolean loadsEarlier = nest.fused && !streamsIn && !statisticsMove && !loadsInside;
      if (loadsEarlier && tilesSince(deepest) > nest.slots[Tensor.LOGITS.ordinal()]) {
        costs.afterLogitCycles = costs.lastPhaseCycles;
      }
      costs.passesBlock = inputLoads && inputMoves.changes == phases;
      costs.passesEarly = hasInput(nest) && (!inputLoads || costs.passesBlock);
    }
    timeOutput(nest, costs);
  }

  /** Shared tiles from one change of the shared loops down to {@code position} to the next. */
  private long tilesSince(int position) {
    long since = 1;
    for (int k = position + 1; k < sharedLoops; k++) {
      since *= tiles[loops.order[k]].trips;
    }
    return since;
  }

  private void timeOutput(LoopNest nest, StageCosts costs) {
    if (!hasOutput(nest)) {
      return;
    }
    double lastWords =
        outputMovesTiles
            ? outputMoves.lastTile
            : (double) tiles[INSTANCE].least * tiles[ROW].least * tiles[column].least;
    if (outputMovesTiles && figures.cores > 1 && Dealing.dealsRows(nest.form)) {
      lastWords = Math.min(lastWords, lastWords / figures.extent[ROW] * tiles[ROW].least);
    }
    if (outputMovesTiles) {
      int inside = outputMoves.deepest;
      int shared = dealing.isExact && figures.cores == 1 ? StageWork.ALL : StageWork.FULL;
      costs.firstOutputCycles =
          tiles[INSTANCE].tile
              * work.cycles(
                  firstPart(ROW, inside, shared),
                  firstPart(column, inside, shared),
                  firstPart(reduction, inside, shared));
      costs.lastStoreCycles = lastWords * figures.writeCyclesPerWord + figures.latencyCycles;
    }
    if (!isLogit) {
      costs.lastDivisionCycles = lastWords * figures.divisionCyclesPerWord;
      return;
    }
    costs.passStoreCycles = outputMovesTiles ? time.lastStores(outputMoves, 1) : 0;
  }

  /** The work with the last of the tiles that the loops down to {@code deepest} cut. */
  private double work(int shared, int deepest) {
    return work.cycles(
        lastPart(ROW, shared, deepest),
        lastPart(column, shared, deepest),
        lastPart(reduction, shared, deepest));
  }

  private int lastPart(int dimension, int shared, int deepest) {
    int position = positions[dimension];
    return position < sharedLoops ? shared : position <= deepest ? StageWork.LEAST : StageWork.ALL;
  }

  private int firstPart(int dimension, int deepest, int shared) {
    int position = positions[dimension];
    return position <= deepest ? StageWork.FULL : position < sharedLoops ? shared : StageWork.ALL;
  }
}
