package org.flatsearch.experiments.proofs;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.SpecCatalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The tables of {@code causal} and {@code decode-split} in {@code docs/experiments.md}: what the
 * tiles of a kernel with an online softmax cost under a mask, and what it gains to split keys. Such
 * a kernel holds a tile of Q and O while tiles of K and V pass. Of each size of tiles, the best
 * mapping to the array and numbers of slots are taken.
 */
@Command(name = "tile-table", mixinStandardHelpOptions = true)
public final class TileTable implements Callable<Integer> {
  private static final List<String> CHIPS = List.of("flat-edge", "flat-cloud", "tpu-v4i", "h100");
  private static final List<Integer> LENGTHS = List.of(4_096, 32_768, 131_072);
  private static final List<Mask> MASKS =
      List.of(Mask.CAUSAL, Mask.window(4_096), Mask.window(1_024));
  private static final List<Integer> TILES = List.of(64, 128, 256, 512, 1_024, 2_048);
  private static final List<Integer> BATCHES = List.of(1, 8, 64);
  private static final int MOST_PARTS = 64;

  @Spec private CommandSpec spec;

  /** What the best kernel with some tiles costs. */
  private record Kernel(
      int rows,
      int keys,
      AttentionSchedule schedule,
      double seconds,
      double ideal,
      double bytes,
      double executed) {
    /** Executed over useful logits, latency over the ideal, and traffic. */
    String text() {
      return "%s × %s | %s | %s | %s"
          .formatted(
              Units.count(rows),
              Units.count(keys),
              Units.times(executed),
              Units.times(seconds / ideal),
              Units.bytes(bytes));
    }
  }

  /** Prints the tables. */
  public static void main(String[] args) {
    TableProgram.run(new TileTable(), args);
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(TableProgram.whatFiguresDependOn());
    out.println();
    sizes(out);
    out.println();
    causal(out);
    out.println();
    split(out);
    return 0;
  }

  private static AttentionWorkload prompt(int length, Mask mask) {
    return SpecCatalogue.workload("llama-3-8b-prefill").withSequence(length).withMask(mask);
  }

  /** Executed over useful logits by tiles of as many rows as keys; the same on all chips. */
  private static void sizes(PrintWriter out) {
    StringBuilder head = new StringBuilder("| mask | tokens |");
    TILES.forEach(tile -> head.append(" ").append(Units.count(tile)).append(" |"));
    out.println(head);
    out.println("| --- | ---: |" + " ---: |".repeat(TILES.size()));
    for (Mask mask : MASKS) {
      for (int length : LENGTHS) {
        StringBuilder line = new StringBuilder("| %s | %s |".formatted(mask, Units.count(length)));
        for (int tile : TILES) {
          Kernel kernel =
              kernel(SpecCatalogue.accelerator("flat-cloud"), prompt(length, mask), tile, tile, 0)
                  .orElseThrow();
          line.append(" ").append(Units.times(kernel.executed)).append(" |");
        }
        out.println(line);
      }
    }
  }

  private static void causal(PrintWriter out) {
    out.println(
        "| chip | mask | tokens | fastest | executed | latency | traffic | least traffic"
            + " | executed | latency | traffic |");
    out.println("| --- | --- | ---: |" + " ---: |".repeat(8));
    for (String chip : CHIPS) {
      for (Mask mask : MASKS) {
        for (int length : List.of(LENGTHS.get(0), LENGTHS.get(2))) {
          List<Kernel> kernels = new ArrayList<>();
          for (int rows : TILES) {
            for (int keys : TILES) {
              kernel(SpecCatalogue.accelerator(chip), prompt(length, mask), rows, keys, 0)
                  .ifPresent(kernels::add);
            }
          }
          out.println(
              "| %s | %s | %s | %s | %s |"
                  .formatted(
                      chip,
                      mask,
                      Units.count(length),
                      least(kernels, Kernel::seconds, Kernel::bytes).text(),
                      least(kernels, Kernel::bytes, Kernel::seconds).text()));
        }
      }
    }
  }

