package org.flatsearch.cost.loopnest.phase;

import org.flatsearch.cost.loopnest.tile.ArrayWork;
import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.LoopProducts;
import org.flatsearch.cost.loopnest.tile.TileMoves;

/**
 * The tiles of one buffered tensor that move within a phase of one kind: the first, the last at
 * least, and all of them.
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

  /** When its tile changes; null if it is not moved tile by tile. */
  TileMoves moves;

  int slots;

  /**
   * @param one a dimension that indexes the tensor besides the instances
   * @param other the other one
   */
  PhaseTensor(Figures figures, PhaseTiles tiles, int one, int other) {
    this.figures = figures;
    this.tiles = tiles;
    this.one = one;
    this.other = other;
  }

  /**
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

  /** Its slots; {@link PhaseFigures#NO_LIMIT} if it is not moved. */
  int slotsIfMoved() {
    return isMoved() ? slots : PhaseFigures.NO_LIMIT;
  }

  boolean hasOneSlot() {
    return isMoved() && slots == 1;
  }

  /** Whether its tile changes within a phase. */
  boolean changesInside() {
    return isMoved() && moves.changesInside;
  }

  /** The shared loops that change the tile, and that there is a first one; 0 if it is not moved. */
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
   * What any tile but the last has at least, as {@link ArrayWork} numbers parts: if the stage's own
   * loops cut both dimensions, some of those are as small as the last.
   */
  int partOfOthers() {
    return cutsOne && cutsOther ? ArrayWork.LEAST : ArrayWork.FULL;
  }

  /** The words of a tile with such a part of each dimension that the stage's own loops cut. */
  double words(int ofOwn) {
    return words(ofOwn, ofOwn);
  }

  /**
   * The words of a tile with parts of the two dimensions, as far as the stage's own loops cut them.
   *
   * @param partOfOne of the first of the dimensions that index it
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

  /** The transfer of a tile with such parts: cycles. */
  double transfer(int ofOwn, double cyclesPerWord) {
    return words(ofOwn) * cyclesPerWord + figures.latencyCycles;
  }

  /** The transfer of its first tile: cycles. */
  double first(double cyclesPerWord) {
    return transfer(ArrayWork.FULL, cyclesPerWord);
  }

  /** The same of the last. */
  double last(double cyclesPerWord) {
    return transfer(ArrayWork.LEAST, cyclesPerWord);
  }

  /** The same of all. */
  double all(double cyclesPerWord) {
    double words = words(ArrayWork.ALL) * moves.timesInside;
    return words * cyclesPerWord + moves.movesInside * figures.latencyCycles;
  }

  /**
   * Loads within a phase that the array waits for between two steps: all but the first.
   *
   * @param piece what of a load the array waits for
   */
  double betweenSteps(double cyclesPerWord, double piece) {
    if (!changesInside()) {
      return 0;
    }
    double latencies = moves.movesInside * figures.latencyCycles;
    double words = all(cyclesPerWord) - latencies;
    return (words * piece + latencies) * (1 - moves.share);
  }

  /** Whether each of its loads follows one of {@code other}, which has one slot, in the queue. */
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

  /** Loads of those tiles of a phase that no slot lets be earlier than the phase: cycles. */
  double behindSlots(double cyclesPerWord) {
    return exceedsSlots() ? all(cyclesPerWord) * Math.max(0, 1 - slots * moves.share) : 0;
  }

  /**
   * Of something that all its tiles have, what comes before the last of them can take a slot: no
   * less than what the first one has, nor than an even share for each of those that must have left,
   * since no tile is larger than those before it.
   */
  double beforeSlots(double all, double first) {
    return exceedsSlots() ? Math.max(first, all * (1 - slots * moves.evenShare)) : 0;
  }

  /** Whether the last pass over the reduction, in which its tiles are completed, has more. */
  boolean exceedsSlotsAtLast() {
    return changesInside() && tilesOfPass() > slots;
  }

  /** The same as {@link #beforeSlots} of something that only the tiles of that pass have. */
  double beforeSlotsAtLast(double all, double first) {
    return exceedsSlotsAtLast() ? Math.max(first, all - all * slots / tilesOfPass()) : 0;
  }

  private long tilesOfPass() {
    return moves.movesInside / moves.timesInside;
  }

  /**
   * Of a phase's work, what comes before the first of those tiles is left whose slots the first
   * tiles of the next phase take; 0 if a phase has less tiles than slots.
   */
  double beforeLastSlots(double work) {
    if (slots > moves.movesInside) {
      return 0;
    }
    return Math.max(firstWork(), work * (1 - (slots - 1) * moves.evenShare));
  }

  /** The work on its first tile: cycles. */
  double firstWork() {
    return tiles.work(moves.deepest, ArrayWork.FULL);
  }

  /** The work on its last tile at least. */
  double lastWork() {
    return tiles.work(moves.deepest, ArrayWork.LEAST);
  }
}
