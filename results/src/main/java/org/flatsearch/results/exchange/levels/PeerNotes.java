package org.flatsearch.results.exchange.levels;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flatsearch.cost.Bound;
import org.flatsearch.cost.Cost;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Residency.Place;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.WordBytes;
import org.flatsearch.spec.WorkloadFigure;

/** Notes that several peers need. */
public final class PeerNotes {
  private PeerNotes() {}

  /**
   * Requires what peers can express: no mask, parts or steps of keys, registers, V in K.
   *
   * @throws InvalidInputException naming what is there of these
   */
  public static void requirePlain(
      AttentionSchedule schedule, AttentionWorkload workload, String tool) {
    List<String> found = new ArrayList<>();
    if (!workload.mask().isNone()) {
      found.add("mask " + workload.mask());
    }
    if (schedule.keyPart() > 0) {
      found.add("keyPart " + schedule.keyPart());
    }
    if (schedule.keyStep() > 0) {
      found.add("keyStep " + schedule.keyStep());
    }
    schedule
        .residency()
        .forEach(
            (tensor, held) -> {
              if (held.place() == Place.REGISTERS || held.place() == Place.KEYS) {
                found.add(tensor.jsonName() + " " + held.text());
              }
            });
    if (!found.isEmpty()) {
      throw new InvalidInputException(
          "%s cannot express %s; take a workload and a schedule without these."
              .formatted(tool, String.join("; ", found)));
    }
  }

  /** The workload as a peer with a single size of words has it. */
  public static AttentionWorkload withOneSize(AttentionWorkload workload) {
    return workload.withBytes(WordBytes.of(workload.wordBytes()), workload.wordBytes());
  }

  /**
   * Says by what factor words are larger and busy cycles more in a peer where words have one size,
   * if they have several here.
   */
  public static Optional<String> oneSize(
      AttentionSchedule schedule,
      Accelerator accelerator,
      AttentionWorkload workload,
      String tool) {
    String factors =
        EnumSet.range(WorkloadFigure.BYTES_Q, WorkloadFigure.LOGIT_BYTES).stream()
            .filter(figure -> figure.isStated(workload))
            .map(figure -> figure.path() + " " + figure.text(workload))
            .collect(Collectors.joining(", "));
    if (factors.isEmpty()) {
      return Optional.empty();
    }
    Cost own = PeerCosts.of(schedule, accelerator, workload);
    Cost there = PeerCosts.of(schedule, accelerator, withOneSize(workload));
    return Optional.of(
        ("All words have wordBytes %s in %s: %s are left out, so that DRAM moves %s times the bytes"
                + " and is busy for %s times the cycles.")
            .formatted(
                workload.wordBytes(),
                tool,
                factors,
                factor(there.trafficBytes() / own.trafficBytes()),
                factor(busySeconds(own) == 0 ? 1 : busySeconds(there) / busySeconds(own))));
  }

  private static double busySeconds(Cost cost) {
    return cost.busySeconds().getOrDefault(Bound.DRAM, 0.0);
  }

