package org.flatsearch.cost.loopnest;

import org.flatsearch.cost.Bound;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.loopnest.tile.Figures;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Evaluates single matrix products: nests with their logits through DRAM of which only the Logit
 * stage takes place. Attend costs nothing, and there is no softmax.
 *
 * <p>Words of inputs, weights and outputs all have the size of the workload's words, and none are
 * in registers. What an accelerator does outside of an attention kernel is its launch; tensors of a
 * product need no other layout.
 *
 * <p><b>Latency.</b> The walker plays such a nest by the same rules, so each of these is a chain of
 * events that it has to execute too ({@link CriticalChains} names the constraints):
 *
 * <ol>
 *   <li>the loads before the first step, then all work of the busiest core with the loads that
 *       cannot begin before the work on the shared tile before has ended, then the store of the
 *       last output tile (constraints 1, 3 and 4);
 *   <li>all reads, then that store: the last load is for some step, and the store of what this step
 *       completes comes after it (3 and 5);
 *   <li>all reads and all writes, one after another on a shared channel (5);
 *   <li>on one core, the work until the first output tile is complete, then all writes (5);
 *   <li>all words of the array and of the transfers through the port of core 0.
 * </ol>
 *
 * All are sums of figures of {@link StageCosts} and so monotone in each, as bounds need.
 */
public final class ProductEvaluator extends LoopNestEvaluator {
  private final Figures figures;
  private final long macs;
  private final double launchSeconds;

  /** Creates an evaluator of the product of rows × keys over the query dimension. */
  public ProductEvaluator(Accelerator accelerator, AttentionWorkload workload) {
    super(accelerator, workload);
    figures = new Figures(accelerator, workload);
    macs = figures.logits * workload.queryDim();
    launchSeconds = accelerator.overheads().launchSeconds();
  }

  @Override
  public void count(Stage stage, LoopNest nest, TileFigures[] tiles, StageCosts costs) {
    if (stage == Stage.LOGIT) {
      super.count(stage, nest, tiles, costs);
    } else {
      costs.clear();
    }
  }

  @Override
  public void countMoves(Stage stage, LoopNest nest, TileFigures[] tiles, StageCosts costs) {
    if (stage == Stage.LOGIT) {
      super.countMoves(stage, nest, tiles, costs);
    } else {
      costs.clear();
    }
  }

  @Override
  public boolean evaluateIfFits(LoopNest nest, CostSheet sheet) {
    evaluate(nest, sheet);
    return sheet.violationBytes == 0;
  }

  @Override
  public void join(LoopNest nest, StageCosts l, StageCosts a, CostSheet sheet) {
    joinTimed(nest, l, a, sheet);
    set(Tensor.Q, l.inputReadWords, l.inputFootprintBytes, sheet);
    set(Tensor.K, l.weightReadWords, l.weightFootprintBytes, sheet);
    long outputs = l.outputReadWords + l.outputWriteWords;
    set(Tensor.LOGITS_OUT, outputs, l.outputFootprintBytes, sheet);
  }

  private void set(Tensor tensor, long words, long footprintBytes, CostSheet sheet) {
    sheet.trafficBytesByTensor[tensor.ordinal()] = (double) words * figures.wordBytes;
    sheet.footprintBytesByTensor[tensor.ordinal()] = footprintBytes;
  }

  @Override
  public void joinTimed(LoopNest nest, StageCosts l, StageCosts a, CostSheet sheet) {
    joinMoves(nest, l, a, sheet);
    double channels =
        figures.dramShared ? l.readCycles + l.writeCycles : Math.max(l.readCycles, l.writeCycles);
    double work = l.firstLoadCycles + l.phaseCycles + l.oneSlotCycles + l.lastStoreCycles;
    double cycles = Math.max(work, Math.max(channels, l.readCycles + l.lastStoreCycles));
    if (figures.cores == 1) {
      double firstStore = l.firstLoadCycles + Math.min(l.firstOutputCycles, l.firstPhaseCycles);
      cycles = Math.max(cycles, firstStore + l.writeCycles);
    }
    double seconds = Math.max(cycles, l.portCycles) / figures.clockHz;
    sheet.setLatency(seconds + launchSeconds, macs / figures.peak, figures.leakageWatts);
    sheet.busySeconds[Bound.ARRAY.ordinal()] = l.arrayCycles / figures.clockHz;
    sheet.busySeconds[Bound.LANES.ordinal()] = 0;
    sheet.busySeconds[Bound.ON_CHIP.ordinal()] = l.portCycles / figures.clockHz;
    sheet.busySeconds[Bound.DRAM.ordinal()] = channels / figures.clockHz;
    sheet.setBound();
  }

  @Override
  public void joinMoves(LoopNest nest, StageCosts l, StageCosts a, CostSheet sheet) {
    sheet.macs = macs;
    sheet.executedLogits = 0;
    sheet.registerAccesses = 3 * macs;
    sheet.laneOperations = 0;
    sheet.onChipReadWords = l.onChipReadWords;
    sheet.onChipWriteWords = l.onChipWriteWords;
    sheet.dramReadWords = l.dramReadWords();
    sheet.dramWriteWords = l.dramWriteWords();
    sheet.trafficBytes = (double) (sheet.dramReadWords + sheet.dramWriteWords) * figures.wordBytes;
    sheet.footprintBytes = l.footprintBytes();
    sheet.registerBytes = 0;
    sheet.registerViolationBytes = 0;
    sheet.violationBytes = Math.max(0, l.footprintBytes() - figures.bufferBytes);
    sheet.spillFraction = 0;
    sheet.extrapolated = false;
    sheet.setEnergy(
        macs * figures.macJoules,
        sheet.registerAccesses * figures.registerJoules,
        0,
        sheet.onChipReadWords * figures.onChipReadJoulesPerWord,
        sheet.onChipWriteWords * figures.onChipWriteJoulesPerWord,
        sheet.dramReadWords * figures.dramReadJoulesPerWord,
        sheet.dramWriteWords * figures.dramWriteJoulesPerWord);
  }
}
