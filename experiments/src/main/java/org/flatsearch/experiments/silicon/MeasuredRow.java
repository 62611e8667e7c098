package org.flatsearch.experiments.silicon;

import java.util.List;
import java.util.Map;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A measured run of a kernel: a row of a table.
 *
 * @param line its line in the table, counted from 1
 * @param chip the accelerator
 * @param kernel the kernel
 * @param workload the layer as the kernel sees it: each query head is an instance, so heads that
 *     share keys have copies
 * @param layoutShare the bytes of Q, K, V and O over those with copies of keys and values
 * @param blocks the block sizes
 * @param stages tiles of K and V that there is room for
 * @param seconds how long the kernel took
 */
record MeasuredRow(
    int line,
    Accelerator chip,
    Kernel kernel,
    AttentionWorkload workload,
    double layoutShare,
    Blocks blocks,
    int stages,
    double seconds) {

  /** What tuners try most: a tile is worked on while the next one is loaded. */
  private static final int STAGES_OF_GRID = 2;

  /** The row, measured on a chip of other figures. */
  MeasuredRow on(Accelerator other) {
    return new MeasuredRow(line, other, kernel, workload, layoutShare, blocks, stages, seconds);
  }

  /** What a model predicts for this row's blocks, in seconds, whether they fit or not. */
  double predicted(CostModel model) {
    CostSheet sheet = new CostSheet();
    evaluator(model).evaluate(nest(blocks, stages), sheet);
    return sheet.latencySeconds;
  }

  /** What a model predicts for this row, and for what else the kernel's tuner tries. */
  Prediction predict(CostModel model) {
    double own = predicted(model);
    ScheduleEvaluator evaluator = evaluator(model);
    CostSheet sheet = new CostSheet();
    double bestSeconds = own;
    Blocks best = blocks;
    int faster = 0;
    int tiles = 1;
    for (Blocks others : others()) {
      if (evaluator.evaluateIfFits(nest(others, STAGES_OF_GRID), sheet)) {
        faster += sheet.latencySeconds < own ? 1 : 0;
        if (sheet.latencySeconds < bestSeconds) {
          bestSeconds = sheet.latencySeconds;
          best = others;
        }
        tiles++;
      }
    }
    return new Prediction(this, own, bestSeconds, best, faster + 1, tiles);
  }

  private List<Blocks> others() {
    return kernel.grid(workload).stream().filter(each -> !each.equals(blocks)).toList();
  }

  private ScheduleEvaluator evaluator(CostModel model) {
    double passes = chip.overheads().layoutPasses();
    // The layout touches keys and values once, however many heads share them.
    Accelerator accelerator =
        layoutShare == 1
            ? chip
            : chip.with(Map.of(AcceleratorFigure.LAYOUT_PASSES.path(), "" + passes * layoutShare));
    return model.bind(accelerator, workload);
  }

  private LoopNest nest(Blocks of, int slots) {
    LoopNest nest = new LoopNest();
    nest.set(kernel.schedule(workload, of, slots));
    return nest;
  }
}
