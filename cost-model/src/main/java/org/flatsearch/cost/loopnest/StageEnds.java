package org.flatsearch.cost.loopnest;

import org.flatsearch.cost.loopnest.tile.ArrayWork;
import org.flatsearch.cost.loopnest.tile.Dealing;
import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.LoopProducts;
import org.flatsearch.cost.loopnest.tile.StageMoves;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.cost.loopnest.tile.TileMoves;
import org.flatsearch.cost.loopnest.tile.TileSums;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * Counts the parts of one stage's work and transfers that chains begin or end with: the loads
 * before the first step, the work on the first and on the last shared tile, the work after the last
 * load, the last division and store. A last tile counts with no more than {@link
 * TileFigures#least}; with several cores, as a tile that any of them may have.
 */
final class StageEnds {
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();

  private final Figures figures;
  private final Dealing dealing;
  private final boolean isLogit;
  private final int column;
  private final int reduction;
  private final ArrayWork array;
  private final LoopProducts loops;
  private final StageMoves moves;

  /**
   * Whether any step may stream words from DRAM, so that it does not end before they have arrived.
   */
  boolean streamsIn;

  /** Whether the shared buffer may have got a tile of K already. */
  boolean loadsAreShared;

  /** Whether this bounds nests of which some continue sums although the one at hand does not. */
  boolean sumsMayComeBack;

  private LoopNest nest;
  private boolean areUnlike;
  private TileSums sums;
  private TileFigures[] tiles;
  private StageCosts costs;

  StageEnds(
      Figures figures,
      Dealing dealing,
      Stage stage,
      ArrayWork array,
      LoopProducts loops,
      StageMoves moves) {
    this.figures = figures;
    this.dealing = dealing;
    this.array = array;
    this.loops = loops;
    this.moves = moves;
    isLogit = stage == Stage.LOGIT;
    column = stage.column().ordinal();
    reduction = stage.reduction().ordinal();
  }

  /**
   * Begins a stage with the figures of its shared tiles.
   *
   * @param areUnlike whether tiles differ by more than their size, so that any may be first or last
   */
  void begin(
      LoopNest nest, TileFigures[] tiles, TileSums sums, StageCosts costs, boolean areUnlike) {
    this.nest = nest;
    this.sums = sums;
    this.areUnlike = areUnlike;
    this.tiles = tiles;
    this.costs = costs;
    streamsIn = false;
    TileFigures rows = tiles[ROW];
    TileFigures keys = tiles[KEY];
    boolean sharesRows = loops.isShared(ROW);
    boolean sharesKeys = loops.isShared(KEY);
    sumsMayComeBack = !isLogit && sharesKeys && keys.trips == 1 && !dealing.isExact;
    double share = tiles[INSTANCE].workShare;
    share *= sharesRows ? rows.workShare : 1;
    share *= sharesKeys ? keys.workShare : 1;
    if (areUnlike) {
      costs.largestPhaseShare = 1;
      costs.firstSharedLogits = logits(sums.first, sharesRows, sharesKeys);
      costs.lastSharedLogits = logits(sums.last, sharesRows, sharesKeys);
      return;
    }
    costs.lastSharedLogits =
        (double) tiles[INSTANCE].least
            * (sharesRows ? rows.least : figures.extent[ROW])
            * (sharesKeys ? keys.least : figures.extent[KEY]);
    costs.largestPhaseShare = Math.min(1, share * dealing.mostCores);
    costs.firstSharedLogits =
        (double) tiles[INSTANCE].tile
            * (sharesRows ? rows.tile : figures.extent[ROW])
            * (sharesKeys ? keys.tile : figures.extent[KEY]);
    costs.sharedTiles = loops.trips[loops.shared];
  }

  private double logits(TileSums.End end, boolean sharesRows, boolean sharesKeys) {
    if (sharesKeys) {
      return (double) end.instances * end.rows * end.keysOfStep;
    }
    return sharesRows
        ? (double) end.instances * end.rows * end.range
        : (double) sums.byRows.area / figures.extent[INSTANCE] * end.instances;
  }

  /**
   * Counts the parts, once all moves are known.
   *
   * @param merges whether outputs of parts are merged in the end, so that no last output is stored
   */
  void time(boolean merges) {
    if (areUnlike) {
      timeUnlike(merges);
      return;
    }
    if (isLogit) {
      costs.firstPhaseCycles = tiles[INSTANCE].tile * work(ArrayWork.FULL, -1);
      timeFirstLoads();
    } else {
      timeLastWork();
    }
    timeOutput();
  }

  /** Counts the same parts where tiles are unlike. */
  private void timeUnlike(boolean merges) {
    double step = tiles[INSTANCE].least * leastStep();
    if (isLogit) {
      costs.firstPhaseCycles = array.cycles(sums.first, nest.form);
      timeFirstLoadsOfUnlike();
    } else {
      costs.lastPhaseCycles = array.cycles(sums.last, nest.form);
      costs.lastTailCycles = streamsIn || merges ? 0 : step;
    }
    if (merges || isLogit && nest.fused) {
      return;
    }
    TileMoves output = moves.output;
    double words = leastTile(moves.outputTensor);
    if (output != null) {
      costs.firstOutputCycles = step;
      costs.lastStoreCycles = figures.writeCycles(words, 1);
    }
    if (!isLogit) {
      costs.lastDivisionCycles = words * figures.divisionCycles(nest.isInRegisters(Tensor.O));
    } else if (output != null && !output.changesInside) {
      costs.passStoreCycles = figures.writeCycles(output.firstWords, output.changes);
    }
  }

  /** The array's cycles of the least step of one instance. */
  private double leastStep() {
    int least = ArrayWork.LEAST;
    return nest.keyStep > 0 ? 0 : array.cycles(least, least, least);
  }

  private void timeFirstLoadsOfUnlike() {
    double wait = 0;
    if (moves.input != null) {
      costs.firstLoadCycles = load(sums.first.instances * tileOfQ(sums.first.rows));
      wait = (dealing.coresAtStart - 1) * load(tiles[INSTANCE].least * tileOfQ(tiles[ROW].least));
    }
    // From the shared buffer K comes while Q comes from DRAM.
    if (moves.weight != null && !loadsAreShared) {
      costs.firstLoadCycles += wait + load(firstTileOfK() * figures.inversePieces);
    }
  }

  /** Words of Q that one instance has in a tile, at least. */
  private double tileOfQ(int rows) {
    int inside = nest.inside[moves.inputTensor];
    return (double) rows
        * (inside < loops.position(reduction) ? figures.extent[reduction] : tiles[reduction].least)
        * figures.size[moves.inputTensor];
  }

  private double firstTileOfK() {
    int inside = nest.inside[moves.weightTensor];
    boolean isOfStep = nest.keyStep > 0;
    double keys =
        isOfStep
            ? sums.first.keysOfStep
            : inside < loops.position(KEY) ? sums.first.range : sums.first.keys;
    return sums.first.instances
        * keys
        * (inside < loops.position(reduction) ? figures.extent[reduction] : tiles[reduction].least)
        * figures.size[moves.weightTensor];
  }

  /** Words of the smallest last tile of output that any core may have. */
  private double leastTile(int tensor) {
    int inside = nest.inside[tensor];
    double words = (double) tiles[INSTANCE].least * tiles[ROW].least * figures.size[tensor];
    if (isLogit) {
      return nest.keyStep > 0 ? 0 : words * tiles[KEY].least;
    }
    return words * (inside < loops.position(column) ? figures.extent[column] : tiles[column].least);
  }

  /** Counts the work on the last shared tile, and the part of it that follows its last load. */
  private void timeLastWork() {
    int deepest = -1;
    if (moves.input != null) {
      deepest = moves.input.deepest;
    }
    if (moves.weight != null) {
      deepest = Math.max(deepest, moves.weight.deepest);
    }
    if (moves.output != null && (moves.output.times > 1 || sumsMayComeBack)) {
      deepest = Math.max(deepest, moves.output.deepest);
    }
    int last = tiles[INSTANCE].least;
    costs.lastPhaseCycles = last * work(ArrayWork.LEAST, -1);
    if (!streamsIn) {
      boolean loadsInside = 1 << deepest + 1 > loops.shared + 1;
      costs.lastTailCycles =
          loadsInside ? last * work(ArrayWork.LEAST, deepest) : costs.lastPhaseCycles;
    }
  }

  /**
   * Counts from the beginning to the first step of a core. All cores request their first load at
   * once, so the first loads of all other cores come before the second load of any.
   */
  private void timeFirstLoads() {
    int others = dealing.coresAtStart - 1;
    double wait = 0;
    if (moves.input != null) {
      costs.firstLoadCycles = load(moves.input.firstTile);
      wait = moves.inputIsShared() ? 0 : others * load(moves.input.leastFirstTile);
    }
    if (moves.weight != null) {
      costs.firstLoadCycles += wait + load(moves.weight.firstTile * figures.inversePieces);
    }
  }

  private double load(double words) {
    return figures.readCycles(words, 1);
  }

  private void timeOutput() {
    if (isLogit && nest.fused) {
      return;
    }
    double lastWords;
    if (moves.output == null) {
      lastWords = (double) tiles[INSTANCE].least * tiles[ROW].least * tiles[column].least;
      lastWords *= figures.size[moves.outputTensor];
    } else {
      lastWords = moves.output.lastTile;
      if (figures.cores > 1) {
        lastWords = Math.min(lastWords, lastWords / figures.extent[ROW] * tiles[ROW].least);
      }
      int cut = 2 << moves.output.deepest;
      // Over many nests, no more than one tile of each shared loop is certain. On several cores no
      // chain reads the figure, so it should tell as few choices apart as it can.
      int full = dealing.isExact && figures.cores == 1 ? cut : Math.max(cut, loops.shared + 1);
      costs.firstOutputCycles =
          tiles[INSTANCE].tile
              * array.cycles(
                  loops.bit[ROW] < full ? ArrayWork.FULL : ArrayWork.ALL,
                  loops.bit[column] < full ? ArrayWork.FULL : ArrayWork.ALL,
                  loops.bit[reduction] < full ? ArrayWork.FULL : ArrayWork.ALL);
      costs.lastStoreCycles = figures.writeCycles(lastWords, 1);
    }
    if (!isLogit) {
      costs.lastDivisionCycles = lastWords * figures.divisionCycles(nest.isInRegisters(Tensor.O));
    } else if (moves.output != null) {
      double words = moves.output.changesInside ? moves.output.leastWords : moves.output.firstWords;
      costs.passStoreCycles =
          figures.writeCycles(words, moves.output.changes) * dealing.shareOfCore;
    }
  }

  /**
   * The work on one instance of the last tile of those that this stage's own loops down to position
   * {@code deepest} cut, or on all of the shared tile if that is −1.
   *
   * @param shared which part the shared tile is of the dimensions that the shared loops cut
   */
  private double work(int shared, int deepest) {
    int cut = 1 << deepest + 1;
    return array.cycles(
        part(ROW, shared, cut), part(column, shared, cut), part(reduction, shared, cut));
  }

  private int part(int dimension, int shared, int cut) {
    boolean isCut = loops.bit[dimension] < cut;
    return loops.isShared(dimension) ? shared : isCut ? ArrayWork.LEAST : ArrayWork.ALL;
  }
}
