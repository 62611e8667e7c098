package org.flatsearch.cost.loopnest;

import org.flatsearch.cost.loopnest.tile.Dealing;
import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.LiveSums;
import org.flatsearch.cost.loopnest.tile.LiveTiles;
import org.flatsearch.cost.loopnest.tile.LiveWork;
import org.flatsearch.cost.loopnest.tile.StageFootprint;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency.Place;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * Counts one stage where tiles are unlike, under a mask, with steps or parts of keys, a queue or a
 * shared buffer: the same words, array work and bytes as {@link StageCounter}, from {@link
 * LiveSums}. Of times it has sums alone; figures of single phases are 0, so that chains leave them
 * out.
 *
 * <p><b>Traffic.</b> A tile is replaced if the next step needs another index of a loop around its
 * residency that indexes the tensor, or if a mask lets it cover another range of rows or keys. A
 * loop over the stage's own dimension around the residency replaces all tiles of the loops further
 * in each time.
 */
final class LiveCounter {
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();
  private static final int LOGITS = Tensor.LOGITS.ordinal();
  private static final int STATISTICS = Tensor.STATISTICS.ordinal();

  private final Figures figures;
  private final Dealing dealing;
  private final boolean isLogit;
  private final int own;
  private final int input;
  private final int weight;
  private final int output;
  private final LiveTiles liveTiles;
  private final LiveWork work;
  private final PartialOutputs partial;

  private LoopNest nest;
  private LiveSums live;
  private StageCosts costs;
  private TileFigures[] tiles;
  private int atRow;
  private int atKey;
  private int atOwn;

  /** Whether keys are split into parts. */
  private boolean splits;

  /** Whether this bounds nests with parts, in which any step may begin sums or complete them. */
  private boolean boundsParts;

  /** All loads, in cycles. */
  private double loads;

  // What a tensor moves: elements and tiles, of which some come back as sums to continue.
  private long elements;
  private long moves;

  /** Those elements of K or V that no core has loaded before for their instance. */
  private long fromDram;

  private boolean holdsLoads;
  private long reloaded;
  private long reloads;

  /** Elements of the largest tile of an instance. */
  private long room;

  LiveCounter(Figures figures, Dealing dealing, LiveTiles liveTiles, Stage stage) {
    this.figures = figures;
    this.dealing = dealing;
    isLogit = stage == Stage.LOGIT;
    own = (isLogit ? stage.reduction() : stage.column()).ordinal();
    input = stage.input(false).ordinal();
    weight = stage.weight().ordinal();
    output = stage.output(false).ordinal();
    this.liveTiles = liveTiles;
    work = new LiveWork(figures, stage);
    partial = new PartialOutputs(figures);
  }

  /** Counts the stage as {@link StageCounter#count} does. */
  void count(LoopNest nest, TileFigures[] tiles, StageCosts costs) {
    LoopNest.StageNest loops = isLogit ? nest.logit : nest.attend;
    this.nest = nest;
    this.costs = costs;
    this.tiles = tiles;
    costs.clear();
    atRow = loops.position(ROW);
    atKey = loops.position(KEY);
    atOwn = loops.position(own);
    live = liveTiles.sums(tiles, nest.form.dealsRows(), nest.keyStep, nest.keyPart);
    splits = figures.hasParts(nest);
    boundsParts = splits && !live.isExact;
    holdsLoads = holdsLoads();
    work.count(loops, live, tiles);
    loads = 0;
    costs.largestPhaseShare = 1;
    costs.logits = live.byRows.area;
    costs.rowSteps = nest.form.shares(Dimension.KEY) ? live.byRows.ownOfPairs : 0;
    costs.rescaledRows = rescaledRows(live.byRows);
    countShares();
    countInput();
    countWeight();
    countOutput();
    countLogits();
    costs.arrayCycles = work.cyclesOfCore;
    costs.portCycles = costs.onChipReads + costs.onChipWrites;
    costs.portCycles *= figures.portCyclesPerWord / figures.cores;
    costs.unconfinedCycles = costs.arrayCycles + (isLogit ? idleCycles() : 0);
    if (splits && !isLogit) {
      costs.unconfinedCycles += partial.leastMergeCycles(live, nest);
    }
    if (figures.cores == 1) {
      costs.unconfinedCycles += figures.loadsShown * loads;
    }
    costs.phaseCycles = costs.unconfinedCycles;
  }

