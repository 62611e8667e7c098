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
  private long moves;
  private double firstShare;
  private int sharedLoops;
  private long steps;
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
    LoopNest.StageNest loops = isLogit ? nest.logit : nest.attend;
    for (int k = 0; k < LoopNest.LOOPS; k++) {
      positions[loops.order[k]] = k;
    }
    sharedLoops = nest.form.count();
    costs.clear();
    countArray(nest, loops, costs);
    countPort(nest, costs);
    time.begin(costs, phases(loops), dealing.activeCores);
    countInput(nest, loops, costs);
    countWeight(nest, loops, costs);
    countOutput(nest, loops, costs);
    costs.phaseCycles = time.phaseCycles();
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
    if (isLogit && nest.fused || isBuffered(nest, isLogit ? Tensor.LOGITS_OUT : Tensor.O)) {
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

  private void countInput(LoopNest nest, LoopNest.StageNest loops, StageCosts costs) {
    if (!isLogit && nest.fused) {
      return;
    }
    int tensor = (isLogit ? Tensor.Q : Tensor.LOGITS_IN).ordinal();
    int inside = nest.inside[tensor];
    if (inside == LoopNest.AT_ARRAY) {
      costs.inputReadWords = inputArrayWords;
      time.stream(inputArrayWords, steps, 0, 0);
      costs.inputFootprintBytes = 2 * inputArrayTile * figures.wordBytes;
      return;
    }
    long words =
        (long) figures.extent[INSTANCE]
            * figures.extent[ROW]
            * figures.extent[reduction]
            * timesFetched(loops, inputBits, inside);
    costs.inputReadWords = words;
    costs.inputFootprintBytes =
        nest.slots[tensor]
            * held(ROW, inside)
            * held(reduction, inside)
            * tiles[INSTANCE].tile
            * figures.wordBytes;
    time.load(words, moves, nest.slots[tensor], firstShare, 1, false);
    time.firstLoad(costs.inputFootprintBytes / ((long) nest.slots[tensor] * figures.wordBytes), 1);
    costs.onChipWriteWords += words;
  }

  private void countWeight(LoopNest nest, LoopNest.StageNest loops, StageCosts costs) {
    int tensor = (isLogit ? Tensor.K : Tensor.V).ordinal();
    int inside = nest.inside[tensor];
    if (inside == LoopNest.AT_ARRAY) {
      costs.weightReadWords = weightArrayWords;
      time.stream(weightArrayWords, steps, 0, 0);
      costs.weightFootprintBytes = 2 * weightArrayTile * figures.wordBytes;
      return;
    }
    long wordsPerInstance = (long) figures.extent[column] * figures.extent[reduction];
    long times = timesFetched(loops, weightBits, inside);
    long fetched;
    if (figures.cores == 1 || !Dealing.dealsRows(nest.form)) {
      fetched = wordsPerInstance * figures.extent[INSTANCE] * times;
      costs.weightReadWords = fetched;
    } else if (times % tiles[ROW].trips == 0 && tiles[ROW].trips > 1) {
      fetched = wordsPerInstance * figures.extent[INSTANCE] * times;
      costs.weightReadWords = wordsPerInstance * dealing.readPerTile * (times / tiles[ROW].trips);
    } else {
      fetched = wordsPerInstance * dealing.fetchedPerInstanceTile * times;
      costs.weightReadWords = wordsPerInstance * dealing.readPerInstanceTile * times;
    }
    costs.weightFootprintBytes =
        nest.slots[tensor]
            * held(column, inside)
            * held(reduction, inside)
            * tiles[INSTANCE].tile
            * figures.wordBytes;
    int pieces = isLogit ? figures.transferPieces : 1;
    boolean multicast = figures.multicast;
    time.load(costs.weightReadWords, moves, nest.slots[tensor], firstShare, pieces, multicast);
    time.firstLoad(
        costs.weightFootprintBytes / ((long) nest.slots[tensor] * figures.wordBytes), pieces);
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
      countStatistics(inside, costs);
    }
    if (inside == LoopNest.AT_ARRAY) {
      costs.outputWriteWords = outputArrayWrites;
      costs.outputReadWords = partialReads;
      time.stream(partialReads, stepsWithPartialSums(), outputArrayWrites, steps);
      costs.outputFootprintBytes = 2 * outputArrayTile * figures.wordBytes;
      return;
    }
    long visits = timesFetched(loops, outputBits, inside);
    costs.outputWriteWords = outputWords * visits;
    costs.outputReadWords = outputWords * (visits - 1);
    costs.outputFootprintBytes =
        (long) nest.slots[tensor]
            * held(ROW, inside)
            * held(column, inside)
            * tiles[INSTANCE].tile
            * bytes;
    time.store(
        costs.outputWriteWords,
        moves,
        costs.outputReadWords,
        moves / visits * (visits - 1),
        nest.slots[tensor],
        firstShare);
    costs.onChipReadWords += costs.outputWriteWords;
    costs.onChipWriteWords += costs.outputReadWords;
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
  private void countStatistics(int inside, StageCosts costs) {
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
    }
  }

  /** The extent that a tile held inside the loop at position {@code inside} covers. */
  private long held(int dimension, int inside) {
    return positions[dimension] <= inside ? tiles[dimension].tile : figures.extent[dimension];
  }

  /**
   * How often each word moves; sets {@link #moves} to the number of tile moves and {@link
   * #firstShare} to the most of a phase's words that the first tile of the phase can have.
   */
  private long timesFetched(LoopNest.StageNest loops, int indexBits, int inside) {
    long times = 1;
    long pending = 1;
    long visited = 1;
    double share = 1;
    moves = 1;
    firstShare = 1;
    for (int k = 0; k <= inside; k++) {
      TileFigures tile = tiles[loops.order[k]];
      int n = tile.trips;
      if (n == 1) {
        continue;
      }
      boolean own = k >= sharedLoops;
      visited *= n;
      if ((indexBits >> loops.order[k] & 1) != 0) {
        times *= pending;
        pending = 1;
        moves = visited;
        share *= own ? tile.share : 1;
        firstShare = share;
      } else {
        pending *= n;
        share /= own ? n : 1;
      }
    }
    return times;
  }
}
