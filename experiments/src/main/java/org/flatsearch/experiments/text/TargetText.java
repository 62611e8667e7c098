package org.flatsearch.experiments.text;

import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Accelerators and workloads in one line each. */
public final class TargetText {
  private TargetText() {}

  /** The figures of an accelerator that matter most. */
  public static String of(Accelerator accelerator) {
    String array =
        accelerator.rows()
            + "×"
            + accelerator.columns()
            + " PEs at "
            + Units.hertz(accelerator.clockHz());
    String buffer = Units.bytes(accelerator.bufferBytes());
    String lanes =
        Double.isInfinite(accelerator.lanes())
            ? "unlimited softmax lanes"
            : Units.digits(accelerator.lanes()) + " softmax lanes";
    String dram = "DRAM " + dram(accelerator);
    return accelerator.name()
        + ": "
        + (accelerator.cores() == 1
            ? array + ", buffer " + buffer + ", " + dram + ", " + lanes
            : accelerator.cores()
                + " cores of "
                + array
                + ", each with a buffer of "
                + buffer
                + " and "
                + lanes
                + ", "
                + dram
                + (accelerator.multicast() ? ", multicast" : ""));
  }

  /** DRAM bandwidth, of reads and writes where they have channels of their own. */
  public static String dram(Accelerator accelerator) {
    String read = Units.bytesPerSecond(accelerator.dramReadBytesPerSecond());
    return accelerator.dramShared()
        ? read
        : read + " + " + Units.bytesPerSecond(accelerator.dramWriteBytesPerSecond());
  }

  /** The figures of a workload. */
  public static String of(AttentionWorkload workload) {
    String dims =
        workload.queryDim() == workload.valueDim()
            ? Integer.toString(workload.queryDim())
            : workload.queryDim() + "/" + workload.valueDim();
    return workload.name()
        + ": batch "
        + workload.batch()
        + ", "
        + heads(workload)
        + " of "
        + dims
        + ", "
        + Units.plural(workload.queryLength(), "query")
        + " × "
        + Units.plural(workload.keyLength(), "key")
        + ", "
        + workload.wordBytes()
        + "-byte words";
  }

  private static String heads(AttentionWorkload workload) {
    return workload.queryHeads() == workload.keyValueHeads()
        ? Units.plural(workload.queryHeads(), "head")
        : workload.queryHeads() + " query and " + workload.keyValueHeads() + " key/value heads";
  }
}
