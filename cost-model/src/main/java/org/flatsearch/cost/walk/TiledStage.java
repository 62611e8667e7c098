package org.flatsearch.cost.walk;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * The four loops of one stage, outermost first, on the extents of a workload: the dimension of loop
 * p is cut into tiles, the last of which may be ragged.
 *
 * <p>What a step moves and how long it takes depends only on its <em>kind</em>: bit p says that
 * loop p is at its last tile, bit {@link #CONTINUES} that the loop over the reduction is not at its
 * first, so that earlier steps have added to the same output. So everything is worked out once for
 * each kind and looked up from then on.
 */
final class TiledStage {
  static final int LOOPS = LoopNest.LOOPS;

  /** The bit of kinds that continue sums. */
  static final int CONTINUES = LOOPS;

  static final int KINDS = 1 << (LOOPS + 1);

  private static final Dimension[] DIMENSIONS = Dimension.values();

  final Stage stage;
  final LoopNest.StageNest nest;

  /** How many of the loops are shared with the other stage. */
  final int sharedLoops;

  /** Iterations of each loop. */
  final int[] count = new int[LOOPS];

  /** The loop over the dimension that this stage sums over. */
  final int reduction;

  private final int[] extents;

  /**
   * @param extents elements by ordinal of {@link Dimension}
   */
  TiledStage(LoopNest nest, Stage stage, int[] extents) {
    this.stage = stage;
    this.nest = nest.stage(stage);
    this.extents = extents;
    sharedLoops = nest.form.count();
    for (int loop = 0; loop < LOOPS; loop++) {
      int dimension = this.nest.order[loop];
      count[loop] = Extents.tiles(extents[dimension], this.nest.tile[dimension]);
    }
    reduction = position(stage.reduction());
  }

  /** The loop over {@code dimension}. */
  int position(Dimension dimension) {
    return nest.position(dimension.ordinal());
  }

  Dimension dimension(int loop) {
    return DIMENSIONS[nest.order[loop]];
  }

  /** All elements of the dimension of {@code loop}. */
  int extent(int loop) {
    return extents[nest.order[loop]];
  }

  /** Elements of the tile of {@code loop} in a step of {@code kind}. */
  int tile(int loop, int kind) {
    int tile = nest.tile[nest.order[loop]];
    return (kind >> loop & 1) == 0 ? tile : extent(loop) - (count[loop] - 1) * tile;
  }

  /** Whether {@code loop} cuts its dimension into tiles of different sizes. */
  boolean isRagged(int loop) {
    return extent(loop) % nest.tile[nest.order[loop]] != 0;
  }

  /** The kind of the first step, whose tiles are the largest. */
  int firstKind() {
    int kind = 0;
    for (int loop = 0; loop < LOOPS; loop++) {
      kind |= count[loop] == 1 ? 1 << loop : 0;
    }
    return kind;
  }

  /** Whether any step is of {@code kind}. */
  boolean has(int kind) {
    boolean continues = continues(kind);
    boolean impossible =
        continues ? count[reduction] == 1 : completes(kind) && count[reduction] > 1;
    return (kind & firstKind()) == firstKind() && !impossible;
  }

  /** Whether earlier steps have added to the output of a step of {@code kind}. */
  static boolean continues(int kind) {
    return (kind >> CONTINUES & 1) != 0;
  }

  /** Whether a step of {@code kind} is the last that adds to its output. */
  boolean completes(int kind) {
    return (kind >> reduction & 1) != 0;
  }

  /**
   * Words of the tile of {@code tensor} that a step of {@code kind} works with if it is held inside
   * the loop {@code inside}: one tile of that loop and of the loops around it, the full extent of
   * the loops further in. Statistics are two words a row.
   */
  long heldWords(Tensor tensor, int inside, int kind) {
    long words = tensor == Tensor.STATISTICS ? 2 : 1;
    for (int loop = 0; loop < LOOPS; loop++) {
      if (tensor.isIndexedBy(dimension(loop))) {
        words *= loop <= inside ? tile(loop, kind) : extent(loop);
      }
    }
    return words;
  }

  /** DRAM tiles of this stage. */
  double steps() {
    double steps = 1;
    for (int iterations : count) {
      steps *= iterations;
    }
    return steps;
  }
}