  /** The parts of work that the busiest core has. */
  private void countShares() {
    LiveSums.Run all = live.byRows;
    LiveSums.Run mine = live.ofCore;
    costs.rowShare = (double) mine.own / all.own;
    costs.coreOperations = laneOperations(mine);
    costs.coreLogits = mine.area;
    costs.coreRescaledRows = rescaledRows(mine);
    costs.laneShare = costs.coreOperations / Math.max(1, laneOperations(all));
    costs.passShare = live.isExact ? Math.min(costs.laneShare, (double) mine.items / all.items) : 0;
    if (!isLogit && isHeld(output) && atKey <= nest.inside[output] && nest.inside[output] < atRow) {
      // The lanes divide such a tile when its last row is complete, others may have been before.
      costs.rowShare = 0;
    }
    if (splits) {
      // Any core that has work may have the merges.
      long dealt = live.isExact ? (long) live.dealt * tiles[INSTANCE].trips : figures.cores;
      costs.rowShare = 1.0 / Math.min(figures.cores, dealt);
    }
    costs.sharedTiles = sharedTiles(all, tiles[INSTANCE].trips);
  }

  private double laneOperations(LiveSums.Run run) {
    long steps = nest.form.shares(Dimension.KEY) ? run.ownOfPairs : 0;
    return (double) run.area * figures.operationsPerLogit
        + rescaledRows(run) * (figures.extent[Dimension.VALUE_DIM.ordinal()] + 2.0)
        + (double) steps * figures.operationsPerRowStep;
  }

  /** Online: rows of shared tiles that have seen other keys before. */
  private long rescaledRows(LiveSums.Run run) {
    return nest.form.shares(Dimension.KEY) && !boundsParts ? run.ownOfPairs - run.own : 0;
  }

  private double sharedTiles(LiveSums.Run run, long tilesOfInstances) {
    return nest.form.shares(Dimension.KEY)
        ? run.pairs
        : nest.form.shares(Dimension.ROW) ? run.items : tilesOfInstances;
  }

  private double idleCycles() {
    boolean dealsRows = nest.form.dealsRows();
    long dealt = splits ? live.dealtToCore : dealsRows ? live.ofCore.items : dealing.tilesOfCore0;
    return sharedTiles(live.ofCore, dealing.tilesOfCore0) * figures.stepCycles
        + dealt * figures.itemCycles;
  }

  private boolean isHeld(int tensor) {
    return nest.inside[tensor] != LoopNest.AT_ARRAY;
  }

  private void countInput() {
    if (!isLogit && nest.fused) {
      passArray(LOGITS, work.inputWords, 0);
      return;
    }
    if (isHeld(input)) {
      passArray(input, work.inputWords, 0);
      if (isLogit) {
        moveRows(input);
      } else {
        moveLogits(input);
      }
      costs.inputReadWords = load(input, elements, moves);
    } else {
      costs.inputReadWords = stream(input, work.inputWords);
    }
    costs.inputFootprintBytes = hold(input, true, !isLogit, figures.halfBytes(input, false));
  }

  private void countWeight() {
    if (!isLogit && nest.hasValuesInKeys()) {
      passArray(weight, work.weightWords, 0);
      return;
    }
    if (isHeld(weight)) {
      passArray(weight, work.weightWords, 0);
      moveKeys(weight);
      costs.weightReadWords = holdsLoads ? loadShared(weight) : load(weight, elements, moves);
    } else {
      costs.weightReadWords = stream(weight, work.weightWords);
    }
    costs.weightFootprintBytes = hold(weight, false, true, figures.halfBytes(weight, false));
  }

  private void countOutput() {
    if (isLogit && nest.fused) {
      passArray(LOGITS, work.outputReads, work.outputWrites);
      return;
    }
    if (!isLogit && nest.form.shares(Dimension.KEY)) {
      countStatistics();
    }
    if (isHeld(output)) {
      passArray(output, outputReads(), work.outputWrites);
      if (isLogit) {
        moveLogits(output);
      } else {
        moveRows(output);
      }
      costs.outputReadWords = load(output, reloaded, reloads);
      costs.outputWriteWords = store(output, outside(elements), moves);
    } else {
      long steps = live.byRows.pairs * tiles[own].trips;
      long begun = isLogit ? live.byRows.pairs : live.byRows.items * tiles[own].trips;
      double size = figures.size[output];
      costs.outputReadWords = outputReads();
      costs.outputWriteWords = outside(work.outputWrites);
      costs.dramReads += costs.outputReadWords * size;
      costs.dramWrites += costs.outputWriteWords * size;
      costs.readCycles +=
          figures.readCycles(costs.outputReadWords * size, boundsParts ? 0 : steps - begun);
      costs.writeCycles += figures.writeCycles(costs.outputWriteWords * size, steps);
    }
    if (splits && !isLogit) {
      partial.count(live, rowsOfParts(), isHeld(output), tiles, costs);
    }
    costs.outputFootprintBytes = hold(output, true, isLogit, halfBytesOfSums(output));
  }

