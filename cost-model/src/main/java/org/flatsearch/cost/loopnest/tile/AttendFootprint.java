package org.flatsearch.cost.loopnest.tile;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/** The bytes of V, O, the running statistics of an online softmax and logits on their way back. */
public final class AttendFootprint extends StageFootprint {
  private static final int STATISTICS_A_ROW = 2;
  private static final int VALUE_DIM = Dimension.VALUE_DIM.ordinal();
  private static final int V = Tensor.V.ordinal();
  private static final int O = Tensor.O.ordinal();
  private static final int LOGITS_IN = Tensor.LOGITS_IN.ordinal();

  /** The footprint of the Attend stage. */
  public AttendFootprint(Figures figures) {
    super(figures, Stage.ATTEND, Dimension.VALUE_DIM);
  }

  @Override
  public void measure(LoopNest nest) {
    int[] tile = nest.attend.tile;
    place(nest.attend, tile);
    hold(nest, tile[INSTANCE], reductions.isCutByArray());
  }

  @Override
  public void measure(LoopNest nest, int[] tile, boolean hasPartialSums) {
    place(nest.attend, tile);
    hold(nest, tile[INSTANCE], hasPartialSums);
  }

  private void place(LoopNest.StageNest loops, int[] tile) {
    int[] position = positions(loops.order);
    int[] side = sides(loops);
    rows.set(tile[ROW], position[ROW], side[ROW]);
    columns.set(tile[VALUE_DIM], position[VALUE_DIM], side[VALUE_DIM]);
    reductions.set(tile[KEY], position[KEY], side[KEY]);
  }

  private void hold(LoopNest nest, int instances, boolean hasPartialSums) {
    int[] inside = nest.inside;
    int[] slots = nest.slots;
    int word = figures.wordBytes;
    int outputWord = outputWordBytes(hasPartialSums);
    inputBytes =
        nest.fused
            ? 0
            : bytes(rows, reductions, inside[LOGITS_IN], slots[LOGITS_IN] * instances, word);
    weightBytes = bytes(columns, reductions, inside[V], slots[V] * instances, word);
    outputBytes = bytes(rows, columns, inside[O], slots[O] * instances, outputWord);
    statisticsBytes =
        nest.form.shares(Dimension.KEY)
            ? (long) STATISTICS_A_ROW
                * figures.accumulatorBytes
                * instances
                * statisticsRows(inside[O])
            : 0;
  }

  /**
   * Rows whose running maximum and sum are held: those of the output tile where keys run outside
   * rows. The document's 2·t_i·t_p would lose the statistics of the other rows where O is held
   * outside the row loop.
   */
  private int statisticsRows(int insideOfOutput) {
    boolean allRows = reductions.position < rows.position && insideOfOutput < rows.position;
    return allRows ? rows.extent : rows.tile;
  }
}
