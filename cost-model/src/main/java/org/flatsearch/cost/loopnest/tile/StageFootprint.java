package org.flatsearch.cost.loopnest.tile;

import java.util.Arrays;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;

/**
 * The bytes that one stage holds in the buffer: slots times tile of each buffered tensor, two array
 * tiles of each streamed one. A tile covers one tile of the loops around its residency and the full
 * extent of those inside.
 *
 * <p>It asks for sizes of tiles and nothing else, so that a nest that does not fit is known before
 * anything of it is counted. Most nests that a search draws at random do not fit, and this is most
 * of what they take. So each stage has a class of its own, for which the indexes of dimensions and
 * tensors are constants, and tables stand in for branches that cannot be predicted. Nothing that
 * one class calls is implemented by the other too: measured with such calls, either stage grows
 * beyond what the compiler inlines, and takes up to three times as long in about every other run.
 */
public abstract sealed class StageFootprint permits LogitFootprint, AttendFootprint {
  static final int INSTANCE = Dimension.INSTANCE.ordinal();
  static final int ROW = Dimension.ROW.ordinal();
  static final int KEY = Dimension.KEY.ordinal();
  private static final int ARRAY_TILES = 2;

  /**
   * Where each loop stands, by ordinals of the second loop and the third: instances are outermost,
   * and what is left is innermost.
   */
  private static final int[][][] POSITIONS = newPositions();

  final Figures figures;
  final Side rows;
  final Side columns;
  final Side reductions;
  private final int[][] sides;

  /** Of Q, or of logits that come back from DRAM; 0 if those stay on chip. */
  public long inputBytes;

  /** Of K or V. */
  public long weightBytes;

  /** Of the logits or of O. */
  public long outputBytes;

  /** Of the running statistics of an online softmax. */
  public long statisticsBytes;

  StageFootprint(Figures figures, Stage stage, Dimension column) {
    this.figures = figures;
    rows = new Side(figures.extent[ROW]);
    columns = new Side(figures.extent[column.ordinal()]);
    reductions = new Side(figures.extent[stage.reduction().ordinal()]);
    sides = sides(figures, stage);
  }

  /** The footprint of {@code stage}. */
  public static StageFootprint of(Figures figures, Stage stage) {
    return stage == Stage.LOGIT ? new LogitFootprint(figures) : new AttendFootprint(figures);
  }

  /** Measures the stage of {@code nest} with the tiles that it has. */
  public abstract void measure(LoopNest nest);

  /**
   * Measures the stage of {@code nest}.
   *
   * @param tile tile sizes by ordinal of the dimension; those in {@code nest} are not looked at
   * @param hasPartialSums whether the output is summed up in more than one array pass
   */
  public abstract void measure(LoopNest nest, int[] tile, boolean hasPartialSums);

  /** Bytes of all tensors of the stage. */
  public final long bytes() {
    return inputBytes + weightBytes + outputBytes + statisticsBytes;
  }

  /** Where each loop of the stage stands, by ordinal of the dimension. */
  static int[] positions(int[] order) {
    return POSITIONS[order[1]][order[2]];
  }

  private static int[][][] newPositions() {
    int dimensions = Dimension.values().length;
    int[][][] all = new int[dimensions][dimensions][dimensions];
    for (int second = 0; second < dimensions; second++) {
      for (int third = 0; third < dimensions; third++) {
        int[] position = all[second][third];
        Arrays.fill(position, 3);
        position[INSTANCE] = 0;
        position[second] = 1;
        position[third] = 2;
      }
    }
    return all;
  }

  /** What the array takes of each dimension in one pass, by ordinal: a side of it, or a stream. */
  final int[] sides(LoopNest.StageNest loops) {
    return sides[2 * loops.stationarity.ordinal() + (loops.transposed ? 1 : 0)];
  }

  private static int[][] sides(Figures figures, Stage stage) {
    int[][] sides = new int[2 * Stationarity.values().length][Dimension.values().length];
    for (Stationarity stationarity : Stationarity.values()) {
      for (int transposed = 0; transposed < 2; transposed++) {
        int[] side = sides[2 * stationarity.ordinal() + transposed];
        int onX = transposed == 0 ? figures.rows : figures.columns;
        int onY = transposed == 0 ? figures.columns : figures.rows;
        side[stationarity.x(stage).ordinal()] = onX;
        side[stationarity.y(stage).ordinal()] = onY;
        side[stationarity.z(stage).ordinal()] = Integer.MAX_VALUE;
      }
    }
    return sides;
  }

  /** Bytes of a word of output: more if it waits for further sums. */
  final int outputWordBytes(boolean hasPartialSums) {
    return hasPartialSums ? figures.accumulatorBytes : figures.wordBytes;
  }

  /**
   * Bytes of a tensor.
   *
   * @param one a dimension of the tensor
   * @param other its other dimension beside that of instances
   * @param inside the position inside which it is held
   * @param copies slots times instances of a tile
   * @param heldWordBytes bytes of a word that is held
   */
  public final long bytes(Side one, Side other, int inside, int copies, int heldWordBytes) {
    return inside == LoopNest.AT_ARRAY
        ? (long) ARRAY_TILES * figures.wordBytes * one.atArray() * other.atArray()
        : (long) copies * heldWordBytes * one.heldInside(inside) * other.heldInside(inside);
  }

  /** A dimension of the stage: its extent, its tile, where its loop stands. */
  static final class Side {
    final int extent;
    int tile;
    int position;
    private int side;

    private Side(int extent) {
      this.extent = extent;
    }

    void set(int tile, int position, int side) {
      this.tile = tile;
      this.position = position;
      this.side = side;
    }

    /** Elements of a tile held inside the loop at position {@code inside}. */
    private int heldInside(int inside) {
      return inside < position ? extent : tile;
    }

    /** Elements of an array tile. */
    private int atArray() {
      return Math.min(tile, side);
    }

    /** Whether an array tile covers less than the dimension. */
    boolean isCutByArray() {
      return atArray() < extent;
    }
  }
}
