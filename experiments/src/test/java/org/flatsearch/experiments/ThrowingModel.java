package org.flatsearch.experiments;

import java.util.Optional;
import org.flatsearch.cost.CostSheet;

/** A cost model with a defect; found like any other one. */
public final class ThrowingModel extends ModelForTests {
  public ThrowingModel() {
    super("throwing", (accelerator, workload) -> evaluator(Optional.empty(), ThrowingModel::fail));
  }

  private static void fail(CostSheet sheet) {
    throw new IllegalStateException("table of figures is missing");
  }
}