  private static void split(PrintWriter out) {
    out.println("| chip | batch | keys | K and V by DRAM | whole | split | parts | gain |");
    out.println("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (String chip : List.of("h100", "a100")) {
      Accelerator accelerator = SpecCatalogue.accelerator(chip);
      for (int keys : LENGTHS.subList(0, 2)) {
        for (int batch : BATCHES) {
          AttentionWorkload workload =
              SpecCatalogue.workload("llama-3-8b-decode")
                  .with(Map.of("batch", batch + "", "keyLength", keys + ""));
          double whole = decode(accelerator, workload, 1);
          double split = whole;
          int best = 1;
          for (int parts = 2; parts <= MOST_PARTS; parts *= 2) {
            double seconds = decode(accelerator, workload, parts);
            best = seconds < split ? parts : best;
            split = Math.min(split, seconds);
          }
          double bytes = 4.0 * workload.instances() * keys * workload.queryDim();
          out.println(
              "| %s | %s | %s | %s | %s | %s | %s | %s |"
                  .formatted(
                      chip,
                      batch,
                      Units.count(keys),
                      Units.seconds(bytes / accelerator.dramReadBytesPerSecond()),
                      Units.seconds(whole),
                      Units.seconds(split),
                      best,
                      Units.times(whole / split)));
        }
      }
    }
  }

  /** What the fastest kernel with so many parts of keys takes, with all waiting. */
  private static double decode(Accelerator accelerator, AttentionWorkload workload, int parts) {
    List<Kernel> kernels = new ArrayList<>();
    int part = workload.keys() / parts;
    for (int keys : TILES) {
      if (keys <= part) {
        kernel(accelerator, workload, workload.rows(), keys, parts == 1 ? 0 : part)
            .ifPresent(kernels::add);
      }
    }
    AttentionSchedule schedule = least(kernels, Kernel::seconds, Kernel::bytes).schedule;
    return RatedSchedule.of(schedule, new WalkModel(), accelerator, workload)
        .cost()
        .latencySeconds();
  }

  private static Kernel least(
      List<Kernel> kernels, ToDoubleFunction<Kernel> first, ToDoubleFunction<Kernel> second) {
    return kernels.stream()
        .min(Comparator.comparingDouble(first).thenComparingDouble(second))
        .orElseThrow();
  }

  /** The fastest kernel with tiles of these sizes; empty if none fits the buffer. */
  private static Optional<Kernel> kernel(
      Accelerator accelerator, AttentionWorkload workload, int rows, int keys, int part) {
    ScheduleEvaluator evaluator = new LoopNestModel().bind(accelerator, workload);
    CostSheet sheet = new CostSheet();
    LoopNest nest = nest(workload, rows, keys, part);
    Kernel best = null;
    for (int mapping = 0; mapping < 36; mapping++) {
      nest.logit.stationarity = Stationarity.values()[mapping % 3];
      nest.attend.stationarity = Stationarity.values()[mapping / 3 % 3];
      nest.logit.transposed = mapping / 9 % 2 == 1;
      nest.attend.transposed = mapping / 18 == 1;
      for (int slots = 1; slots <= 2; slots++) {
        nest.slots[Tensor.Q.ordinal()] = slots;
        nest.slots[Tensor.O.ordinal()] = slots;
        sheet.clear();
        if (evaluator.evaluateIfFits(nest, sheet)
            && (best == null || sheet.latencySeconds < best.seconds)) {
          best =
              new Kernel(
                  rows,
                  keys,
                  nest.toSchedule(),
                  sheet.latencySeconds,
                  sheet.idealLatencySeconds,
                  sheet.trafficBytes,
                  (double) sheet.executedLogits / workload.visibleLogits());
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private static LoopNest nest(AttentionWorkload workload, int rows, int keys, int part) {
    LoopNest nest = new LoopNest();
    nest.form = SharedLoops.INSTANCE_ROW_KEY;
    nest.fused = true;
    nest.keyPart = part;
    for (Stage stage : Stage.values()) {
      Dimension own = stage == Stage.LOGIT ? Dimension.QUERY_DIM : Dimension.VALUE_DIM;
      int extent = stage == Stage.LOGIT ? workload.queryDim() : workload.valueDim();
      set(nest.stage(stage), 0, Dimension.INSTANCE, 1);
      set(nest.stage(stage), 1, Dimension.ROW, rows);
      set(nest.stage(stage), 2, Dimension.KEY, keys);
      set(nest.stage(stage), 3, own, extent);
    }
    for (Tensor tensor : List.of(Tensor.Q, Tensor.O, Tensor.K, Tensor.V, Tensor.LOGITS)) {
      nest.inside[tensor.ordinal()] = tensor == Tensor.Q || tensor == Tensor.O ? 1 : 2;
      nest.slots[tensor.ordinal()] = 2;
    }
    return nest;
  }

  private static void set(LoopNest.StageNest stage, int position, Dimension dimension, int tile) {
    stage.order[position] = dimension.ordinal();
    stage.tile[dimension.ordinal()] = tile;
  }
}
