package org.flatsearch.experiments.silicon;

import java.util.Map;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.experiments.kernel.Kernel;
import org.flatsearch.experiments.kernel.KernelOnChip;
import org.flatsearch.experiments.kernel.Variant;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A measured run of a kernel: a row of a table.
 *
 * @param line its line in the table, counted from 1
 * @param chip the accelerator
 * @param layer the layer
 * @param kernel the kernel
 * @param parameters those that the table states
 * @param shape in words, what it has in common with the other rows of a sweep
 * @param seconds how long the kernel took
 */
record MeasuredRow(
    int line,
    Accelerator chip,
    AttentionWorkload layer,
    Kernel kernel,
    Map<String, Integer> parameters,
    String shape,
    double seconds) {

  /** The row by a kernel of other figures. */
  MeasuredRow by(Kernel other) {
    return new MeasuredRow(line, chip, layer, other, parameters, shape, seconds);
  }

  /** The kernel on the chip with the row's parameters. */
  Variant variant() {
    return KernelOnChip.of(kernel, chip, layer).variant(parameters);
  }

  /** What a model predicts for this row, in seconds, whether it fits or not. */
  double predicted(CostModel model) {
    CostSheet sheet = new CostSheet();
    Variant variant = variant();
    model.bind(variant.accelerator(), variant.workload()).evaluate(nest(variant), sheet);
    return sheet.latencySeconds;
  }

  /** What a model predicts for this row, and for what else the kernel's tuner tries. */
  Prediction predict(CostModel model) {
    KernelOnChip on = KernelOnChip.of(kernel, chip, layer);
    Variant row = on.variant(parameters);
    double own = predicted(model);
    CostSheet sheet = new CostSheet();
    double bestSeconds = own;
    Variant best = row;
    int faster = 0;
    int tiles = 1;
    for (Variant other : on.variants()) {
      if (!other.parameters().equals(row.parameters())
          && model.bind(other.accelerator(), other.workload()).evaluateIfFits(nest(other), sheet)) {
        faster += sheet.latencySeconds < own ? 1 : 0;
        if (sheet.latencySeconds < bestSeconds) {
          bestSeconds = sheet.latencySeconds;
          best = other;
        }
        tiles++;
      }
    }
    return new Prediction(this, own, bestSeconds, blocks(row), blocks(best), faster + 1, tiles);
  }

  /** The parameters, one after another; one that equals its default is left out. */
  private static String blocks(Variant variant) {
    return variant.blocks();
  }

  private static LoopNest nest(Variant variant) {
    LoopNest nest = new LoopNest();
    nest.set(variant.schedule());
    return nest;
  }
}
