package org.flatsearch.cost.flat;

import java.util.Arrays;
import java.util.Optional;
import org.flatsearch.cost.Bound;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The formulas of {@link FlatModel}, term by term and tensor by tensor. Names follow its symbols.
 *
 * <p>Counts are doubles: they are exact up to 2^53 and within one part in 2^52 above, and cannot
 * overflow.
 */
final class FlatEvaluator extends FlatSymbols implements ScheduleEvaluator {
  private static final int LOGITS = Tensor.LOGITS.ordinal();
  private static final int LOGITS_OUT = Tensor.LOGITS_OUT.ordinal();
  private static final int LOGITS_IN = Tensor.LOGITS_IN.ordinal();
  private static final int SOFTMAX = Tensor.SOFTMAX.ordinal();
  private static final int STATISTICS = Tensor.STATISTICS.ordinal();
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int ROW = Dimension.ROW.ordinal();

  private final double leakageWatts;
  private final long macs;
  private final double idealLatencySeconds;

  /** What {@link #readSchedule} reads and derives: the symbols of the formulas. */
  private ArrayUse logit;

  private ArrayUse attend;
  private Stationarity attendStationarity;
  private boolean fused;
  private boolean stagedQ;
  private boolean stagedK;
  private boolean stagedV;
  private boolean stagedO;
  private double instanceTile;
  private int rowTile;
  private double trips;
  private double cycles;
  private double accessesK;
  private double accessesV;

  FlatEvaluator(Accelerator accelerator, AttentionWorkload workload) {
    super(accelerator, workload);
    leakageWatts = accelerator.energy().leakageWatts();
    macs = workload.macs();
    idealLatencySeconds = macs / ((double) arrayRows * arrayColumns) / clockHz;
  }

  @Override
  public Optional<String> refusal(LoopNest nest) {
    return FlatRules.refusal(nest, extents);
  }

  @Override
  public void evaluate(LoopNest nest, CostSheet sheet) {
    readSchedule(nest);
    double footprint = fillFootprint(sheet.footprintBytesByTensor);
    double spill = footprint <= bufferBytes ? 0 : 1 - bufferBytes / footprint;
    double arraySeconds = cycles / clockHz;
    double traffic;
    double latency;
    double dramSeconds;
    if (softmax) {
      traffic = fillSoftmaxTraffic(sheet.trafficBytesByTensor, spill);
      dramSeconds = traffic / dramBytesPerSecond;
      latency = Math.max(dramSeconds, Math.max(arraySeconds, lanesSeconds));
    } else {
      double steady = fillSteadyTraffic(sheet.trafficBytesByTensor, spill);
      double cold = addColdTraffic(sheet.trafficBytesByTensor, sheet.footprintBytesByTensor);
      double overheadCycles =
          Math.ceil(instances / instanceTile)
              * trips
              * (logit.overheadCycles() + attend.overheadCycles());
      traffic = steady + cold;
      dramSeconds = steady / dramBytesPerSecond;
      latency =
          Math.max(arraySeconds, dramSeconds)
              + overheadCycles / clockHz
              + cold / dramBytesPerSecond;
    }
    fillTotals(sheet, latency, traffic, footprint, spill);
    fillBound(sheet, arraySeconds, dramSeconds);
  }

  private void readSchedule(LoopNest nest) {
    attendStationarity = nest.attend.stationarity;
    logit = logitUse[nest.logit.stationarity.ordinal()];
    attend = attendUse[attendStationarity.ordinal()];
    fused = nest.fused;
    stagedQ = nest.inside[Q] != LoopNest.AT_ARRAY;
    stagedK = nest.inside[K] != LoopNest.AT_ARRAY;
    stagedV = nest.inside[V] != LoopNest.AT_ARRAY;
    stagedO = nest.inside[O] != LoopNest.AT_ARRAY;
    instanceTile = nest.logit.tile[INSTANCE];
    rowTile = nest.logit.tile[ROW];
    trips = Extents.tiles(rows, rowTile);
    int passesOnRows = Extents.tiles(rowTile, arrayRows);
    int passesOnColumns =
        arrayRows == arrayColumns ? passesOnRows : Extents.tiles(rowTile, arrayColumns);
    int logitPasses = logit.rowSide() == arrayRows ? passesOnRows : passesOnColumns;
    int attendPasses = attend.rowSide() == arrayRows ? passesOnRows : passesOnColumns;
    accessesK = logit.rowsStream() ? trips : trips * logitPasses;
    accessesV = attend.rowsStream() ? trips : trips * attendPasses;
    double logitSteps = logit.rowsStream() ? rowTile : logitPasses;
    double attendSteps = attend.rowsStream() ? rowTile : attendPasses;
    cycles =
        instances
            * trips
            * (logit.cyclesPerStep() * logitSteps + attend.cyclesPerStep() * attendSteps);
  }

  /** The footprint by tensor: two of each tile, but one of fused logits. Returns the total. */
  private double fillFootprint(double[] bytes) {
    double logitRows = Math.min(rowTile, logit.rowSide());
    double attendRows = Math.min(rowTile, attend.rowSide());
    double outRows = logit.rowsStream() ? rowTile : logitRows;
    double outputRows = attend.rowsStream() ? rowTile : attendRows;
    double two = 2 * wordBytes * instanceTile;
    double q = two * (stagedQ ? rowTile * queryDim : logitRows * logit.inputDepth());
    double k = two * (stagedK ? keys * queryDim : logit.weightTile());
    double v = two * (stagedV ? keys * valueDim : attend.weightTile());
    double o = two * (stagedO ? rowTile * valueDim : outputRows * attend.outputDepth());
    double logits = fused ? wordBytes * instanceTile * rowTile * keys : 0;
    double out = fused ? 0 : two * outRows * logit.outputDepth();
    double in = fused ? 0 : two * attendRows * attend.inputDepth();
    bytes[Q] = q;
    bytes[K] = k;
    bytes[V] = v;
    bytes[O] = o;
    bytes[LOGITS] = logits;
    bytes[LOGITS_OUT] = out;
    bytes[LOGITS_IN] = in;
    bytes[SOFTMAX] = 0;
    bytes[STATISTICS] = 0;
    return q + k + v + o + logits + out + in;
  }

