package org.flatsearch.cost;

import java.util.Map;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** An accelerator and a workload in which nothing happens but what a test sets. */
public final class Machines {
  private Machines() {}

  /**
   * A machine in round figures, one core: 4×4 PEs at 1 Hz (so that seconds are cycles), a word a
   * cycle of DRAM for reads and for writes, unlimited lanes and on-chip port, no latency, no fill.
   * Word size 1 byte is assumed.
   */
  public static Accelerator plain() {
    return new Accelerator(
        "plain",
        "",
        4,
        4,
        1,
        false,
        1,
        1 << 20,
        2,
        Double.POSITIVE_INFINITY,
        1,
        1,
        false,
        0,
        1,
        new Accelerator.FillCycles(0, 0),
        0,
        Double.POSITIVE_INFINITY,
        new Accelerator.LaneOperations(3, 1),
        new Accelerator.Energy(1, 2, 3, 4, 5, 6, 7, 8),
        Map.of());
  }

  /** One head a batch, one byte a word. */
  public static AttentionWorkload workload(
      int instances, int rows, int keys, int queryDim, int valueDim) {
    return new AttentionWorkload("small", "", instances, 1, 1, rows, keys, queryDim, valueDim, 1);
  }
}