  private long outputReads() {
    return boundsParts && !isLogit ? 0 : work.outputReads;
  }

  /** Those of the words of output that leave which are not partial outputs to be merged. */
  private long outside(long words) {
    return isLogit || !splits
        ? words
        : boundsParts ? 0 : words - rowsOfParts() * figures.extent[own];
  }

  /** Rows of O of all parts that leave with their statistics, to be merged. */
  private long rowsOfParts() {
    int inside = nest.inside[output];
    if (inside >= atKey && inside < atRow) {
      return live.byKeys.completedRows;
    }
    return inside < atRow ? live.touches * figures.extent[ROW] : live.byRows.own;
  }

  /** Some nests that this bounds may have partial sums although the one at hand has none. */
  private int halfBytesOfSums(int tensor) {
    int whole = figures.halfBytes(tensor, false);
    int sums = figures.halfBytes(tensor, true);
    boolean isOne = live.isExact && tiles[own].isOne;
    return isOne ? work.hasPartialSums ? sums : whole : Math.min(whole, sums);
  }

  /** Logits on chip are as many as live tiles of either stage need; joining takes the larger. */
  private void countLogits() {
    if (!nest.fused) {
      return;
    }
    boolean inRegisters = nest.isInRegisters(Tensor.LOGITS);
    costs.logitsRoom = (long) tiles[INSTANCE].tile;
    costs.logitsRoom *=
        nest.form.shares(Dimension.KEY)
            ? (long) tiles[ROW].tile * live.stepOf(tiles[KEY])
            : nest.form.shares(Dimension.ROW) ? live.mostArea : figures.extent[ROW] * live.keysSeen;
    if (isLogit) {
      costs.logitsHalfBytes =
          inRegisters ? figures.halfBytesInRegisters[LOGITS] : halfBytesOfSums(LOGITS);
    }
  }

  /** Whether a new tile of the stage's own dimension around the residency begins all anew. */
  private boolean ownInside(int inside, int loop) {
    return inside >= atOwn && atOwn > loop && tiles[own].trips > 1;
  }

  private long ownTimes(int inside) {
    return inside >= atOwn ? tiles[own].trips : 1;
  }

  /** K or V: keys × own. */
  private void moveKeys(int tensor) {
    int inside = nest.inside[tensor];
    long extent = figures.extent[own];
    long times = ownTimes(inside);
    LiveSums.Run rows = live.byRows;
    if (inside < atRow) {
      moves(live.touchedKeys, inside < atKey ? live.touchedTiles : live.touchedKeyTiles);
      fromDram = live.unseenTouches;
      room = inside < atKey ? live.keysSeen : tiles[KEY].tile;
    } else if (inside < atKey) {
      boolean all = ownInside(inside, atRow);
      moves(all ? rows.othersOfPairs : rows.changed, all ? rows.items : rows.changes);
      fromDram = all ? rows.unseen : rows.unseenRanges;
      room = live.mostKeys;
    } else {
      boolean all = ownInside(inside, atRow);
      if (atRow < atKey) {
        boolean ofStep = inside > atKey || nest.place[tensor] == Place.STEP;
        if (all) {
          moves(rows.keysOfSteps, rows.pairs);
          fromDram = rows.unseenSteps;
        } else if (ofStep) {
          moves(rows.stepMoved, rows.stepMoves);
          fromDram = rows.unseenStepsMoved;
        } else {
          long halfBytesOfKey = (long) figures.halfBytes(tensor, false) * tiles[INSTANCE].tile;
          halfBytesOfKey *= inside < atOwn ? extent : tiles[own].tile;
          long mostKeys = 2 * figures.bufferBytes / halfBytesOfKey;
          moves(liveTiles.moved(live, mostKeys), rows.moves);
          fromDram = rows.unseenMoved;
        }
      } else {
        LiveSums.Run keys = live.byKeys;
        moves(all ? keys.ownOfPairs : keys.own, all ? keys.pairs : keys.items);
        fromDram = keys.own;
      }
      room =
          atRow < atKey && (inside > atKey || nest.place[tensor] == Place.STEP)
              ? live.stepOf(tiles[KEY])
              : tiles[KEY].tile;
    }
    elements *= extent;
    fromDram *= extent;
    moves *= times;
    room *= inside < atOwn ? extent : tiles[own].tile;
  }

