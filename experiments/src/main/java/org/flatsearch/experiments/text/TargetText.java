package org.flatsearch.experiments.text;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.TransformerBlock;
import org.flatsearch.spec.WordBytes;
import org.flatsearch.spec.WorkloadFigure;

/** Accelerators and workloads in one line each, alone and as tables. */
public final class TargetText {
  private TargetText() {}

  /** The figures of an accelerator that matter most. */
  public static String of(Accelerator accelerator) {
    String array =
        "%s×%s PEs at %s"
            .formatted(
                accelerator.rows(), accelerator.columns(), Units.hertz(accelerator.clockHz()));
    String buffer = Units.bytes(accelerator.bufferBytes());
    String lanes = lanes(accelerator.lanes());
    String dram = "DRAM " + dram(accelerator);
    return accelerator.cores() == 1
        ? "%s: %s, buffer %s, %s, %s".formatted(accelerator.name(), array, buffer, dram, lanes)
        : "%s: %s cores of %s, each with a buffer of %s and %s, %s%s"
            .formatted(
                accelerator.name(),
                Units.count(accelerator.cores()),
                array,
                buffer,
                lanes,
                dram,
                accelerator.multicast() ? ", multicast" : "");
  }

  /** The width of the softmax unit: {@code 64 softmax lanes}. */
  static String lanes(double lanes) {
    return Units.digits(lanes) + (lanes == 1 ? " softmax lane" : " softmax lanes");
  }

  /**
   * DRAM bandwidth: {@code 50 GB/s} of one channel, {@code 50 GB/s or 5 GB/s} if that has another
   * for writes, {@code 50 GB/s + 5 GB/s} of a channel each for reads and writes.
   */
  static String dram(Accelerator accelerator) {
    double reads = accelerator.dramReadBytesPerSecond();
    double writes = accelerator.dramWriteBytesPerSecond();
    if (accelerator.dramShared() && reads == writes) {
      return Units.bytesPerSecond(reads);
    }
    return Units.bytesPerSecond(reads)
        + (accelerator.dramShared() ? " or " : " + ")
        + Units.bytesPerSecond(writes);
  }

  /** The figures of a workload. */
  public static String of(AttentionWorkload workload) {
    String dims =
        workload.queryDim() == workload.valueDim()
            ? Integer.toString(workload.queryDim())
            : workload.queryDim() + "/" + workload.valueDim();
    return "%s: batch %s, %s of %s, %s × %s, %s-byte words%s"
        .formatted(
            workload.name(),
            workload.batch(),
            heads(workload),
            dims,
            Units.plural(workload.queryLength(), "query"),
            Units.plural(workload.keyLength(), "key"),
            workload.wordBytes(),
            options(workload));
  }

  /** A mask and the like, as {@code , mask causal, bytes.K 1}. */
  private static String options(AttentionWorkload workload) {
    return Arrays.stream(WorkloadFigure.values())
        .filter(figure -> figure.isOptional() && figure.isStated(workload))
        .map(figure -> ", " + figure.path() + " " + figure.text(workload))
        .collect(Collectors.joining());
  }

  /** The sizes of Q, K, V and O: {@code 2}, or {@code 2 1 1 2} if they differ. */
  private static String bytes(WordBytes bytes) {
    List<String> each =
        DoubleStream.of(bytes.q(), bytes.k(), bytes.v(), bytes.o())
            .mapToObj(Units::digits)
            .toList();
    return each.stream().distinct().count() == 1 ? each.get(0) : String.join(" ", each);
  }

  private static String heads(AttentionWorkload workload) {
    return workload.queryHeads() == workload.keyValueHeads()
        ? Units.plural(workload.queryHeads(), "head")
        : workload.queryHeads() + " query and " + workload.keyValueHeads() + " key/value heads";
  }

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
          dram(accelerator),
          Units.digits(accelerator.lanes()),
          accelerator.description());
    }
    return columns.text("");
  }

  /** One line per workload. */
  public static String workloads(List<AttentionWorkload> workloads) {
    Columns columns = new Columns("lrrrrrrrlll");
    columns.row(
        "name",
        "batch",
        "heads",
        "kv",
        "queries",
        "keys",
        "E",
        "F",
        "mask",
        "bytes",
        "description");
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
          workload.mask().toString(),
          bytes(workload.bytes()),
          workload.description());
    }
    return columns.text("");
  }

  /** One line per transformer block. */
  public static String blocks(List<TransformerBlock> blocks) {
    Columns columns = new Columns("lrrlrll");
    columns.row("name", "width", "feed-forward", "gated", "blocks", "description", "source");
    for (TransformerBlock block : blocks) {
      columns.row(
          block.name(),
          Integer.toString(block.modelWidth()),
          Integer.toString(block.feedForwardWidth()),
          block.gated() ? "yes" : "no",
          Integer.toString(block.blocks()),
          block.description(),
          block.source());
    }
    return columns.text("");
  }
}
