package org.flatsearch.cost.product;

import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.cost.loopnest.ProductEvaluator;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The model {@code loopnest} or {@code walk} of single matrix products: it rates the Logit stage of
 * nests whose logits go through DRAM, as if nothing came after it.
 */
public final class ProductModel implements CostModel {
  /** Closed form: exact counts, and a latency that bounds the walker's from below. */
  public static final ProductModel LOOPNEST = new ProductModel(false);

  /** The reference, which executes the product tile by tile. */
  public static final ProductModel WALK = new ProductModel(true);

  private final boolean walks;

  private ProductModel(boolean walks) {
    this.walks = walks;
  }

  /** The name of the model of attention that counts alike. */
  @Override
  public String name() {
    return walks ? WalkModel.NAME : LoopNestModel.NAME;
  }

  @Override
  public String description() {
    return "matrix products by model " + name();
  }

  @Override
  public ScheduleEvaluator bind(Accelerator accelerator, AttentionWorkload workload) {
    if (walks) {
      return new WalkModel().bindProduct(accelerator, workload);
    }
    new LoopNestModel().bind(accelerator, workload); // refuses what it does not count
    return new ProductEvaluator(accelerator, workload);
  }
}
