package org.flatsearch.cost.loopnest.tile;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency.Place;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * How many elements and tiles of a tensor move between DRAM and the buffer, by its residency.
 *
 * <p>A tile is replaced if the next step needs another index of a loop around its residency that
 * indexes the tensor, or if a mask lets it cover another range of rows or keys. A loop over the
 * stage's own dimension around the residency replaces all tiles of the loops further in each time.
 * An output visited n times is written n times and read back n − 1 times.
 */
public final class WordMoves {
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();

  private final Figures figures;
  private final TileRuns runs;
  private final Dealing dealing;

  /** The dimension that one stage alone has. */
  private final int own;

  private LoopNest nest;
  private TileFigures[] tiles;
  private TileSums sums;
  private int atRow;
  private int atKey;
  private int atOwn;

  /** Whether this bounds nests with parts, in which any step may begin sums or complete them. */
  private boolean boundsParts;

  /** Elements that move, of all cores. */
  public long elements;

  /** Tiles that move. */
  public long moves;

  /** Those of the elements of an input that come from DRAM, if the shared buffer has the rest. */
  public long fromDram;

  /** Elements of an output that come back as sums to continue, and their tiles. */
  public long reloaded;

  public long reloads;

  /** Elements of the largest tile of an instance. */
  public long room;

  /** Creates the moves of tensors of {@code stage}. */
  public WordMoves(Figures figures, Dealing dealing, TileRuns runs, Stage stage) {
    this.figures = figures;
    this.runs = runs;
    this.dealing = dealing;
    own = stage.own().ordinal();
  }

  /** Begins a stage of {@code nest}. */
  public void begin(
      LoopNest nest,
      LoopNest.StageNest loops,
      TileFigures[] tiles,
      TileSums sums,
      boolean boundsParts) {
    this.nest = nest;
    this.tiles = tiles;
    this.sums = sums;
    this.boundsParts = boundsParts;
    atRow = loops.position(ROW);
    atKey = loops.position(KEY);
    atOwn = loops.position(own);
  }

  /** Whether keys run outside rows. */
  public boolean isKeyOuter() {
    return atKey < atRow;
  }

  /** Whether a tensor is held outside the loop over rows. */
  public boolean isOutsideRows(int tensor) {
    return nest.inside[tensor] < atRow;
  }

  /** Whether an output is held for a range of rows that see a tile of keys. */
  public boolean isOfRowsOfKeys(int tensor) {
    return atKey <= nest.inside[tensor] && nest.inside[tensor] < atRow;
  }

  /** Whether a new tile of the stage's own dimension around the residency begins all anew. */
  private boolean ownInside(int inside, int loop) {
    return inside >= atOwn && atOwn > loop && tiles[own].trips > 1;
  }

  private long ownTimes(int inside) {
    return inside >= atOwn ? tiles[own].trips : 1;
  }

  private void moves(long elements, long moves) {
    this.elements = elements;
    this.moves = moves;
    reloaded = 0;
    reloads = 0;
  }

  /** K or V: keys × own. */
  public void ofKeys(int tensor) {
    ofKeys(tensor, sums.byRows);
    int inside = nest.inside[tensor];
    if (inside < atRow) {
      room = inside < atKey ? sums.keysSeen : tiles[KEY].tile;
    } else if (inside < atKey) {
      room = sums.mostKeys;
    } else {
      boolean isOfStep = inside > atKey || nest.place[tensor] == Place.STEP;
      room = atRow < atKey && isOfStep ? sums.stepOf(tiles[KEY]) : tiles[KEY].tile;
    }
    room *= inside < atOwn ? figures.extent[own] : tiles[own].tile;
  }

