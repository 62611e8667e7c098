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

  /** Time from the first load to the last store, in seconds. */
  public double latencySeconds;

  /** Dynamic energy in joules: the sum of counts times the accelerator's figures. */
  public double energyJoules;

  /** {@link #energyJoules} by {@link EnergyPart}; all 0 if the model knows the sum only. */
  public final double[] energyJoulesByPart = new double[EnergyPart.values().length];

  /** Leakage power times latency, in joules; not part of {@link #energyJoules}. */
  public double leakageJoules;

  /** Bytes between DRAM and the buffers, reads and writes. */
  public double trafficBytes;

  /** {@link #trafficBytes} by tensor. */
  public final double[] trafficBytesByTensor = new double[TENSORS];

  /** Bytes reserved in the buffer of one core. */
  public double footprintBytes;

  /** Bytes reserved in the registers of one core, besides what a pass of the array takes. */
  public double registerBytes;

  /** Logits of live tiles: with a mask, some of them are not visible. */
  public long executedLogits;

  /** {@link #footprintBytes} by tensor. */
  public final double[] footprintBytesByTensor = new double[TENSORS];

  /**
   * Bytes by which {@link #footprintBytes} exceeds the buffer where the model forbids that, and
   * {@link #registerViolationBytes}; or 0. Where the buffer is exceeded, {@link
   * #footprintBytesByTensor} must name a tensor that could shrink.
   */
  public double violationBytes;

  /** Bytes by which {@link #registerBytes} exceeds the registers. */
  public double registerViolationBytes;

  /** Useful multiply-accumulates over those that all PEs could do in {@link #latencySeconds}. */
  public double utilization;

  /** Multiply-accumulates over PEs and clock: no schedule is faster. */
  public double idealLatencySeconds;

  /** The fraction of the footprint that spills to DRAM, where the model lets it; 0 to 1. */
  public double spillFraction;

  /** The resource whose work alone takes longest, of the work that overlaps. */
  public Bound bound = Bound.ARRAY;

  /**
   * Time that each resource is busy, by ordinal of {@link Bound}, in seconds (the busiest core).
   * Array, lanes and transfers share the on-chip port, one after another. Model {@code loopnest}
   * bounds it from below on several cores, and there also the time of DRAM if a transfer has a
   * latency.
   */
  public final double[] busySeconds = new double[RESOURCES.length];

  /** Words read from on-chip buffers, all cores. */
  public long onChipReadWords;

  /** Words written to on-chip buffers, all cores. */
  public long onChipWriteWords;

  /** Words read from DRAM. */
  public long dramReadWords;

  /** Words written to DRAM. */
  public long dramWriteWords;

  /** Register accesses, three a multiply-accumulate. */
  public long registerAccesses;

  /** Operations of the softmax lanes. */
  public long laneOperations;

  /** Multiply-accumulates. */
  public long macs;

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
