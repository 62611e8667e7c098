package org.flatsearch.cost.loopnest.phase;

import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;

/**
 * The tensors of one stage, as far as their tiles move within phases.
 *
 * @param isLogit whether the stage is Logit rather than Attend
 * @param input the row-side input: Q, or softmaxed logits that come back from DRAM
 * @param weight K or V
 * @param output logits on their way to DRAM, or O
 */
record StageTensors(boolean isLogit, PhaseTensor input, PhaseTensor weight, PhaseTensor output) {
  private static final int ROW = Dimension.ROW.ordinal();

  static StageTensors of(Stage stage, Figures figures, PhaseTiles tiles) {
    return new StageTensors(
        stage == Stage.LOGIT,
        new PhaseTensor(figures, tiles, ROW, tiles.reduction),
        new PhaseTensor(figures, tiles, tiles.column, tiles.reduction),
        new PhaseTensor(figures, tiles, ROW, tiles.column));
  }
}
