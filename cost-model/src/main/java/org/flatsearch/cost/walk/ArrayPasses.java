package org.flatsearch.cost.walk;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.spec.Accelerator;

/**
 * The passes of one core's PE array over one DRAM tile of one instance: the words that they move
 * and the cycles that they take.
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
  private static final int DIMENSIONS = Dimension.values().length;

  /** Of the first input of the stage: Q, or the softmaxed logits. */
  long left;

  /** Of the second input of the stage: K or V. */
  long right;

  long outputWrites;
  long outputReads;
  long multiplyAccumulates;
  double cycles;

  /** Largest array tile of each operand in words. */
  long leftArrayTile;

  long rightArrayTile;
  long outputArrayTile;

  private final Stage stage;

  /**
   * Runs the passes.
   *
   * @param kind the kind of step
   */
  ArrayPasses(TiledStage tiled, int kind, Accelerator accelerator) {
    stage = tiled.stage;
    Stationarity stationarity = tiled.nest.stationarity;
    int x = stationarity.x(stage).ordinal();
    int y = stationarity.y(stage).ordinal();
    int z = stationarity.z(stage).ordinal();
    int reduction = stage.reduction().ordinal();
    boolean transposed = tiled.nest.transposed;
    // The arrays of a core lie side by side along rows of the matrix product.
    int rows = Dimension.ROW.ordinal();
    int arrays = accelerator.arrays();
    int xSide =
        (transposed ? accelerator.columns() : accelerator.rows()) * (x == rows ? arrays : 1);
    int ySide =
        (transposed ? accelerator.rows() : accelerator.columns()) * (y == rows ? arrays : 1);
    Accelerator.FillCycles fills = accelerator.fillCycles();
    double fill = stage == Stage.LOGIT ? fills.logit() : fills.attend();

    int[] block = new int[DIMENSIONS];
    for (Dimension dimension : stage.dimensions()) {
      block[dimension.ordinal()] = tiled.arrayTile(dimension, kind);
    }
    int wholeX = block[x];
    int wholeY = block[y];
    int streamed = z == rows ? (block[z] - 1) / arrays + 1 : block[z];
    double passCycles = Math.max(streamed + fill, accelerator.stationaryLoadCycles());
    // The blocks of a side in three groups: the first, those like it, and the rest at the end.
    for (int groupX = 0; groupX < 3; groupX++) {
      for (int groupY = 0; groupY < 3; groupY++) {
        long passes = blocks(wholeX, xSide, groupX) * blocks(wholeY, ySide, groupY);
        if (passes > 0) {
          block[x] = size(wholeX, xSide, groupX);
          block[y] = size(wholeY, ySide, groupY);
          boolean begunBefore =
              TiledStage.continues(kind)
                  || (reduction == x && groupX > 0)
                  || (reduction == y && groupY > 0);
          pass(block, begunBefore, passes);
          cycles += passes * passCycles;
        }
      }
    }
  }

  private static long blocks(int extent, int side, int group) {
    return switch (group) {
      case 0 -> 1;
      case 1 -> Math.max(0, extent / side - 1);
      default -> extent > side && extent % side > 0 ? 1 : 0;
    };
  }

  private static int size(int extent, int side, int group) {
    return group < 2 ? Math.min(side, extent) : extent % side;
  }

  private void pass(int[] block, boolean begunBefore, long passes) {
    int rows = block[Dimension.ROW.ordinal()];
    int keys = block[Dimension.KEY.ordinal()];
    int reduced = block[stage.reduction().ordinal()];
    int columns = block[stage.column().ordinal()];
    int depth = stage == Stage.LOGIT ? reduced : columns;
    long leftTile = (long) rows * reduced;
    long rightTile = (long) keys * depth;
    long outputTile = (long) rows * columns;
    left += passes * leftTile;
    right += passes * rightTile;
    outputWrites += passes * outputTile;
    outputReads += begunBefore ? passes * outputTile : 0;
    multiplyAccumulates += passes * rows * keys * depth;
    leftArrayTile = Math.max(leftArrayTile, leftTile);
    rightArrayTile = Math.max(rightArrayTile, rightTile);
    outputArrayTile = Math.max(outputArrayTile, outputTile);
  }
}