  private void ofKeys(int tensor, TileSums.Run rows) {
    int inside = nest.inside[tensor];
    if (inside < atRow) {
      moves(sums.touchedKeys, inside < atKey ? sums.touchedTiles : sums.touchedKeyTiles);
      fromDram = sums.unseenTouches;
    } else if (inside < atKey) {
      boolean all = ownInside(inside, atRow);
      moves(all ? rows.othersOfPairs : rows.changed, all ? rows.items : rows.changes);
      fromDram = all ? sums.unseen : sums.unseenTouches;
    } else if (atRow < atKey) {
      ofKeysInsideRows(tensor, inside, rows);
    } else {
      TileSums.Run keys = sums.byKeys;
      boolean all = ownInside(inside, atRow);
      moves(all ? keys.ownOfPairs : keys.own, all ? keys.pairs : keys.items);
      fromDram = keys.own;
    }
    elements *= figures.extent[own];
    fromDram *= figures.extent[own];
    moves *= ownTimes(inside);
  }

  private void ofKeysInsideRows(int tensor, int inside, TileSums.Run rows) {
    if (ownInside(inside, atRow)) {
      moves(rows.keysOfSteps, rows.pairs);
      fromDram = sums.unseenSteps;
    } else if (inside > atKey || nest.place[tensor] == Place.STEP) {
      moves(rows.stepMoved, rows.stepMoves);
      fromDram = sums.unseenStepsMoved;
    } else {
      long moved = rows.moved;
      if (sums.isBound && rows == sums.byRows) {
        long halfBytesOfKey = (long) figures.halfBytes(tensor, false) * tiles[INSTANCE].tile;
        halfBytesOfKey *= inside < atOwn ? figures.extent[own] : tiles[own].tile;
        moved = runs.leastMoved(2 * figures.bufferBytes / halfBytesOfKey);
      }
      moves(moved, rows.moves);
      fromDram = sums.unseenMoved;
    }
  }

  /** Q or O: rows × own. */
  public void ofRows(int tensor) {
    ofRows(tensor, sums.byRows);
    int inside = nest.inside[tensor];
    boolean isOfAll = inside < atKey && inside < atRow;
    room =
        isOfAll
            ? figures.extent[ROW]
            : inside >= atKey && inside < atRow ? sums.mostRows : tiles[ROW].tile;
    room *= inside < atOwn ? figures.extent[own] : tiles[own].tile;
  }

  private void ofRows(int tensor, TileSums.Run rows) {
    int inside = nest.inside[tensor];
    TileSums.Run keys = sums.byKeys;
    boolean all = ownInside(inside, atKey);
    fromDram = -1;
    if (inside < atKey && inside < atRow) {
      moves(sums.touches * figures.extent[ROW], sums.touchedTiles);
      fromDram = sums.readTouches * figures.extent[ROW];
    } else if (inside < atKey) {
      moves(rows.own, rows.items);
    } else if (inside < atRow) {
      moves(all ? keys.othersOfPairs : keys.changed, all ? keys.items : keys.changes);
      reloaded = all ? keys.continuedRows : keys.continuedChanged;
      reloads = all ? keys.continued : keys.continuedChanges;
    } else if (atKey < atRow) {
      moves(all ? keys.othersOfPairs : keys.moved, all ? keys.pairs : keys.moves);
      reloadAllBut(rows);
    } else {
      moves(all ? rows.ownOfPairs : rows.own, all ? rows.pairs : rows.items);
      reloadAllBut(rows);
    }
    fromDram = fromDram < 0 ? elements : fromDram;
    long extent = figures.extent[own];
    long times = ownTimes(inside);
    elements *= extent;
    fromDram *= extent;
    moves *= times;
    reloaded *= boundsParts ? 0 : extent;
    reloads *= boundsParts ? 0 : times;
  }

  /** All but the first tile of each row tile continue sums. */
  private void reloadAllBut(TileSums.Run rows) {
    reloaded = Math.max(0, elements - rows.own);
    reloads = Math.max(0, moves - rows.items);
  }

  /** Logits through DRAM: rows × keys; the stage's own dimension repeats them. */
  public void ofLogits(int tensor) {
    int inside = nest.inside[tensor];
    boolean isRowOuter = inside >= atRow && (inside < atKey || atRow < atKey);
    if (inside < atRow && inside < atKey) {
      room = figures.extent[ROW] * sums.keysSeen;
    } else if (inside >= atRow && inside >= atKey) {
      room = (long) tiles[ROW].tile * tiles[KEY].tile;
    } else {
      room = isRowOuter ? sums.mostArea : sums.mostRows * tiles[KEY].tile;
    }
    ofLogits(tensor, isRowOuter ? sums.byRows : sums.byKeys, isRowOuter);
  }