  private static String factor(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** Says which figures of the accelerator a tool does not model. */
  public static Optional<String> figures(Accelerator accelerator, String tool) {
    String figures =
        EnumSet.range(AcceleratorFigure.ARRAYS, AcceleratorFigure.LAYOUT_PASSES).stream()
            .filter(figure -> !figure.valueOf(accelerator).equals(figure.defaultValue()))
            .map(figure -> figure.path() + " " + figure.valueOf(accelerator))
            .collect(Collectors.joining(", "));
    return figures.isEmpty()
        ? Optional.empty()
        : Optional.of("%s does not model %s: left out.".formatted(tool, figures));
  }

  /** Says that slots are left out, if a tensor has more than one. */
  public static Optional<String> slots(AttentionSchedule schedule, String tool) {
    String slots =
        schedule.residency().entrySet().stream()
            .filter(entry -> entry.getValue().slots() > 1)
            .map(entry -> entry.getKey().jsonName() + " " + entry.getValue().slots())
            .collect(Collectors.joining(", "));
    return slots.isEmpty()
        ? Optional.empty()
        : Optional.of("%s does not model slots: those of %s are left out.".formatted(tool, slots));
  }

  /** Says that a loop only divides the work of the array. */
  static String unheld(Stage stage, TiledLoop loop) {
    return "No tile in the buffer depends on the '%s' loop of %s: its tiles of %s go to the array."
        .formatted(loop.dimension().jsonName(), stage.jsonName(), loop.tile());
  }

  /** Says that some cores idle, if they do. */
  public static Optional<String> cores(CoreSplit split) {
    return split.used() == split.cores()
        ? Optional.empty()
        : Optional.of(
            "Tiles are spread evenly: %s of the %s cores have work."
                .formatted(split.used(), split.cores()));
  }

  /** Says that a core holds only its own rows of tensors of which the schedule holds all rows. */
  public static Optional<String> rowsOfOthers(
      AttentionSchedule schedule, CoreSplit split, String tool) {
    String tensors =
        schedule.residency().entrySet().stream()
            .filter(entry -> entry.getKey().isIndexedBy(Dimension.ROW))
            .filter(entry -> entry.getValue().inside() == Dimension.INSTANCE)
            .map(entry -> entry.getKey().jsonName())
            .collect(Collectors.joining(", "));
    return tensors.isEmpty() || split.rows() == 1
        ? Optional.empty()
        : Optional.of(
            ("In %s each of the %s cores that share an instance holds and moves its own rows of %s;"
                    + " here it holds and moves all of them.")
                .formatted(tool, split.rows(), tensors));
  }

  /** Says that cores share other instances than by the models, if they do. */
  public static Optional<String> blocks(
      AttentionSchedule schedule, CoreSplit split, AttentionWorkload workload) {
    long instances = CoreBlocks.tiles(schedule, Dimension.INSTANCE, workload);
    long together = instances + CoreBlocks.splitInstances(schedule, split.cores(), workload);
    return together == instances * split.rows()
        ? Optional.empty()
        : Optional.of(
            ("FlatSearch deals tiles to all %s cores in blocks, so cores share instances in another"
                    + " way than here: it counts other traffic of what they share.")
                .formatted(split.cores()));
  }

  /**
   * Says that cores which share keys load them separately, if they do: all without multicast, what
   * is streamed even with it.
   */
  public static Optional<String> multicast(
      AttentionSchedule schedule, CoreSplit split, Accelerator accelerator, String tool) {
    String separate =
        Stream.of(Tensor.K, Tensor.V)
            .filter(t -> !accelerator.multicast() || schedule.residency().get(t).isAtArray())
            .map(Tensor::jsonName)
            .collect(Collectors.joining(" and "));
    return split.rows() == 1 || separate.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Each core loads %s for itself; %s may count a load once for the %s that share it."
                .formatted(separate, tool, split.rows()));
  }

  /** Says what an online softmax does and moves beyond a plain one, if keys are shared in tiles. */
  public static Optional<String> onlineSoftmax(
      AttentionSchedule schedule,
      Accelerator accelerator,
      AttentionWorkload workload,
      String tool) {
    if (!schedule.form().shares(Dimension.KEY)
        || CoreBlocks.tiles(schedule, Dimension.KEY, workload) == 1) {
      return Optional.empty();
    }
    Map<Tensor, Double> bytes =
        PeerCosts.of(schedule, accelerator, workload).trafficBytesByTensor();
    long words = Math.round(bytes.getOrDefault(Tensor.STATISTICS, 0.0) / workload.wordBytes());
    return Optional.of(
        "%s does not model an online softmax: the rescaling of the output and the statistics, %s,"
                .formatted(tool, words == 0 ? "which stay on chip" : words + " words through DRAM")
            + " are left out.");
  }

  /** Says that a row loop is not shared, if it would be without logits through DRAM. */
  public static Optional<String> stagesApart(boolean fused, SharedLoops form) {
    return fused || form == SharedLoops.INSTANCE
        ? Optional.empty()
        : Optional.of(
            "The stages run one after the other for all rows: the row loop is not shared, as the"
                + " logits go through DRAM.");
  }

  /**
   * Says that part of an array side idles.
   *
   * @param tile the tile that lies on the side
   * @param used how many of its elements lie there at once
   * @param side such as {@code 16 array rows}
   */
  public static String side(Stage stage, Dimension dimension, int tile, int used, String side) {
    return "%s fills %s of the %s: its '%s' tile of %s is split evenly."
        .formatted(stage.jsonName(), used, side, dimension.jsonName(), tile);
  }
}