  /** {@code base + W·spill·y}, by tensor. Returns the total. */
  private double fillSteadyTraffic(double[] bytes, double spill) {
    boolean outputSpills = stagedO || attendStationarity != Stationarity.OUTPUT;
    bytes[Q] = queryBytes * ((stagedQ ? 1 : logit.inputAccesses()) + spill * logit.inputAccesses());
    bytes[K] = keyBytes * (stagedK ? trips + spill * accessesK : accessesK);
    bytes[V] = valueBytes * (stagedV ? trips + spill * accessesV : accessesV);
    bytes[O] = outputBytes * (outputSpills ? 1 + spill * attend.outputAccesses() : 1);
    bytes[SOFTMAX] = 0;
    double out = logitBytes * ((fused ? 0 : 1) + spill * logit.outputAccesses());
    double in = logitBytes * attend.inputAccesses() * ((fused ? 0 : 1) + spill);
    fillLogitTraffic(bytes, out, in);
    return bytes[Q] + bytes[K] + bytes[V] + bytes[O] + out + in;
  }

  /** The softmax option's traffic, by tensor. Returns the total. */
  private double fillSoftmaxTraffic(double[] bytes, double spill) {
    double kept = 1 - spill;
    bytes[Q] =
        queryBytes * (stagedQ ? kept + spill * logit.inputAccesses() : logit.inputAccesses());
    bytes[K] = keyBytes * (stagedK ? trips * kept + spill * accessesK : accessesK);
    bytes[V] = valueBytes * (stagedV ? trips * kept + spill * accessesV : accessesV);
    bytes[O] = outputBytes;
    bytes[SOFTMAX] = logitBytes * (fused ? 5 * spill : 2);
    double out = logitBytes * (fused ? spill : 1);
    double in = logitBytes * attend.inputAccesses() * (fused ? spill : 1);
    fillLogitTraffic(bytes, out, in);
    return bytes[Q] + bytes[K] + bytes[V] + bytes[O] + out + in + bytes[SOFTMAX];
  }

  /** The traffic of logits on their way out and in; of fused logits, only the part that spills. */
  private void fillLogitTraffic(double[] bytes, double out, double in) {
    bytes[LOGITS] = fused ? out + in : 0;
    bytes[LOGITS_OUT] = fused ? 0 : out;
    bytes[LOGITS_IN] = fused ? 0 : in;
    bytes[STATISTICS] = 0;
  }

  /**
   * Adds one filling of each tile, which is half of its footprint, for all but the fused logits; a
   * streamed output counts twice. Returns what was added.
   */
  private double addColdTraffic(double[] traffic, double[] footprint) {
    double q = footprint[Q] / 2;
    double k = footprint[K] / 2;
    double v = footprint[V] / 2;
    double o = stagedO ? footprint[O] / 2 : footprint[O];
    double out = footprint[LOGITS_OUT] / 2;
    double in = footprint[LOGITS_IN] / 2;
    traffic[Q] += q;
    traffic[K] += k;
    traffic[V] += v;
    traffic[O] += o;
    traffic[LOGITS_OUT] += out;
    traffic[LOGITS_IN] += in;
    return q + k + v + o + out + in;
  }

  private void fillTotals(
      CostSheet sheet, double latency, double traffic, double footprint, double spill) {
    sheet.setLatency(latency, idealLatencySeconds, leakageWatts);
    sheet.energyJoules = joulesPerByte * traffic;
    Arrays.fill(sheet.energyJoulesByPart, 0);
    sheet.trafficBytes = traffic;
    sheet.footprintBytes = footprint;
    sheet.violationBytes = 0;
    sheet.registerBytes = 0;
    sheet.registerViolationBytes = 0;
    sheet.executedLogits = 0;
    sheet.spillFraction = spill;
    sheet.extrapolated = false;
    sheet.onChipReadWords = 0;
    sheet.onChipWriteWords = 0;
    sheet.dramReadWords = 0;
    sheet.dramWriteWords = 0;
    sheet.registerAccesses = 0;
    sheet.laneOperations = laneOperations;
    sheet.macs = macs;
  }

  /**
   * The resource that determines the latency beside the cold traffic, which is added to it; among
   * equals the array first, then the lanes.
   */
  private void fillBound(CostSheet sheet, double arraySeconds, double dramSeconds) {
    double[] busy = sheet.busySeconds;
    busy[Bound.ARRAY.ordinal()] = arraySeconds;
    busy[Bound.LANES.ordinal()] = lanesSeconds;
    busy[Bound.ON_CHIP.ordinal()] = 0;
    busy[Bound.DRAM.ordinal()] = sheet.trafficBytes / dramBytesPerSecond;
    if (arraySeconds >= lanesSeconds && arraySeconds >= dramSeconds) {
      sheet.bound = Bound.ARRAY;
    } else {
      sheet.bound = lanesSeconds >= dramSeconds ? Bound.LANES : Bound.DRAM;
    }
  }
}