  private void moves(long elements, long moves) {
    this.elements = elements;
    this.moves = moves;
    reloaded = 0;
    reloads = 0;
  }

  /** Q or O: rows × own. */
  private void moveRows(int tensor) {
    int inside = nest.inside[tensor];
    long extent = figures.extent[own];
    long times = ownTimes(inside);
    LiveSums.Run rows = live.byRows;
    LiveSums.Run keys = live.byKeys;
    boolean all = ownInside(inside, atKey);
    room = tiles[ROW].tile;
    if (inside < atKey && inside < atRow) {
      moves(live.touches * figures.extent[ROW], live.touchedTiles);
      room = figures.extent[ROW];
    } else if (inside < atKey) {
      moves(rows.own, rows.items);
    } else if (inside < atRow) {
      moves(all ? keys.othersOfPairs : keys.changed, all ? keys.items : keys.changes);
      reloaded = all ? keys.continuedRows : keys.continuedChanged;
      reloads = all ? keys.continued : keys.continuedChanges;
      room = live.mostRows;
    } else if (atKey < atRow) {
      moves(all ? keys.othersOfPairs : keys.moved, all ? keys.pairs : keys.moves);
      reloadAllBut(rows);
    } else {
      moves(all ? rows.ownOfPairs : rows.own, all ? rows.pairs : rows.items);
      reloadAllBut(rows);
    }
    elements *= extent;
    moves *= times;
    reloaded *= boundsParts ? 0 : extent;
    reloads *= boundsParts ? 0 : times;
    room *= inside < atOwn ? extent : tiles[own].tile;
  }

  /** All but the first tile of each row tile continue sums. */
  private void reloadAllBut(LiveSums.Run rows) {
    reloaded = Math.max(0, elements - rows.own);
    reloads = Math.max(0, moves - rows.items);
  }

  /** Logits through DRAM: rows × keys; the stage's own dimension repeats them. */
  private void moveLogits(int tensor) {
    int inside = nest.inside[tensor];
    long times = ownTimes(inside);
    boolean isRowOuter = inside >= atRow && (inside < atKey || atRow < atKey);
    LiveSums.Run run = isRowOuter ? live.byRows : live.byKeys;
    long once;
    long tilesOnce;
    if (inside < atRow && inside < atKey) {
      moves(live.touchedKeys * figures.extent[ROW], live.touchedTiles);
      once = elements;
      tilesOnce = moves;
      room = figures.extent[ROW] * live.keysSeen;
    } else {
      boolean isBoth = inside >= atRow && inside >= atKey;
      once = run.area;
      tilesOnce = isBoth ? run.pairs : run.items;
      room =
          isBoth
              ? (long) tiles[ROW].tile * tiles[KEY].tile
              : isRowOuter ? live.mostArea : live.mostRows * tiles[KEY].tile;
      int outer = isRowOuter ? atRow : atKey;
      int inner = isRowOuter ? atKey : atRow;
      moves(once, tilesOnce);
      if (atOwn < outer) {
        boolean several = (isBoth ? run.pairs : run.items) > tiles[INSTANCE].trips;
        moves(several ? times * once : once, several ? times * tilesOnce : tilesOnce);
      } else if (isBoth && atOwn < inner) {
        moves(
            times * once - (times - 1) * run.singleArea,
            times * tilesOnce - (times - 1) * run.singles);
      }
    }
    reloaded = elements - once;
    reloads = moves - tilesOnce;
  }

