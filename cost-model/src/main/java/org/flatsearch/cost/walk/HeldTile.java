package org.flatsearch.cost.walk;

import java.util.Arrays;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * The tile of one buffered tensor that a core currently works with.
 *
 * <p>It is named by the indices of those loops around its residency that index the tensor. When a
 * step of its stage needs a tile of another name, that tile replaces it: a new input tile is
 * loaded; an output tile is stored, and the new one is loaded if its sums have been begun before.
 * Slots play no part: they affect when a tile moves, not whether.
 */
final class HeldTile {
  private static final Dimension[] DIMENSIONS = Dimension.values();

  final Tensor tensor;
  final Stage stage;
  private final Tiling tiling;
  private final int inside;
  private final int[] naming;
  private final int[] name;
  private long words;

  /**
   * @param tensor a buffered tensor
   * @param stage the stage that works with it
   * @param inside the position of the loop inside which it is held
   */
  HeldTile(Tiling tiling, Tensor tensor, Stage stage, int inside) {
    this.tiling = tiling;
    this.tensor = tensor;
    this.stage = stage;
    this.inside = inside;
    LoopNest.StageNest loops = tiling.nest().stage(stage);
    naming =
        Arrays.stream(loops.order, 0, inside + 1)
            .filter(dimension -> tensor.isIndexedBy(DIMENSIONS[dimension]))
            .toArray();
    name = new int[naming.length];
    release();
  }

  /** Whether the step {@code index} works with another tile than the one that is held. */
  boolean isReplacedAt(int[] index) {
    for (int k = 0; k < naming.length; k++) {
      if (name[k] != index[naming[k]]) {
        return true;
      }
    }
    return false;
  }

  /** Replaces the held tile by that of the step {@code index}. */
  void replaceAt(int[] index) {
    for (int k = 0; k < naming.length; k++) {
      name[k] = index[naming[k]];
    }
    words = tiling.heldWords(tensor, stage, inside, index);
  }

  /** Holds nothing from now on. */
  void release() {
    Arrays.fill(name, -1);
    words = 0;
  }

  /** Words of the held tile; 0 if nothing is held. */
  long words() {
    return words;
  }

  /** The indices that name the held tile. */
  int[] name() {
    return name.clone();
  }

  /**
   * After how many more tiles the sums of the held output tile are continued, if they are: as many
   * as the loops inside the one over the stage's reduction run through.
   */
  long tilesUntilAgain() {
    LoopNest.StageNest loops = tiling.nest().stage(stage);
    long tiles = 1;
    for (int dimension : naming) {
      if (loops.position(dimension) > loops.position(stage.reduction().ordinal())) {
        tiles *= tiling.count(stage, dimension);
      }
    }
    return tiles;
  }

  /** Whether any tile is loaded: all inputs, and outputs that come back to have sums continued. */
  boolean mayBeLoaded() {
    int reduction = stage.reduction().ordinal();
    return !isOutput() || (tiling.count(stage, reduction) > 1 && tilesUntilAgain() > 1);
  }

  /** How many loops there are down to the innermost one that replaces the tile; 0 if none does. */
  int replacingLoops() {
    LoopNest.StageNest loops = tiling.nest().stage(stage);
    return Arrays.stream(naming)
        .filter(dimension -> tiling.count(stage, dimension) > 1)
        .map(dimension -> loops.position(dimension) + 1)
        .max()
        .orElse(0);
  }

  /** The dimensions whose indices {@link #name} holds. */
  int[] naming() {
    return naming;
  }

  /** Whether the array writes it, so that it is stored, and loaded only to continue its sums. */
  boolean isOutput() {
    return tensor == Tensor.O || tensor == Tensor.LOGITS_OUT || tensor == Tensor.STATISTICS;
  }

  /** Whether the tile of the step {@code index} has to be loaded, not only made room for. */
  boolean isLoadedAt(int[] index) {
    return !isOutput() || tiling.continuesSums(stage, index);
  }
}
