package org.flatsearch.cost.walk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;

/**
 * What one step of the walk consists of: which tensors it works with, how large its tiles are and
 * what the array's passes over them move. Counting and timing both read it.
 */
final class StepShape {
  private static final int DIMENSIONS = Dimension.values().length;
  private static final int STAGES = Stage.values().length;

  private final Tiling tiling;
  private final Map<Stage, ArrayPasses> passes = new EnumMap<>(Stage.class);
  private int softmaxReadsPerLogit;
  private final boolean movesStatistics;
  private final List<Tensor> withResidency;

  /**
   * Passes over each kind of tile, by its stage, in which loops it is the last, and whether its
   * sums have been begun.
   */
  private final ArrayPasses.Words[] known;

  StepShape(Tiling tiling, Accelerator accelerator) {
    this.tiling = tiling;
    LoopNest nest = tiling.nest();
    for (Stage stage : Stage.values()) {
      passes.put(stage, new ArrayPasses(nest, stage, accelerator));
    }
    withResidency =
        nest.fused
            ? List.of(Tensor.Q, Tensor.K, Tensor.V, Tensor.O)
            : List.of(Tensor.Q, Tensor.K, Tensor.V, Tensor.O, Tensor.LOGITS_OUT, Tensor.LOGITS_IN);
    movesStatistics = movesStatistics(tiling);
    known = new ArrayPasses.Words[STAGES << (DIMENSIONS + 1)];
  }

  /**
   * Statistics of an online softmax leave the buffer with their output tile where rows run inside
   * keys: each key tile passes over all rows, and the next one comes back to them.
   */
  private static boolean movesStatistics(Tiling tiling) {
    LoopNest nest = tiling.nest();
    if (nest.form != SharedLoops.INSTANCE_KEY_ROW) {
      return false;
    }
    return tiling.count(Stage.ATTEND, Tiling.M) > 1
        && tiling.count(Stage.ATTEND, Tiling.P) > 1
        && nest.inside[Tensor.O.ordinal()] >= nest.attend.position(Tiling.P);
  }

  Tiling tiling() {
    return tiling;
  }

  /**
   * How often the softmax pass of logits through DRAM reads each: once if a row of them fits into
   * the buffer in addition to everything else, else three times, for the maximum, the sum and the
   * quotient.
   */
  void setSoftmaxReadsPerLogit(int times) {
    softmaxReadsPerLogit = times;
  }

  int softmaxReadsPerLogit() {
    return softmaxReadsPerLogit;
  }

  /**
   * The tiles that a core holds for {@code stage}, in the order of loading. Statistics that leave
   * the buffer are held like an output inside the row loop.
   */
  List<HeldTile> heldTiles(Stage stage) {
    LoopNest nest = tiling.nest();
    List<HeldTile> tiles = new ArrayList<>();
    for (Tensor tensor : withResidency) {
      if (tensor.stage() == stage && !isAtArray(tensor)) {
        tiles.add(new HeldTile(tiling, tensor, stage, nest.inside[tensor.ordinal()]));
      }
    }
    if (stage == Stage.ATTEND && movesStatistics) {
      int rowLoop = nest.attend.position(Tiling.P);
      tiles.add(new HeldTile(tiling, Tensor.STATISTICS, stage, rowLoop));
    }
    return tiles;
  }

  /** Those of the {@link #heldTiles held tiles} that any step loads. */
  List<HeldTile> loadedTiles(Stage stage) {
    return heldTiles(stage).stream().filter(HeldTile::mayBeLoaded).toList();
  }

