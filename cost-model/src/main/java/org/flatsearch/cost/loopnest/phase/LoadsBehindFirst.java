package org.flatsearch.cost.loopnest.phase;

import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.schedule.Dimension;

/**
 * The least length of a phase that has more tiles of some tensors than slots.
 *
 * <p>When the work on the first tile has ended, the loads of all tiles that have no slot before
 * follow, and the streams of the other steps. Those of the steps on the last tiles, as many as
 * there are slots, may come after the last load; so does the work on the last tile. Of several
 * tensors the loads add up from the end of the shortest of their first tiles on, and so do, with
 * these, the stores and loads of sums.
 */
final class LoadsBehindFirst {
  private static final int ROW = Dimension.ROW.ordinal();

  private final Figures figures;
  private final PhaseTiles tiles;
  private final PhaseTensor input;
  private final PhaseTensor weight;
  private final PhaseTensor output;

  /** What of the work on a tile of the weight comes after its load at least. */
  private final double lastPiece;

  // The most of a phase's steps, by work or words, that are on one tile of each.
  private double shareOfInput;
  private double shareOfWeight;
  private double shareOfOutput;

  // Of the tensors that have been added: the work on the first and on the last tile at least, the
  // transfers after the former, the most of the steps on one tile, and on as many as slots.
  private double firstWork;
  private double lastWork;
  private double transfers;
  private double mostOfTile;
  private double mostOfLast;

  LoadsBehindFirst(Figures figures, PhaseTiles tiles, StageTensors tensors) {
    this.figures = figures;
    this.tiles = tiles;
    input = tensors.input();
    weight = tensors.weight();
    output = tensors.output();
    lastPiece = tensors.isLogit() ? figures.inversePieces : 1;
  }

  /** Takes up another stage. */
  void begin(TileFigures[] ofDimensions) {
    shareOfInput = share(input, ofDimensions);
    shareOfWeight = share(weight, ofDimensions);
    shareOfOutput = share(output, ofDimensions);
  }

  private double share(PhaseTensor tensor, TileFigures[] ofDimensions) {
    return tensor.isMoved()
        ? share(ROW, tensor, ofDimensions)
            * share(tiles.column, tensor, ofDimensions)
            * share(tiles.reduction, tensor, ofDimensions)
        : 1;
  }

  private double share(int dimension, PhaseTensor tensor, TileFigures[] ofDimensions) {
    TileFigures tile = ofDimensions[dimension];
    boolean cuts = !tiles.isShared(dimension) && tiles.isAround(dimension, tensor.moves.deepest);
    return cuts ? tile.largerShare() : 1;
  }

  /**
   * Raises {@link PhaseCycles#CONFINED} of a kind, once its streams and stores are known.
   *
   * @param at where its figures are
   */
  void count(double[] cycles, int at) {
    double inputs = input.behindSlots(figures.readCyclesPerWord);
    double weights = weight.behindSlots(figures.readCyclesPerWord);
    double others = cycles[PhaseCycles.BACK + at] + cycles[PhaseCycles.DUE + at];
    clear();
    if (inputs > 0) {
      add(input, inputs, 1, shareOfInput);
      raise(cycles, at);
    }
    if (weights > 0) {
      clear();
      add(weight, weights, lastPiece, shareOfWeight);
      raise(cycles, at);
    }
    if (inputs > 0 && weights > 0) {
      add(input, inputs, 1, shareOfInput);
      raise(cycles, at);
    }
    if (others > 0 && inputs + weights > 0) {
      add(output, others, 0, shareOfOutput);
      raise(cycles, at);
    }
  }

  private void clear() {
    firstWork = Double.POSITIVE_INFINITY;
    lastWork = Double.POSITIVE_INFINITY;
    transfers = 0;
    mostOfTile = 0;
    mostOfLast = 0;
  }

  private void add(PhaseTensor tensor, double moved, double piece, double share) {
    firstWork = Math.min(firstWork, tensor.firstWork());
    lastWork = Math.min(lastWork, tensor.lastWork() * piece);
    transfers += moved;
    mostOfTile = Math.max(mostOfTile, share);
    mostOfLast = Math.max(mostOfLast, tensor.slots * tensor.moves.evenShare);
  }

  private void raise(double[] cycles, int at) {
    double behind = firstWork + transfers;
    double streams = cycles[PhaseCycles.STREAMS + at];
    double later = cycles[PhaseCycles.LATER_STREAMS + at];
    int confined = PhaseCycles.CONFINED + at;
    cycles[confined] = Math.max(cycles[confined], behind + beside(streams));
    confined = PhaseCycles.LATER_CONFINED + at;
    cycles[confined] = Math.max(cycles[confined], behind + beside(later));
  }

  /** What streams add to the transfers, or with the first of them the work on the last tile. */
  private double beside(double streams) {
    double streamed = Math.max(0, 1 - mostOfTile);
    double early = Math.max(0, streamed - mostOfLast);
    return Math.max(streams * streamed, streams * early + lastWork);
  }
}
