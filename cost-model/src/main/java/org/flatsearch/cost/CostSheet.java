package org.flatsearch.cost;

import java.util.Arrays;
import org.flatsearch.schedule.Tensor;

/**
 * The figures of one evaluation, in mutable form, to be refilled for each evaluation. {@link
 * CostFigure} lists those that costs have.
 *
 * <p>Arrays are indexed by the ordinal of {@link Tensor}. Figures that a model does not count are
 * 0.
 */
public final class CostSheet {
  private static final Bound[] RESOURCES = Bound.values();

  private static final int TENSORS = Tensor.values().length;

  // CostFigure says what these are, in this order.

  public double latencySeconds;
  public double energyJoules;
  public double leakageJoules;
  public double trafficBytes;
  public double footprintBytes;
  public double registerBytes;
  public double spillFraction;
  public double violationBytes;
  public double utilization;
  public double idealLatencySeconds;
  public long macs;
  public long registerAccesses;
  public long laneOperations;
  public long onChipReadWords;
  public long onChipWriteWords;
  public long dramReadWords;
  public long dramWriteWords;
  public long executedLogits;

  /** {@link #energyJoules} by {@link EnergyPart}; all 0 if the model knows the sum only. */
  public final double[] energyJoulesByPart = new double[EnergyPart.values().length];

  /** {@link #trafficBytes} by tensor. */
  public final double[] trafficBytesByTensor = new double[TENSORS];

  /** {@link #footprintBytes} by tensor; names one that could shrink if the buffer is exceeded. */
  public final double[] footprintBytesByTensor = new double[TENSORS];

  /** What of {@link #violationBytes} exceeds the registers, not the buffer. */
  public double registerViolationBytes;

  /** The resource whose work alone takes longest, of the work that overlaps. */
  public Bound bound = Bound.ARRAY;

  /**
   * Time that each resource is busy, by ordinal of {@link Bound}, in seconds (the busiest core).
   * Array, lanes and transfers share the on-chip port, one after another. Model {@code loopnest}
   * bounds it from below on several cores, and there also the time of DRAM if a transfer has a
   * latency.
   */
  public final double[] busySeconds = new double[RESOURCES.length];

  /**
   * Whether the model played only a part of the schedule and extrapolated the rest, as a walk does
   * that recognises a repetition. The figures are meant to be those of the whole.
   */
  public boolean extrapolated;

  /** How many steps the walker played, which is what a walk takes; 0 by a closed form. */
  public long playedSteps;

  /** Sets the latency, and what follows from it: leakage and utilization. */
  public void setLatency(double seconds, double idealSeconds, double leakageWatts) {
    latencySeconds = seconds;
    leakageJoules = leakageWatts * seconds;
    idealLatencySeconds = idealSeconds;
    utilization = idealSeconds / seconds;
  }

  /** Sets the dynamic energy of the events of each kind, in joules, and their sum. */
  public void setEnergy(
      double macs,
      double registers,
      double lanes,
      double onChipReads,
      double onChipWrites,
      double dramReads,
      double dramWrites) {
    energyJoulesByPart[0] = macs;
    energyJoulesByPart[1] = registers;
    energyJoulesByPart[2] = lanes;
    energyJoulesByPart[3] = onChipReads;
    energyJoulesByPart[4] = onChipWrites;
    energyJoulesByPart[5] = dramReads;
    energyJoulesByPart[6] = dramWrites;
    energyJoules = macs + registers + lanes + onChipReads + onChipWrites + dramReads + dramWrites;
  }

  /** Sets {@link #bound} by {@link #busySeconds}; of several, the first is the one. */
  public void setBound() {
    bound = Bound.ARRAY;
    for (Bound resource : RESOURCES) {
      if (busySeconds[resource.ordinal()] > busySeconds[bound.ordinal()]) {
        bound = resource;
      }
    }
  }

  /** Resets every figure. */
  public void clear() {
    latencySeconds = 0;
    energyJoules = 0;
    Arrays.fill(energyJoulesByPart, 0);
    leakageJoules = 0;
    trafficBytes = 0;
    Arrays.fill(trafficBytesByTensor, 0);
    footprintBytes = 0;
    registerBytes = 0;
    executedLogits = 0;
    Arrays.fill(footprintBytesByTensor, 0);
    violationBytes = 0;
    registerViolationBytes = 0;
    utilization = 0;
    idealLatencySeconds = 0;
    spillFraction = 0;
    bound = Bound.ARRAY;
    Arrays.fill(busySeconds, 0);
    onChipReadWords = 0;
    onChipWriteWords = 0;
    dramReadWords = 0;
    dramWriteWords = 0;
    registerAccesses = 0;
    laneOperations = 0;
    macs = 0;
    extrapolated = false;
    playedSteps = 0;
  }
}
