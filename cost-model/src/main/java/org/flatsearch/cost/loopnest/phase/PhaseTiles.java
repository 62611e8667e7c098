package org.flatsearch.cost.loopnest.phase;

import org.flatsearch.cost.loopnest.tile.ArrayWork;
import org.flatsearch.cost.loopnest.tile.LoopProducts;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;

/**
 * The sizes of what one stage works with on one kind of shared tile: parts of dimensions, as {@link
 * ArrayWork} numbers them, and array cycles.
 */
final class PhaseTiles {
  private static final int ROW = Dimension.ROW.ordinal();

  /** Marks a dimension that the stage's own loops cut. */
  private static final int OWN = -1;

  private final ArrayWork array;
  private final LoopProducts loops;

  /** The dimension of the columns of the stage's output. */
  final int column;

  /** The dimension that the stage sums over. */
  final int reduction;

  /** Where {@link ArrayWork} has the elements of a dimension, by dimension. */
  private final int[] elementsOf = new int[Dimension.values().length];

  /** The part of each dimension that the shared tile has, or {@link #OWN}, by dimension. */
  private final int[] partOfShared = new int[Dimension.values().length];

  /** Instances of the shared tile. */
  double instances;

  /**
   * All work as if no step continued sums. The first tiles have at least their even share of it.
   */
  double evenWork;

  PhaseTiles(Stage stage, ArrayWork array, LoopProducts loops) {
    this.array = array;
    this.loops = loops;
    column = stage.column().ordinal();
    reduction = stage.reduction().ordinal();
    elementsOf[ROW] = ArrayWork.P;
    elementsOf[column] = ArrayWork.C;
    elementsOf[reduction] = ArrayWork.R;
  }

  /** Describes another kind of shared tile, of {@code instances} instances. */
  void set(int kind, double instances) {
    this.instances = instances;
    findPart(kind, ROW);
    findPart(kind, column);
    findPart(kind, reduction);
  }

  private void findPart(int kind, int dimension) {
    boolean isFull = (kind & loops.bit[dimension]) == 0;
    int part = isFull ? ArrayWork.FULL : ArrayWork.LEAST;
    partOfShared[dimension] = isShared(dimension) ? part : OWN;
  }

  /** Whether the shared loops cut a dimension. */
  boolean isShared(int dimension) {
    return loops.isShared(dimension);
  }

  /**
   * Whether the loop over a dimension is outside of the point just inside the loop at position
   * {@code inside}.
   */
  boolean isAround(int dimension, int inside) {
    return loops.bit[dimension] < 2 << inside;
  }

  /**
   * Whether a loop of the stage's own cuts a dimension outside of that point, into several tiles.
   */
  boolean isCut(int dimension, int inside) {
    boolean repeats = (loops.bit[dimension] & loops.repeated) != 0;
    return !isShared(dimension) && isAround(dimension, inside) && repeats;
  }

  /** The part of a dimension that the whole shared tile has. */
  int part(int dimension) {
    return part(dimension, ArrayWork.ALL);
  }

  /**
   * The part of a dimension that a tile has: {@code ofOwn} if the stage's own loops cut the
   * dimension.
   */
  int part(int dimension, int ofOwn) {
    int part = partOfShared[dimension];
    return part == OWN ? ofOwn : part;
  }

  /** The elements of a part of a dimension. */
  double elements(int dimension, int part) {
    return array.elements[elementsOf[dimension] + part];
  }

  /** The rows of the shared tile, summed over its instances. */
  double rows() {
    return instances * elements(ROW, part(ROW));
  }

  /** All array work, without the port. */
  double arrayWork() {
    return instances * array.arrayCycles(part(ROW), part(column), part(reduction));
  }

  /** All work. */
  double work() {
    return instances * array.cycles(part(ROW), part(column), part(reduction));
  }

  /**
   * The work on one tile of those that the stage's own loops down to position {@code deepest} cut.
   */
  double work(int deepest, int ofOwn) {
    return instances
        * array.cycles(
            partOf(ROW, deepest, ofOwn),
            partOf(column, deepest, ofOwn),
            partOf(reduction, deepest, ofOwn));
  }

  /** The work on such a tile if it begins sums, so that none are read. */
  double workOfBegun(int deepest, int ofOwn) {
    return instances
        * array.cycles(
            partOf(ROW, deepest, ofOwn),
            partOf(column, deepest, ofOwn),
            partOf(reduction, deepest, ofOwn),
            false);
  }

  private int partOf(int dimension, int deepest, int ofOwn) {
    return part(dimension, isAround(dimension, deepest) ? ofOwn : ArrayWork.ALL);
  }
}
