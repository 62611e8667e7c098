package org.flatsearch.cost;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flatsearch.schedule.Tensor;

/**
 * The figures of one evaluation as an immutable value that can be kept, compared and written.
 * {@link CostSheet} is the mutable form and explains each figure.
 *
 * @param latencySeconds time from the first load to the last store
 * @param energyJoules dynamic energy
 * @param leakageJoules leakage power times latency, not part of {@code energyJoules}
 * @param trafficBytes bytes between DRAM and the buffers, reads and writes
 * @param trafficBytesByTensor the same by tensor; Q, K, V, O and whatever else moves
 * @param footprintBytes bytes reserved in the buffer of one core
 * @param footprintBytesByTensor the same by tensor; Q, K, V, O and whatever else is held
 * @param utilization useful multiply-accumulates over those possible in the latency, 0 to 1
 * @param idealLatencySeconds multiply-accumulates over PEs and clock
 * @param bound the resource whose work alone takes longest, of the work that overlaps
 * @param spillFraction the fraction of the footprint that spills to DRAM, 0 to 1
 * @param violations by how much the schedule exceeds the buffer, by tensor; empty if it fits
 * @param busySeconds time that each resource is busy
 * @param counts the events behind the energy
 * @param extrapolated whether the walker played repetitions once and extrapolated the rest
 */
public record Cost(
    double latencySeconds,
    double energyJoules,
    double leakageJoules,
    double trafficBytes,
    Map<Tensor, Double> trafficBytesByTensor,
    double footprintBytes,
    Map<Tensor, Double> footprintBytesByTensor,
    double utilization,
    double idealLatencySeconds,
    Bound bound,
    double spillFraction,
    List<Violation> violations,
    Map<Bound, Double> busySeconds,
    Counts counts,
    boolean extrapolated) {

  public Cost {
    trafficBytesByTensor = copy(Tensor.class, trafficBytesByTensor);
    footprintBytesByTensor = copy(Tensor.class, footprintBytesByTensor);
    Objects.requireNonNull(bound, "bound");
    violations = List.copyOf(violations);
    busySeconds = copy(Bound.class, busySeconds);
    Objects.requireNonNull(counts, "counts");
  }

  /**
   * A part of the footprint that has no room in the buffer.
   *
   * @param tensor what would have to shrink
   * @param bytes by how much
   */
  public record Violation(Tensor tensor, double bytes) {
    public Violation {
      Objects.requireNonNull(tensor, "tensor");
    }
  }

  /**
   * Events of all cores; a model that does not count some leaves them 0.
   *
   * @param macs multiply-accumulates
   * @param registerAccesses register reads and writes
   * @param laneOperations operations of the softmax lanes
   * @param onChipReadWords words read from the buffers
   * @param onChipWriteWords words written to the buffers
   * @param dramReadWords words read from DRAM
   * @param dramWriteWords words written to DRAM
   */
  public record Counts(
      long macs,
      long registerAccesses,
      long laneOperations,
      long onChipReadWords,
      long onChipWriteWords,
      long dramReadWords,
      long dramWriteWords) {}

  /** The figures that {@code sheet} holds now. */
  public static Cost of(CostSheet sheet) {
    return new Cost(
        sheet.latencySeconds,
        sheet.energyJoules,
        sheet.leakageJoules,
        sheet.trafficBytes,
        byTensor(sheet.trafficBytesByTensor),
        sheet.footprintBytes,
        byTensor(sheet.footprintBytesByTensor),
        sheet.utilization,
        sheet.idealLatencySeconds,
        sheet.bound,
        sheet.spillFraction,
        violations(sheet.violationBytes, byTensor(sheet.footprintBytesByTensor)),
        byBound(sheet.busySeconds),
        new Counts(
            sheet.macs,
            sheet.registerAccesses,
            sheet.laneOperations,
            sheet.onChipReadWords,
            sheet.onChipWriteWords,
            sheet.dramReadWords,
            sheet.dramWriteWords),
        sheet.extrapolated);
  }

  /** Whether the schedule fits the buffer, or the model lets it spill. */
  public boolean isFeasible() {
    return violations.isEmpty();
  }

  /** Bytes that have no room in the buffer, all tensors together. */
  public double violationBytes() {
    return violations.stream().mapToDouble(Violation::bytes).sum();
  }

  /** Energy-delay product in joule seconds, of the dynamic energy. */
  public double edpJouleSeconds() {
    return energyJoules * latencySeconds;
  }

  /** Latency over the ideal latency, at least 1 up to rounding. */
  public double timesIdeal() {
    return latencySeconds / idealLatencySeconds;
  }

  /**
   * The capacity is one for all tensors, so any split of the excess over them is a convention: it
   * is charged to the tensor that holds most, and to the next one only what exceeds the first.
   */
  private static List<Violation> violations(double excess, Map<Tensor, Double> footprint) {
    List<Violation> violations = new ArrayList<>();
    List<Map.Entry<Tensor, Double>> largestFirst = new ArrayList<>(footprint.entrySet());
    largestFirst.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
    double left = excess;
    for (Map.Entry<Tensor, Double> entry : largestFirst) {
      double bytes = Math.min(left, entry.getValue());
      if (bytes > 0) {
        violations.add(new Violation(entry.getKey(), bytes));
        left -= bytes;
      }
    }
    return violations;
  }

  private static Map<Tensor, Double> byTensor(double[] bytes) {
    Map<Tensor, Double> byTensor = new EnumMap<>(Tensor.class);
    for (Tensor tensor : Tensor.values()) {
      boolean always = tensor.ordinal() <= Tensor.O.ordinal();
      if (always || bytes[tensor.ordinal()] != 0) {
        byTensor.put(tensor, bytes[tensor.ordinal()]);
      }
    }
    return byTensor;
  }

  private static Map<Bound, Double> byBound(double[] seconds) {
    Map<Bound, Double> byBound = new EnumMap<>(Bound.class);
    for (Bound bound : Bound.values()) {
      byBound.put(bound, seconds[bound.ordinal()]);
    }
    return byBound;
  }

  private static <E extends Enum<E>> Map<E, Double> copy(Class<E> type, Map<E, Double> map) {
    EnumMap<E, Double> copy = new EnumMap<>(type);
    copy.putAll(map);
    return Collections.unmodifiableMap(copy);
  }
}
