package org.flatsearch.experiments.text;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.flatsearch.cost.Bound;
import org.flatsearch.cost.Cost;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;

/** The cost of a schedule as text: the figures, traffic and footprint by tensor, what binds. */
public final class CostText {
  private static final String INDENT = "  ";
  private static final int BAR = 30;

  /** The fraction of the latency from which a part that is busy is said to bind it. */
  private static final double BINDING = 0.9;

  private CostText() {}

  /** Latency, energy, traffic, footprint, utilisation. */
  static String figures(Cost cost, Accelerator accelerator) {
    Columns columns = new Columns("lrl");
    columns.row(
        "latency",
        Units.seconds(cost.latencySeconds()),
        cost.idealLatencySeconds() == 0
            ? ""
            : Units.times(cost.timesIdeal())
                + " the ideal of "
                + Units.seconds(cost.idealLatencySeconds()));
    columns.row("energy", Units.joules(cost.energyJoules()), ofEnergy(cost));
    columns.row("DRAM traffic", Units.bytes(cost.trafficBytes()), spill(cost));
    columns.row(
        "footprint",
        Units.bytes(cost.footprintBytes()),
        Units.percent(cost.footprintBytes() / accelerator.bufferBytes())
            + " of the buffer of "
            + Units.bytes(accelerator.bufferBytes()));
    if (cost.registerBytes() > 0) {
      double capacity = accelerator.memories().registerBytes();
      columns.row(
          "registers",
          Units.bytes(cost.registerBytes()),
          capacity == 0
              ? "the accelerator has none"
              : Units.percent(cost.registerBytes() / capacity) + " of " + Units.bytes(capacity));
    }
    columns.row("utilisation", Units.percent(cost.utilization()), "of the array's peak");
    return columns.text(INDENT) + extrapolation(cost) + violations(cost);
  }

  /** A line that says that the walker extrapolated; empty if it did not. */
  static String extrapolation(Cost cost) {
    return cost.extrapolated()
        ? INDENT + "Repeated parts were executed once and extrapolated.\n"
        : "";
  }

  private static String ofEnergy(Cost cost) {
    if (cost.leakageJoules() > 0) {
      return "dynamic only; leakage adds " + Units.joules(cost.leakageJoules());
    }
    return cost.energyJoules() > 0
        ? ""
        : "the accelerator gives no energy figure for the counted events";
  }

  private static String spill(Cost cost) {
    return cost.spillFraction() == 0
        ? ""
        : Units.percent(cost.spillFraction()) + " of the footprint spills";
  }

  private static String violations(Cost cost) {
    if (cost.isFeasible()) {
      return "";
    }
    String byTensor =
        cost.violations().stream()
            .map(each -> Units.count(Math.round(each.bytes())) + " of " + each.what())
            .collect(Collectors.joining(", "));
    return "%sdoes not fit: %s too many (%s)\n"
        .formatted(INDENT, Units.plural(Math.round(cost.violationBytes()), "byte"), byTensor);
  }

  /** Traffic and footprint of each tensor. */
  static String tensors(Cost cost) {
    Columns columns = new Columns("lrrrr");
    columns.row("tensor", "traffic", "", "footprint", "");
    Set<Tensor> tensors = new LinkedHashSet<>(cost.trafficBytesByTensor().keySet());
    tensors.addAll(cost.footprintBytesByTensor().keySet());
    tensors.stream()
        .sorted()
        .forEach(
            tensor -> {
              double traffic = cost.trafficBytesByTensor().getOrDefault(tensor, 0.0);
              double footprint = cost.footprintBytesByTensor().getOrDefault(tensor, 0.0);
              columns.row(
                  tensor.jsonName(),
                  bytesOrDash(traffic),
                  share(traffic, cost.trafficBytes()),
                  bytesOrDash(footprint),
                  share(footprint, cost.footprintBytes()));
            });
    columns.row("total", Units.bytes(cost.trafficBytes()), "", Units.bytes(cost.footprintBytes()));
    return columns.text(INDENT);
  }

  private static String bytesOrDash(double bytes) {
    return bytes == 0 ? "-" : Units.bytes(bytes);
  }

  private static String share(double part, double whole) {
    return part == 0 || whole == 0 ? "" : Units.percent(part / whole);
  }

  /** How long each resource is busy, as a bar of the latency; empty if the model does not say. */
  static String busy(Cost cost) {
    if (cost.busySeconds().values().stream().allMatch(seconds -> seconds == 0)) {
      return "";
    }
    Columns columns = new Columns("lrrl");
    for (Map.Entry<Bound, Double> entry : cost.busySeconds().entrySet()) {
      double fraction = entry.getValue() / cost.latencySeconds();
      columns.row(
          name(entry.getKey()),
          entry.getValue() == 0 ? "-" : Units.seconds(entry.getValue()),
          entry.getValue() == 0 ? "" : Units.percent(fraction),
          bar(fraction));
    }
    return columns.text(INDENT);
  }

  /** A fraction as a bar; a fraction above 1 is shown as 1. */
  static String bar(double fraction) {
    return "#".repeat((int) Math.round(BAR * Math.min(1, fraction)));
  }

  /** What binds the latency. */
  static String binds(Cost cost) {
    return "Bound by "
        + (waits(cost) ? "waiting; the busiest part is " : "")
        + (binding(cost) == Bound.DRAM ? "" : "the ")
        + name(binding(cost));
  }

  /**
   * What the model says binds, or the busiest part if that is idle for much of the time. They
   * differ by model {@code flat} where first fillings, which overlap with nothing, take long: it
   * compares only what overlaps.
   */
  static Bound binding(Cost cost) {
    Map<Bound, Double> busy = cost.busySeconds();
    if (busy.getOrDefault(cost.bound(), 0.0) >= BINDING * cost.latencySeconds()) {
      return cost.bound();
    }
    return busy.keySet().stream().max(Comparator.comparing(busy::get)).orElse(cost.bound());
  }

  /**
   * Whether even the busiest part is idle for much of the time, because parts wait for each other:
   * the array for the softmax of its only tile of logits, for instance. Then no part alone binds.
   */
  static boolean waits(Cost cost) {
    double busiest = cost.busySeconds().getOrDefault(binding(cost), 0.0);
    return busiest > 0 && busiest < BINDING * cost.latencySeconds();
  }

  /** What people call a resource. */
  public static String name(Bound bound) {
    return switch (bound) {
      case ARRAY -> "PE array";
      case LANES -> "softmax lanes";
      case ON_CHIP -> "on-chip port";
      case DRAM -> "DRAM";
    };
  }
}
