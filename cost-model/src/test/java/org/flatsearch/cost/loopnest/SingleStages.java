package org.flatsearch.cost.loopnest;

import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Counts stages of nests one by one, and joins them, as an exact search does. */
public final class SingleStages {
  final LoopNestEvaluator evaluator;
  private final Accelerator accelerator;
  private final int[] extents;

  public SingleStages(Accelerator accelerator, AttentionWorkload workload) {
    this.accelerator = accelerator;
    evaluator = new LoopNestEvaluator(accelerator, workload);
    extents = Extents.of(workload);
  }

  public StageCosts count(LoopNest nest, Stage stage) {
    TileFigures[] tiles = deal(nest, stage);
    StageCosts costs = new StageCosts();
    evaluator.count(stage, nest, tiles, costs);
    return costs;
  }

  private TileFigures[] deal(LoopNest nest, Stage stage) {
    TileFigures[] tiles = new TileFigures[extents.length];
    for (Dimension dimension : stage.dimensions()) {
      int d = dimension.ordinal();
      tiles[d] =
          TileFigures.of(accelerator, Dimension.values()[d], extents[d], nest.stage(stage).tile[d]);
    }
    evaluator.deal(nest.form, tiles[Dimension.INSTANCE.ordinal()], tiles[Dimension.ROW.ordinal()]);
    return tiles;
  }

  /** Joins a stage with the other one. */
  void join(LoopNest nest, Stage stage, StageCosts costs, StageCosts other, CostSheet sheet) {
    boolean isLogit = stage == Stage.LOGIT;
    evaluator.join(nest, isLogit ? costs : other, isLogit ? other : costs, sheet);
  }
}
