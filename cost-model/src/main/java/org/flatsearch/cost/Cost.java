package org.flatsearch.cost;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.flatsearch.schedule.Tensor;

/**
 * The figures of one evaluation as an immutable value that can be kept, compared and written.
 * {@link CostFigure} lists them, {@link CostSheet} is the mutable form.
 *
 * @param figures all but those that follow from others: a {@code Long} for a count, else a {@code
 *     Double}
 * @param parts of the figures that have parts, by what they are
 * @param bound the resource whose work alone takes longest, of the work that overlaps
 * @param violations by how much the schedule exceeds buffer and registers; empty if it fits
 * @param extrapolated whether the walker played repetitions once and extrapolated the rest
 */
public record Cost(
    Map<CostFigure, Number> figures,
    Map<CostFigure, Map<? extends Enum<?>, Double>> parts,
    Bound bound,
    List<Violation> violations,
    boolean extrapolated) {

  public Cost {
    figures = Collections.unmodifiableMap(new EnumMap<>(figures));
    parts = Collections.unmodifiableMap(new EnumMap<>(parts));
    Objects.requireNonNull(bound, "bound");
    violations = List.copyOf(violations);
  }

  /**
   * What has no room.
   *
   * @param tensor what would have to shrink in the buffer; empty for what is in registers
   * @param bytes by how much
   */
  public record Violation(Optional<Tensor> tensor, double bytes) {
    /** What documents call registers, in place of a tensor. */
    public static final String REGISTERS = "registers";

    public Violation {
      Objects.requireNonNull(tensor, "tensor");
    }

    /** Whether registers have no room for it. */
    public boolean isOfRegisters() {
      return tensor.isEmpty();
    }

    /** What has no room, as documents name it. */
    public String what() {
      return tensor.map(Tensor::jsonName).orElse(REGISTERS);
    }
  }

  /** The figures that {@code sheet} holds now. */
  public static Cost of(CostSheet sheet) {
    Map<CostFigure, Number> figures = new EnumMap<>(CostFigure.class);
    Map<CostFigure, Map<? extends Enum<?>, Double>> parts = new EnumMap<>(CostFigure.class);
    for (CostFigure figure : CostFigure.values()) {
      if (!figure.isDerived()) {
        figures.put(figure, figure.of(sheet));
      }
      figure.parts().ifPresent(each -> parts.put(figure, each.of(sheet)));
    }
    return new Cost(figures, parts, sheet.bound, violations(sheet), sheet.extrapolated);
  }

  /** Whether the schedule fits buffer and registers, or the model lets it spill. */
  public boolean isFeasible() {
    return violations.isEmpty();
  }

  /** The value of a figure. */
  public double value(CostFigure figure) {
    return switch (figure) {
      case EDP -> edpJouleSeconds();
      case VIOLATION -> violationBytes();
      default -> figures.get(figure).doubleValue();
    };
  }

  /** Bytes that have no room, all together. */
  public double violationBytes() {
    return violationBytes(violation -> true);
  }

  /** Bytes that have no room, of some violations. */
  public double violationBytes(Predicate<Violation> some) {
    return violations.stream().filter(some).mapToDouble(Violation::bytes).sum();
  }

  /** Energy-delay product in joule seconds, of the dynamic energy. */
  public double edpJouleSeconds() {
    return energyJoules() * latencySeconds();
  }

  /** Latency over the ideal latency, at least 1 up to rounding. */
  public double timesIdeal() {
    return latencySeconds() / idealLatencySeconds();
  }

  // The values of figures by the names in documents, for those that are asked for most.

  public double latencySeconds() {
    return value(CostFigure.LATENCY);
  }

  public double idealLatencySeconds() {
    return value(CostFigure.IDEAL_LATENCY);
  }

  public double energyJoules() {
    return value(CostFigure.ENERGY);
  }

  public double leakageJoules() {
    return value(CostFigure.LEAKAGE);
  }

  public double trafficBytes() {
    return value(CostFigure.TRAFFIC);
  }

  public double footprintBytes() {
    return value(CostFigure.FOOTPRINT);
  }

  public double registerBytes() {
    return value(CostFigure.REGISTERS);
  }

  public double utilization() {
    return value(CostFigure.UTILIZATION);
  }

  public double spillFraction() {
    return value(CostFigure.SPILL);
  }

  /** The traffic of Q, K, V, O and whatever else moves. */
  public Map<Tensor, Double> trafficBytesByTensor() {
    return partsOf(CostFigure.TRAFFIC);
  }

  /** The footprint of Q, K, V, O and whatever else is held. */
  public Map<Tensor, Double> footprintBytesByTensor() {
    return partsOf(CostFigure.FOOTPRINT);
  }

  /** Time that each resource is busy. */
  public Map<Bound, Double> busySeconds() {
    return partsOf(CostFigure.LATENCY);
  }

  /** The energy of each kind of events; all 0 if the model knows the sum only. */
  public Map<EnergyPart, Double> energyJoulesByPart() {
    return partsOf(CostFigure.ENERGY);
  }

  @SuppressWarnings("unchecked") // The list of figures says what the parts of each are.
  private <E extends Enum<E>> Map<E, Double> partsOf(CostFigure figure) {
    return (Map<E, Double>) Collections.unmodifiableMap(parts.get(figure));
  }

  /**
   * The capacity is one for all tensors in the buffer, so any split of the excess over them is a
   * convention: it is charged to the tensor that holds most, and to the next one only what exceeds
   * the first.
   */
  private static List<Violation> violations(CostSheet sheet) {
    List<Violation> violations = new ArrayList<>();
    if (sheet.registerViolationBytes > 0) {
      violations.add(new Violation(Optional.empty(), sheet.registerViolationBytes));
    }
    double left = sheet.violationBytes - sheet.registerViolationBytes;
    double[] footprint = sheet.footprintBytesByTensor;
    List<Tensor> largestFirst = new ArrayList<>(List.of(Tensor.values()));
    largestFirst.sort(
        Comparator.comparing((Tensor tensor) -> footprint[tensor.ordinal()]).reversed());
    for (Tensor tensor : largestFirst) {
      double bytes = Math.min(left, footprint[tensor.ordinal()]);
      if (bytes > 0) {
        violations.add(new Violation(Optional.of(tensor), bytes));
        left -= bytes;
      }
    }
    return violations;
  }
}