  private void ofLogits(int tensor, TileSums.Run run, boolean isRowOuter) {
    int inside = nest.inside[tensor];
    long times = ownTimes(inside);
    if (inside < atRow && inside < atKey) {
      moves(sums.touchedKeys * figures.extent[ROW], sums.touchedTiles);
      fromDram = sums.readTouches * figures.extent[ROW] * figures.extent[KEY];
      return;
    }
    boolean isBoth = inside >= atRow && inside >= atKey;
    long once = run.area;
    long tilesOnce = isBoth ? run.pairs : run.items;
    int outer = isRowOuter ? atRow : atKey;
    int inner = isRowOuter ? atKey : atRow;
    moves(once, tilesOnce);
    if (atOwn < outer) {
      boolean several = tilesOnce > tiles[INSTANCE].trips;
      moves(several ? times * once : once, several ? times * tilesOnce : tilesOnce);
    } else if (isBoth && atOwn < inner) {
      moves(
          times * once - (times - 1) * run.singleArea,
          times * tilesOnce - (times - 1) * run.singles);
    }
    fromDram = elements;
    reloaded = elements - once;
    reloads = moves - tilesOnce;
  }

  /**
   * Statistics of rows, which move with the tiles of an output that is held inside rows.
   *
   * @param splits whether keys are split: those of a part that is complete leave with its sums
   */
  public void ofStatistics(boolean splits) {
    TileSums.Run keys = sums.byKeys;
    moves(2 * keys.moved, keys.moves);
    reloaded = boundsParts ? 0 : Math.max(0, elements - 2 * sums.byRows.own);
    reloads = boundsParts ? 0 : Math.max(0, moves - sums.byRows.items);
    if (splits) {
      elements = reloaded;
      moves = reloads;
    }
  }

  /**
   * What the busiest core moves, at least, of a tensor whose moves have been counted, where tiles
   * are unlike.
   */
  private void ofCore(int tensor) {
    if (figures.cores == 1) {
      return;
    }
    boolean isOfKeys = tensor == Tensor.K.ordinal() || tensor == Tensor.V.ordinal();
    boolean isOfRows = tensor == Tensor.Q.ordinal() || tensor == Tensor.O.ordinal();
    if (nest.inside[tensor] < atRow || atKey < atRow || sums.isBound) {
      moves(0, 0);
    } else if (isOfKeys) {
      ofKeys(tensor, sums.ofCore);
    } else if (isOfRows) {
      ofRows(tensor, sums.ofCore);
    } else {
      moves(0, 0);
    }
  }

  /**
   * Describes what the busiest core moves of a tensor whose moves have been counted, where tiles
   * are unlike.
   *
   * @param isKnown whether that takes a channel to DRAM which no other core's loads share
   */
  public void describe(TileMoves tile, int tensor, boolean isKnown, boolean isOutput) {
    ofCore(tensor);
    boolean hasRoom = sums.isExact && tiles[own].isOne && tiles[INSTANCE].isOne;
    double size = isKnown ? figures.size[tensor] : 0;
    double backWords = isOutput ? reloaded * size : 0;
    tile.ofUnlike(
        elements * size,
        backWords,
        isKnown ? moves : 0,
        backWords > 0 ? reloads : 0,
        hasRoom ? room * tiles[INSTANCE].tile * size : Double.POSITIVE_INFINITY,
        nest.inside[tensor] >= nest.form.count(),
        sums.sharedTiles(sums.ofCore, nest.form, dealing.tilesOfCore0));
  }

  /** Whether the shared buffer holds K and V of the most instances that can be at work. */
  public boolean holdsLoads() {
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

  /** Rows of O of all parts that leave with their statistics, to be merged. */
  public long rowsOfParts(int output) {
    if (isOfRowsOfKeys(output)) {
      return sums.byKeys.completedRows;
    }
    return isOutsideRows(output) ? sums.touches * figures.extent[ROW] : sums.byRows.own;
  }
}