  private void countStatistics() {
    boolean keysOutside = atKey < atRow;
    costs.statisticsFootprintBytes =
        (long) StageFootprint.STATISTICS_A_ROW
            * figures.accumulatorBytes
            * tiles[INSTANCE].tile
            * (keysOutside && tiles[KEY].trips > 1 && nest.inside[output] < atRow
                ? figures.extent[ROW]
                : tiles[ROW].tile);
    if (keysOutside
        && nest.inside[output] >= atRow
        && tiles[KEY].trips > 1
        && tiles[ROW].trips > 1) {
      LiveSums.Run keys = live.byKeys;
      long all = 2 * keys.moved;
      long again = boundsParts ? 0 : Math.max(0, all - 2 * live.byRows.own);
      costs.statisticsReadWords =
          load(STATISTICS, again, Math.max(0, keys.moves - live.byRows.items));
      costs.statisticsWriteWords = store(STATISTICS, all, keys.moves);
    }
  }

  /** The array reads and writes words of a tensor on chip. */
  private void passArray(int tensor, long reads, long writes) {
    if (nest.place[tensor] == Place.REGISTERS) {
      costs.registerWords += reads + writes;
    } else {
      read(tensor, reads);
      write(tensor, writes);
    }
  }

  private void read(int tensor, long words) {
    costs.onChipReadWords += words;
    costs.onChipReads += words * figures.size(tensor, nest);
  }

  private void write(int tensor, long words) {
    costs.onChipWriteWords += words;
    costs.onChipWrites += words * figures.size(tensor, nest);
  }

  /** Tiles come from DRAM. */
  private long load(int tensor, long words, long transfers) {
    double size = words * figures.size(tensor, nest);
    double cycles = figures.readCycles(size, transfers);
    write(tensor, words);
    costs.dramReads += size;
    costs.sharedWords += size;
    costs.readCycles += cycles;
    loads += cycles;
    return words;
  }

  /** Tiles come from the buffer that all cores share, where that has got them from DRAM. */
  private long loadShared(int tensor) {
    double size = fromDram * figures.size[tensor];
    write(tensor, elements);
    costs.dramReads += size;
    costs.sharedWords += elements * figures.size[tensor];
    costs.readCycles += size * figures.readCyclesPerWord;
    return fromDram;
  }

  /** Whether the shared buffer holds K and V of the most instances that can be at work. */
  private boolean holdsLoads() {
    if (figures.sharedBufferBytes == 0) {
      return false;
    }
    int all = tiles[INSTANCE].trips;
    long ofInstance = live.isExact ? live.dealt : nest.form.dealsRows() ? tiles[ROW].trips : 1;
    long atWork =
        figures.isQueue
            ? Math.min(all, (figures.cores - 1 + ofInstance - 1) / ofInstance + 1)
            : Math.min(all, Math.min(figures.cores, all * ofInstance));
    long instances = Math.min(atWork * tiles[INSTANCE].tile, figures.extent[INSTANCE]);
    return instances * figures.sharedBytes(nest) <= figures.sharedBufferBytes;
  }

  /** Tiles go to DRAM. */
  private long store(int tensor, long words, long transfers) {
    double size = words * figures.size(tensor, nest);
    read(tensor, words);
    costs.dramWrites += size;
    costs.writeCycles += figures.writeCycles(size, transfers);
    return words;
  }

  /** Words stream past the buffer to the array in each step. */
  private long stream(int tensor, long words) {
    double size = words * figures.size[tensor];
    costs.dramReads += size;
    costs.readCycles += figures.readCycles(size, live.byRows.pairs * tiles[own].trips);
    return words;
  }

  /**
   * Returns the bytes in the buffer of a tensor's largest tile in all slots; adds what is in
   * registers to those.
   */
  private long hold(int tensor, boolean hasRows, boolean hasKeys, int halfBytes) {
    if (!isHeld(tensor)) {
      long words =
          (hasRows ? work.atArray(ROW, tiles) : 1)
              * (hasKeys ? work.atArray(KEY, tiles) : 1)
              * (hasRows && hasKeys ? 1 : work.atArray(own, tiles));
      return StageFootprint.ARRAY_TILES
          * StageFootprint.whole(words * figures.halfBytes(tensor, false));
    }
    long words = room * tiles[INSTANCE].tile;
    int slots = nest.slots[tensor];
    if (nest.place[tensor] == Place.REGISTERS) {
      costs.registerBytes +=
          slots * StageFootprint.whole(words * figures.halfBytesInRegisters[tensor]);
      return 0;
    }
    return slots * StageFootprint.whole(words * halfBytes);
  }
}
