package org.flatsearch.experiments.text;

import java.util.List;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** The shipped accelerators and workloads as tables. */
public final class CatalogueText {
  private CatalogueText() {}

  /** One line per accelerator. */
  public static String accelerators(List<Accelerator> accelerators) {
    Columns columns = new Columns("lrrrrrrl");
    columns.row("name", "cores", "PEs", "clock", "buffer", "DRAM", "lanes", "description");
    for (Accelerator accelerator : accelerators) {
      columns.row(
          accelerator.name(),
          Integer.toString(accelerator.cores()),
          accelerator.rows() + "×" + accelerator.columns(),
          Units.hertz(accelerator.clockHz()),
          Units.bytes(accelerator.bufferBytes()),
          TargetText.dram(accelerator),
          Units.digits(accelerator.lanes()),
          accelerator.description());
    }
    return columns.text("");
  }

  /** One line per workload. */
  public static String workloads(List<AttentionWorkload> workloads) {
    Columns columns = new Columns("lrrrrrrrl");
    columns.row("name", "batch", "heads", "kv", "queries", "keys", "E", "F", "description");
    for (AttentionWorkload workload : workloads) {
      columns.row(
          workload.name(),
          Integer.toString(workload.batch()),
          Integer.toString(workload.queryHeads()),
          Integer.toString(workload.keyValueHeads()),
          Integer.toString(workload.queryLength()),
          Integer.toString(workload.keyLength()),
          Integer.toString(workload.queryDim()),
          Integer.toString(workload.valueDim()),
          workload.description());
    }
    return columns.text("");
  }
}