  /**
   * Whether it makes no difference to what is held if an instance ends between two tiles of rows:
   * all tiles have the same number of rows, and each held tile is replaced in either case.
   */
  boolean hasRowTilesAlike() {
    if (tiling.extent(Tiling.P) % tiling.nest().logit.tile[Tiling.P] != 0) {
      return false;
    }
    for (Stage stage : Stage.values()) {
      for (HeldTile tile : heldTiles(stage)) {
        boolean named = Arrays.stream(tile.naming()).anyMatch(d -> d == Tiling.P);
        if (!named && !changesWithinRound(tile.tensor, 2)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether a core works with several tiles of {@code tensor} in each of its dealt tiles. */
  boolean changesWithinRound(Tensor tensor, int dealtLoops) {
    Stage stage = tensor.stage();
    int[] order = tiling.nest().stage(stage).order;
    for (int position = dealtLoops;
        position <= tiling.nest().inside[tensor.ordinal()];
        position++) {
      boolean names = tensor.isIndexedBy(Dimension.values()[order[position]]);
      if (names && tiling.count(stage, order[position]) > 1) {
        return true;
      }
    }
    return false;
  }

  /**
   * Slots of a buffered tensor. Statistics that move have as many as the output that they belong
   * to, or one if that output is streamed, although their footprint has room for one in both cases.
   */
  int slots(Tensor tensor) {
    if (tensor != Tensor.STATISTICS) {
      return tiling.nest().slots[tensor.ordinal()];
    }
    return isAtArray(Tensor.O) ? 1 : tiling.nest().slots[Tensor.O.ordinal()];
  }

  /** Whether the logits stay on chip. */
  boolean isFused() {
    return tiling.nest().fused;
  }

  /** Whether {@code tensor} is streamed past the buffer. */
  boolean isAtArray(Tensor tensor) {
    return tensor != Tensor.LOGITS && tiling.nest().inside[tensor.ordinal()] == LoopNest.AT_ARRAY;
  }

  /**
   * Whether cores that work on rows of the same instances load the same tiles of {@code tensor}: of
   * an input that is held outside the row loop, or has no rows.
   */
  boolean isAlikeForAllRows(Tensor tensor) {
    boolean isInput =
        tensor == Tensor.Q
            || tensor == Tensor.K
            || tensor == Tensor.V
            || tensor == Tensor.LOGITS_IN;
    int rowLoop = tiling.nest().stage(tensor.stage()).position(Tiling.P);
    return isInput
        && (!tensor.isIndexedBy(Dimension.ROW) || tiling.nest().inside[tensor.ordinal()] < rowLoop);
  }

  /** The first input of {@code stage}: Q, or the softmaxed logits. */
  Tensor left(Stage stage) {
    return stage.input(isFused());
  }

  /** What {@code stage} computes: the logits or O. */
  Tensor output(Stage stage) {
    return stage.output(isFused());
  }

  /** What the array's passes over one instance of the tile of the step {@code index} move. */
  ArrayPasses.Words passes(Stage stage, int[] index) {
    boolean continues = tiling.continuesSums(stage, index);
    int kind = stage.ordinal();
    for (Dimension dimension : stage.dimensions()) {
      int d = dimension.ordinal();
      kind = kind << 1 | (index[d] == tiling.count(stage, d) - 1 ? 1 : 0);
    }
    kind = kind << 1 | (continues ? 1 : 0);
    if (known[kind] == null) {
      known[kind] = passes.get(stage).over(extents(stage, index), continues);
    }
    return known[kind];
  }

  private int[] extents(Stage stage, int[] index) {
    int[] extents = new int[DIMENSIONS];
    Arrays.fill(extents, 1);
    for (Dimension dimension : stage.dimensions()) {
      int d = dimension.ordinal();
      extents[d] = tiling.extent(stage, d, index[d]);
    }
    return extents;
  }

  /** Words of the output, all instances, that the step {@code index} adds to. */
  long outputWords(Stage stage, int[] index) {
    long words = 1;
    for (Dimension dimension : stage.dimensions()) {
      if (dimension != stage.reduction()) {
        int d = dimension.ordinal();
        words *= tiling.extent(stage, d, index[d]);
      }
    }
    return words;
  }

  /** Rows of all instances of the shared tile at {@code index}. */
  long sharedRows(int[] index) {
    return (long) shared(Tiling.I, index) * shared(Tiling.P, index);
  }

  /** Logits of the shared tile at {@code index}. */
  long sharedLogits(int[] index) {
    return sharedRows(index) * shared(Tiling.M, index);
  }

  /**
   * Whether the softmax of the shared tile at {@code index} rescales the output of earlier keys.
   */
  boolean rescales(int[] index) {
    return tiling.nest().form.shares(Dimension.KEY) && index[Tiling.M] > 0;
  }

  /** Lane operations of that rescaling: a row of output, a maximum and a sum for each row. */
  long rescalingOperations(int[] index) {
    return sharedRows(index) * (tiling.extent(Tiling.F) + 2);
  }

  /** Words of output that are rescaled. */
  long rescaledWords(int[] index) {
    return sharedRows(index) * tiling.extent(Tiling.F);
  }

  /** Instances of the tile of the step {@code index}. */
  int instances(Stage stage, int[] index) {
    return tiling.extent(stage, Tiling.I, index[Tiling.I]);
  }

  private int shared(int dimension, int[] index) {
    boolean cut = tiling.nest().form.shares(Dimension.values()[dimension]);
    return cut ? tiling.extent(Stage.LOGIT, dimension, index[dimension]) : tiling.extent(dimension);
  }
}
