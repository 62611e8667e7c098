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

  private final Figures figures;
  private final Dealing dealing;
  private final boolean isLogit;
  private final int column;
  private final int reduction;
  private final int inputBits;
  private final int weightBits;
  private final int outputBits;
  private final double fill;
  private final double stationaryLoad;

  // Working values of one count, fields so that the steps below stay small.
  private final int[] trips = new int[Dimension.values().length];
  private final int[] positions = new int[Dimension.values().length];
  private long inputArrayWords;
  private long weightArrayWords;
  private long outputArrayWrites;
  private long inputArrayTile;
  private long weightArrayTile;
  private long outputArrayTile;
  private boolean hasPartialSums;
  private int tiles;

  StageCounter(Figures figures, Dealing dealing, Stage stage) {
    this.figures = figures;
    this.dealing = dealing;
    isLogit = stage == Stage.LOGIT;
    column = (isLogit ? Dimension.KEY : Dimension.VALUE_DIM).ordinal();
    reduction = stage.reduction().ordinal();
    inputBits = bits(INSTANCE, ROW, reduction);
    weightBits = bits(INSTANCE, column, reduction);
    outputBits = bits(INSTANCE, ROW, column);
    fill = isLogit ? figures.fillLogit : figures.fillAttend;
    stationaryLoad = figures.stationaryLoad;
  }

  private static int bits(int... dimensions) {
    int bits = 0;
    for (int dimension : dimensions) {
      bits |= 1 << dimension;
    }
    return bits;
  }

  /** Counts this stage of {@code nest}, whose shared tiles {@link Dealing} has dealt. */
  void count(LoopNest nest, StageCosts costs) {
    LoopNest.StageNest loops = isLogit ? nest.logit : nest.attend;
    for (int k = 0; k < LoopNest.LOOPS; k++) {
      int dimension = loops.order[k];
      positions[dimension] = k;
      trips[dimension] = (figures.extent[dimension] - 1) / loops.tile[dimension] + 1;
    }
    countArray(nest, loops, costs);
    costs.statisticsFootprintBytes = 0;
    costs.statisticsReadWords = 0;
    costs.statisticsWriteWords = 0;
    costs.readTransfers = 0;
    costs.writeTransfers = 0;
    costs.onChipReadWords = 0;
    costs.onChipWriteWords = 0;
    costs.arrayPortWords = 0;
    countInput(nest, loops, costs);
    countWeight(nest, loops, costs);
    countOutput(nest, loops, costs);
  }

  private void countArray(LoopNest nest, LoopNest.StageNest loops, StageCosts costs) {
    int tileP = loops.tile[ROW];
    int tileC = loops.tile[column];
    int tileR = loops.tile[reduction];
    int p = figures.extent[ROW];
    int c = figures.extent[column];
    int r = figures.extent[reduction];
    int raggedP = p - (trips[ROW] - 1) * tileP;
    int sideX = loops.transposed ? figures.columns : figures.rows;
    int sideY = loops.transposed ? figures.rows : figures.columns;
    long instances = figures.extent[INSTANCE];
    double full;
    double ragged;
    double others;
    switch (loops.stationarity) {
      case OUTPUT -> {
        long passesC = passes(c, tileC, trips[column], sideY);
        int passesFull = (tileP - 1) / sideX + 1;
        int passesRagged = (raggedP - 1) / sideX + 1;
        long passesP = (long) (trips[ROW] - 1) * passesFull + passesRagged;
        others = passesC * streamed(r, tileR, trips[reduction]);
        full = passesFull;
        ragged = passesRagged;
        inputArrayWords = instances * p * r * passesC;
        weightArrayWords = instances * c * r * passesP;
        outputArrayWrites = instances * p * c * trips[reduction];
        hasPartialSums = trips[reduction] > 1;
        inputArrayTile = (long) Math.min(tileP, sideX) * tileR;
        weightArrayTile = (long) Math.min(tileC, sideY) * tileR;
        outputArrayTile = (long) Math.min(tileP, sideX) * Math.min(tileC, sideY);
      }
      case WEIGHT -> {
        long passesR = passes(r, tileR, trips[reduction], sideX);
        long passesC = passes(c, tileC, trips[column], sideY);
        others = (double) passesR * passesC;
        full = Math.max(tileP + fill, stationaryLoad);
        ragged = Math.max(raggedP + fill, stationaryLoad);
        inputArrayWords = instances * p * r * passesC;
        weightArrayWords = instances * c * r * trips[ROW];
        outputArrayWrites = instances * p * c * passesR;
        hasPartialSums = passesR > 1;
        inputArrayTile = (long) Math.min(tileR, sideX) * tileP;
        weightArrayTile = (long) Math.min(tileR, sideX) * Math.min(tileC, sideY);
        outputArrayTile = (long) Math.min(tileC, sideY) * tileP;
      }
      default -> {
        // Logit (e,p|m), Attend (p,m|f): the reduction is on x in Logit, on y in Attend.
        int sideR = isLogit ? sideX : sideY;
        int sideP = isLogit ? sideY : sideX;
        long passesR = passes(r, tileR, trips[reduction], sideR);
        int passesFull = (tileP - 1) / sideP + 1;
        int passesRagged = (raggedP - 1) / sideP + 1;
        long passesP = (long) (trips[ROW] - 1) * passesFull + passesRagged;
        others = passesR * streamed(c, tileC, trips[column]);
        full = passesFull;
        ragged = passesRagged;
        inputArrayWords = instances * p * r * trips[column];
        weightArrayWords = instances * c * r * passesP;
        outputArrayWrites = instances * p * c * passesR;
        hasPartialSums = passesR > 1;
        inputArrayTile = (long) Math.min(tileR, sideR) * Math.min(tileP, sideP);
        weightArrayTile = (long) Math.min(tileR, sideR) * tileC;
        outputArrayTile = (long) Math.min(tileP, sideP) * tileC;
      }
    }
    if (Dealing.dealsRows(nest.form)) {
      costs.arrayCycles =
          others * (dealing.fullRowTileInstances * full + dealing.raggedRowTileInstances * ragged);
    } else {
      costs.arrayCycles =
          others * dealing.fullRowTileInstances * ((trips[ROW] - 1) * full + ragged);
    }
  }

  /** Σ⌈tile/side⌉ over the full tiles and the ragged last one. */
  private static long passes(int extent, int tile, int trips, int side) {
    return (long) (trips - 1) * ((tile - 1) / side + 1)
        + ((extent - (trips - 1) * tile - 1) / side + 1);
  }

  /** Σmax(tile + fill, load) over the full tiles and the ragged last one. */
  private double streamed(int extent, int tile, int trips) {
    return (trips - 1) * Math.max(tile + fill, stationaryLoad)
        + Math.max(extent - (trips - 1) * tile + fill, stationaryLoad);
  }

  private void countInput(LoopNest nest, LoopNest.StageNest loops, StageCosts costs) {
    costs.inputReadWords = 0;
    costs.inputFootprintBytes = 0;
    if (!isLogit && nest.fused) {
      access(costs, inputArrayWords, 0);
      return;
    }
    int tensor = (isLogit ? Tensor.Q : Tensor.LOGITS_IN).ordinal();
    int inside = nest.inside[tensor];
    if (inside == LoopNest.AT_ARRAY) {
      costs.inputReadWords = inputArrayWords;
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
            * held(loops, ROW, inside)
            * held(loops, reduction, inside)
            * loops.tile[INSTANCE]
            * figures.wordBytes;
    costs.readTransfers += tiles;
    access(costs, inputArrayWords, 0);
    costs.onChipWriteWords += words;
  }

  private void countWeight(LoopNest nest, LoopNest.StageNest loops, StageCosts costs) {
    int tensor = (isLogit ? Tensor.K : Tensor.V).ordinal();
    int inside = nest.inside[tensor];
    if (inside == LoopNest.AT_ARRAY) {
      costs.weightReadWords = weightArrayWords;
      costs.weightFootprintBytes = 2 * weightArrayTile * figures.wordBytes;
      return;
    }
    long wordsPerInstance = (long) figures.extent[column] * figures.extent[reduction];
    long times = timesFetched(loops, weightBits, inside);
    long fetched;
    if (figures.cores == 1 || !Dealing.dealsRows(nest.form)) {
      fetched = wordsPerInstance * figures.extent[INSTANCE] * times;
      costs.weightReadWords = fetched;
    } else if (times % trips[ROW] == 0 && trips[ROW] > 1) {
      fetched = wordsPerInstance * figures.extent[INSTANCE] * times;
      costs.weightReadWords = wordsPerInstance * dealing.readPerTile * (times / trips[ROW]);
    } else {
      fetched = wordsPerInstance * dealing.fetchedPerInstanceTile * times;
      costs.weightReadWords = wordsPerInstance * dealing.readPerInstanceTile * times;
    }
    costs.weightFootprintBytes =
        nest.slots[tensor]
            * held(loops, column, inside)
            * held(loops, reduction, inside)
            * loops.tile[INSTANCE]
            * figures.wordBytes;
    costs.readTransfers += (long) tiles * (isLogit ? figures.transferPieces : 1);
    access(costs, weightArrayWords, 0);
    costs.onChipWriteWords += fetched;
  }

  private void countOutput(LoopNest nest, LoopNest.StageNest loops, StageCosts costs) {
    costs.outputReadWords = 0;
    costs.outputWriteWords = 0;
    long outputWords =
        (long) figures.extent[INSTANCE] * figures.extent[ROW] * figures.extent[column];
    long partialReads = outputArrayWrites - outputWords;
    int bytes = hasPartialSums ? figures.accumulatorBytes : figures.wordBytes;
    if (isLogit && nest.fused) {
      int shared = nest.form.count() - 1;
      costs.outputFootprintBytes =
          (long) nest.slots[Tensor.LOGITS.ordinal()]
              * held(loops, ROW, shared)
              * held(loops, column, shared)
              * loops.tile[INSTANCE]
              * bytes;
      access(costs, partialReads, outputArrayWrites);
      return;
    }
    int tensor = (isLogit ? Tensor.LOGITS_OUT : Tensor.O).ordinal();
    int inside = nest.inside[tensor];
    if (inside == LoopNest.AT_ARRAY) {
      costs.outputWriteWords = outputArrayWrites;
      costs.outputReadWords = partialReads;
      costs.outputFootprintBytes = 2 * outputArrayTile * figures.wordBytes;
      return;
    }
    long visits = timesFetched(loops, outputBits, inside);
    costs.outputWriteWords = outputWords * visits;
    costs.outputReadWords = outputWords * (visits - 1);
    costs.outputFootprintBytes =
        (long) nest.slots[tensor]
            * held(loops, ROW, inside)
            * held(loops, column, inside)
            * loops.tile[INSTANCE]
            * bytes;
    costs.writeTransfers += tiles;
    costs.readTransfers += tiles / visits * (visits - 1);
    access(costs, partialReads, outputArrayWrites);
    costs.onChipReadWords += costs.outputWriteWords;
    costs.onChipWriteWords += costs.outputReadWords;
    if (!isLogit && nest.form.shares(Dimension.KEY)) {
      countStatistics(nest, loops, inside, costs);
    }
  }

  /**
   * The running maximum and sum of the rows whose output tile is held. They leave and come back
   * with it where keys are outside rows and the rows really change; the document's 2·t_i·t_p would
   * lose the statistics of the other rows where O is held outside the row loop.
   */
  private void countStatistics(
      LoopNest nest, LoopNest.StageNest loops, int inside, StageCosts costs) {
    long rows = held(loops, ROW, inside);
    if (positions[ROW] < positions[reduction]) {
      rows = loops.tile[ROW];
    }
    costs.statisticsFootprintBytes = 2 * rows * loops.tile[INSTANCE] * figures.accumulatorBytes;
    boolean rowsLeave = positions[reduction] < positions[ROW] && inside >= positions[ROW];
    int visits = trips[reduction];
    if (rowsLeave && visits > 1 && trips[ROW] > 1) {
      long words = 2L * figures.extent[INSTANCE] * figures.extent[ROW];
      costs.statisticsWriteWords = words * visits;
      costs.statisticsReadWords = words * (visits - 1);
      costs.onChipReadWords += costs.statisticsWriteWords;
      costs.onChipWriteWords += costs.statisticsReadWords;
    }
  }

  private static void access(StageCosts costs, long reads, long writes) {
    costs.onChipReadWords += reads;
    costs.onChipWriteWords += writes;
    costs.arrayPortWords += reads + writes;
  }

  /** The extent that a tile held inside the loop at position {@code inside} covers. */
  private long held(LoopNest.StageNest loops, int dimension, int inside) {
    return positions[dimension] <= inside ? loops.tile[dimension] : figures.extent[dimension];
  }

  /** How often each word moves; sets {@link #tiles} to the number of tile moves. */
  private long timesFetched(LoopNest.StageNest loops, int indexBits, int inside) {
    long times = 1;
    long pending = 1;
    long visited = 1;
    long visitedAtCut = 1;
    for (int k = 0; k <= inside; k++) {
      int dimension = loops.order[k];
      int n = trips[dimension];
      if (n > 1) {
        visited *= n;
        if ((indexBits >> dimension & 1) != 0) {
          times *= pending;
          pending = 1;
          visitedAtCut = visited;
        } else {
          pending *= n;
        }
      }
    }
    tiles = (int) Math.min(Integer.MAX_VALUE, visitedAtCut);
    return times;
  }
}
