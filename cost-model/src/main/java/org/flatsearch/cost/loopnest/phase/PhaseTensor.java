package org.flatsearch.cost.loopnest.phase;

import org.flatsearch.cost.loopnest.tile.ArrayWork;
import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.LoopProducts;
import org.flatsearch.cost.loopnest.tile.TileMoves;

/**
 * The tiles of one buffered tensor that move within a phase of one kind: the first, the smallest
 * that the last can be, and all of them.
 */
final class PhaseTensor {
  private final Figures figures;
  private final PhaseTiles tiles;
  private final int one;
  private final int other;

  // Whether the stage's own loops cut the dimensions of its tile, or the shared ones.
  private boolean cutsOne;
  private boolean cutsOther;
  private boolean sharesOne;
  private boolean sharesOther;

  /** When the tensor's tile changes; null if it is not moved tile by tile. */
  TileMoves moves;

  int slots;

  /**
   * Creates the tiles of a tensor.
   *
   * @param one the first dimension, after the instances, that indexes the tensor
   * @param other the second
   */
  PhaseTensor(Figures figures, PhaseTiles tiles, int one, int other) {
    this.figures = figures;
    this.tiles = tiles;
    this.one = one;
    this.other = other;
  }

  /**
   * Describes the tensor in the nest at hand.
   *
   * @param inside the position of the loop inside which the tile is held
   */
  void set(TileMoves moves, int slots, int inside) {
    this.moves = moves;
    this.slots = slots;
    cutsOne = tiles.isCut(one, inside);
    cutsOther = tiles.isCut(other, inside);
    sharesOne = tiles.isShared(one) && tiles.isAround(one, inside);
    sharesOther = tiles.isShared(other) && tiles.isAround(other, inside);
  }

  boolean isMoved() {
    return moves != null;
  }

  /** The tensor's slots; {@link PhaseFigures#NO_LIMIT} if it is not moved. */
  int slotsIfMoved() {
    return isMoved() ? slots : PhaseFigures.NO_LIMIT;
  }

  boolean hasOneSlot() {
    return isMoved() && slots == 1;
  }

  /** Whether the tile changes within a phase. */
  boolean changesInside() {
    return isMoved() && moves.changesInside;
  }

  /**
   * The set of shared loops that change the tile, with {@link PhaseFigures#AT_START}; 0 if it is
   * not moved.
   */
  int loops(LoopProducts loops) {
    if (!isMoved()) {
      return 0;
    }
    int changing = moves.changesInside ? loops.shared : moves.changingLoops & loops.shared;
    return PhaseFigures.AT_START | changing;
  }

  double firstWords() {
    return words(ArrayWork.FULL);
  }

  double lastWords() {
    return words(ArrayWork.LEAST);
  }

  /**
   * The part, as {@link ArrayWork} numbers them, that any tile but the last has at least. If the
   * stage's own loops cut both dimensions, some of these tiles are as small as the last in one of
   * them.
   */
  int partOfOthers() {
    return cutsOne && cutsOther ? ArrayWork.LEAST : ArrayWork.FULL;
  }

  /**
   * The words of a tile that has the same part of each dimension that the stage's own loops cut.
   */
  double words(int ofOwn) {
    return words(ofOwn, ofOwn);
  }

  /**
   * The words of a tile that has these parts of its two dimensions, where the stage's own loops cut
   * them.
   */
  double words(int partOfOne, int partOfOther) {
    int ofOne = part(one, cutsOne, sharesOne, partOfOne);
    int ofOther = part(other, cutsOther, sharesOther, partOfOther);
    return tiles.instances * tiles.elements(one, ofOne) * tiles.elements(other, ofOther);
  }

  /** The part of a dimension that the tile has. */
  private int part(int dimension, boolean isCut, boolean isShared, int ofOwn) {
    return isShared ? tiles.part(dimension) : isCut ? ofOwn : ArrayWork.ALL;
  }

  /** The transfer of a tile that has such a part: cycles. */
  double transfer(int ofOwn, double cyclesPerWord) {
    return words(ofOwn) * cyclesPerWord + figures.latencyCycles;
  }

  /** The transfer of the first tile: cycles. */
  double first(double cyclesPerWord) {
    return transfer(ArrayWork.FULL, cyclesPerWord);
  }

  /** The transfer of the last tile, at least: cycles. */
  double last(double cyclesPerWord) {
    return transfer(ArrayWork.LEAST, cyclesPerWord);
  }

  /** The transfers of all tiles: cycles. */
  double all(double cyclesPerWord) {
    double words = words(ArrayWork.ALL) * moves.timesInside;
    return words * cyclesPerWord + moves.movesInside * figures.latencyCycles;
  }

  /**
   * Loads within a phase that the array waits for between two steps: all but the first.
   *
   * @param piece the part of a load that the array waits for
   */
  double betweenSteps(double cyclesPerWord, double piece) {
    if (!changesInside()) {
      return 0;
    }
    double latencies = moves.movesInside * figures.latencyCycles;
    double words = all(cyclesPerWord) - latencies;
    return (words * piece + latencies) * (1 - moves.share);
  }

  /** Whether each of its loads follows in the queue one of {@code other}, which has one slot. */
  boolean queuesBehind(PhaseTensor other) {
    return other.hasOneSlot()
        && other.changesInside()
        && changesInside()
        && moves.deepest <= other.moves.deepest;
  }

  /** Whether a phase has more of its tiles than slots. */
  boolean exceedsSlots() {
    return changesInside() && moves.movesInside > slots;
  }

  /**
   * Loads of those tiles of a phase that cannot be loaded before the phase, for lack of slots:
   * cycles.
   */
  double behindSlots(double cyclesPerWord) {
    return exceedsSlots() ? all(cyclesPerWord) * Math.max(0, 1 - slots * moves.share) : 0;
  }

  /**
   * The part of something that all tiles have, which comes before the last of them can take a slot.
   * It is at least what the first tile has, and at least an even share for each of the tiles that
   * must have left, because the smaller tile of each loop is its last.
   */
  double beforeSlots(double all, double first) {
    return exceedsSlots() ? Math.max(first, all * (1 - slots * moves.evenShare)) : 0;
  }

  /**
   * Whether the last pass over the reduction, in which tiles are completed, has more tiles than
   * slots.
   */
  boolean exceedsSlotsAtLast() {
    return changesInside() && tilesOfPass() > slots;
  }

  /**
   * Returns what {@link #beforeSlots} does, for something that only the tiles of the last pass
   * have.
   */
  double beforeSlotsAtLast(double all, double first) {
    return exceedsSlotsAtLast() ? Math.max(first, all - all * slots / tilesOfPass()) : 0;
  }

  private long tilesOfPass() {
    return moves.movesInside / moves.timesInside;
  }

  /**
   * The part of a phase's work that comes before the first of those tiles is left whose slots the
   * first tiles of the next phase take; 0 if a phase has fewer tiles than slots.
   */
  double beforeLastSlots(double work) {
    if (slots > moves.movesInside) {
      return 0;
    }
    return Math.max(firstWork(), work * (1 - (slots - 1) * moves.evenShare));
  }

  /** The work on the first tile: cycles. */
  double firstWork() {
    return tiles.work(moves.deepest, ArrayWork.FULL);
  }

  /** The work on the last tile, at least: cycles. */
  double lastWork() {
    return tiles.work(moves.deepest, ArrayWork.LEAST);
  }
}
