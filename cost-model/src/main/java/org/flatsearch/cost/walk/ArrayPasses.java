package org.flatsearch.cost.walk;

import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.spec.Accelerator;

/**
 * The passes of one core's PE array over the DRAM tiles of one stage.
 *
 * <p>A pass holds a block of x on one side of the array and a block of y on the other, and streams
 * the tile's whole extent of z. It takes {@code max(z + fill, stationaryLoad)} cycles and moves
 *
 * <pre>
 *   operand on (x,z)    block of x × z    read
 *   operand on (y,z)    block of y × z    read
 *   operand on (x,y)    block of x × block of y    read (an output: written)
 * </pre>
 *
 * An output is written by every pass that adds to it, and read by each except the first.
 */
final class ArrayPasses {
  /** The words that the passes over one tile of one instance move, and the cycles they take. */
  static final class Words {
    /** The first input of the stage: Q, or the softmaxed logits. */
    long left;

    /** The second input of the stage: K or V. */
    long right;

    long outputWrites;
    long outputReads;
    long multiplyAccumulates;
    double cycles;

    /** Largest array tile of each operand in words. */
    long leftArrayTile;

    long rightArrayTile;
    long outputArrayTile;
  }

  /** These take a second or two; tiles of the same kind are passed over only once. */
  private static final long MOST_PASSES = 20_000_000;

  private final Stage stage;
  private final int x;
  private final int y;
  private final int z;
  private final int reduction;
  private final int xSide;
  private final int ySide;
  private final double fillCycles;
  private final double stationaryLoadCycles;

  ArrayPasses(LoopNest nest, Stage stage, Accelerator accelerator) {
    this.stage = stage;
    LoopNest.StageNest loops = nest.stage(stage);
    Stationarity stationarity = loops.stationarity;
    x = stationarity.x(stage).ordinal();
    y = stationarity.y(stage).ordinal();
    z = stationarity.z(stage).ordinal();
    reduction = stage.reduction().ordinal();
    xSide = loops.transposed ? accelerator.columns() : accelerator.rows();
    ySide = loops.transposed ? accelerator.rows() : accelerator.columns();
    Accelerator.FillCycles fill = accelerator.fillCycles();
    fillCycles = stage == Stage.LOGIT ? fill.logit() : fill.attend();
    stationaryLoadCycles = accelerator.stationaryLoadCycles();
  }

  /**
   * Runs the passes over one tile of one instance.
   *
   * @param extent elements of the tile by ordinal of {@link Dimension}
   * @param continuesSums whether earlier tiles have added to this tile's output
   */
  Words over(int[] extent, boolean continuesSums) {
    requireFew(extent);
    Words words = new Words();
    for (long fromX = 0; fromX < extent[x]; fromX += xSide) {
      for (long fromY = 0; fromY < extent[y]; fromY += ySide) {
        int[] block = extent.clone();
        block[x] = (int) Math.min(xSide, extent[x] - fromX);
        block[y] = (int) Math.min(ySide, extent[y] - fromY);
        boolean begunBefore =
            continuesSums || (reduction == x && fromX > 0) || (reduction == y && fromY > 0);
        pass(block, begunBefore, words);
      }
    }
    return words;
  }

  private void requireFew(int[] extent) {
    long passes = (long) Extents.tiles(extent[x], xSide) * Extents.tiles(extent[y], ySide);
    if (passes > MOST_PASSES) {
      throw new InvalidInputException(
          ("Walking this schedule takes too long: the array takes %s passes over one tile of"
                  + " stage '%s', more than %s. Use the model 'loopnest', or smaller tiles.")
              .formatted(passes, stage.jsonName(), MOST_PASSES));
    }
  }

  private void pass(int[] block, boolean begunBefore, Words words) {
    int rows = block[Tiling.P];
    int keys = block[Tiling.M];
    int queryDims = block[Tiling.E];
    int valueDims = block[Tiling.F];
    boolean logit = stage == Stage.LOGIT;
    long left = (long) rows * (logit ? queryDims : keys);
    long right = (long) keys * (logit ? queryDims : valueDims);
    long output = (long) rows * (logit ? keys : valueDims);
    words.left += left;
    words.right += right;
    words.outputWrites += output;
    words.outputReads += begunBefore ? output : 0;
    words.multiplyAccumulates += (long) rows * keys * (logit ? queryDims : valueDims);
    words.cycles += Math.max(block[z] + fillCycles, stationaryLoadCycles);
    words.leftArrayTile = Math.max(words.leftArrayTile, left);
    words.rightArrayTile = Math.max(words.rightArrayTile, right);
    words.outputArrayTile = Math.max(words.outputArrayTile, output);
  }
}
