package org.flatsearch.cost.loopnest.tile;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/** The bytes of Q, K and the logits on their way out. */
public final class LogitFootprint extends StageFootprint {
  private static final int QUERY_DIM = Dimension.QUERY_DIM.ordinal();
  private static final int Q = Tensor.Q.ordinal();
  private static final int K = Tensor.K.ordinal();
  private static final int LOGITS = Tensor.LOGITS.ordinal();
  private static final int LOGITS_OUT = Tensor.LOGITS_OUT.ordinal();

  /** The footprint of the Logit stage. */
  public LogitFootprint(Figures figures) {
    super(figures, Stage.LOGIT, Dimension.KEY);
  }

  @Override
  public void measure(LoopNest nest) {
    int[] tile = nest.logit.tile;
    place(nest.logit, tile);
    hold(nest, tile[INSTANCE], reductions.isCutByArray());
  }

  @Override
  public void measure(LoopNest nest, int[] tile, boolean hasPartialSums) {
    place(nest.logit, tile);
    hold(nest, tile[INSTANCE], hasPartialSums);
  }

  private void place(LoopNest.StageNest loops, int[] tile) {
    int[] position = positions(loops.order);
    int[] side = sides(loops);
    rows.set(tile[ROW], position[ROW], side[ROW]);
    columns.set(tile[KEY], position[KEY], side[KEY]);
    reductions.set(tile[QUERY_DIM], position[QUERY_DIM], side[QUERY_DIM]);
  }

  private void hold(LoopNest nest, int instances, boolean hasPartialSums) {
    int[] inside = nest.inside;
    int[] slots = nest.slots;
    int word = figures.wordBytes;
    int outputWord = outputWordBytes(hasPartialSums);
    inputBytes = bytes(rows, reductions, inside[Q], slots[Q] * instances, word);
    weightBytes = bytes(columns, reductions, inside[K], slots[K] * instances, word);
    int output = nest.fused ? LOGITS : LOGITS_OUT;
    int insideOfOutput = nest.fused ? nest.form.count() - 1 : inside[LOGITS_OUT];
    outputBytes = bytes(rows, columns, insideOfOutput, slots[output] * instances, outputWord);
  }
}
