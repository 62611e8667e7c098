package org.flatsearch.cost.flat;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The symbols of {@link FlatModel} that depend only on accelerator and workload, not on the
 * schedule.
 */
abstract class FlatSymbols {
  static final int Q = Tensor.Q.ordinal();
  static final int K = Tensor.K.ordinal();
  static final int V = Tensor.V.ordinal();
  static final int O = Tensor.O.ordinal();

  /** Lane operations per logit of FuseMax's three-pass softmax. */
  static final int SOFTMAX_OPERATIONS = 4;

  /** By ordinal of {@link Dimension}. */
  final int[] extents;

  final int instances;
  final int rows;
  final double keys;
  final double queryDim;
  final double valueDim;
  final double wordBytes;

  /** Bytes of whole tensors: W·nQ, W·nK, W·nV, W·nO, W·nL. */
  final double queryBytes;

  final double keyBytes;
  final double valueBytes;
  final double outputBytes;
  final double logitBytes;

  final int arrayRows;
  final int arrayColumns;
  final double clockHz;
  final double bufferBytes;

  /** Reads and writes together. */
  final double dramBytesPerSecond;

  final double joulesPerByte;

  /** By ordinal of {@link Stationarity}. */
  final ArrayUse[] logitUse;

  final ArrayUse[] attendUse;

  /** Whether the accelerator states finite lanes, so that the formulas with softmax apply. */
  final boolean softmax;

  /** Lane operations of the softmax; 0 with unlimited lanes. */
  final long laneOperations;

  /** How long the lanes take for {@link #laneOperations}. */
  final double lanesSeconds;

  FlatSymbols(Accelerator accelerator, AttentionWorkload workload) {
    extents = Extents.of(workload);
    instances = workload.instances();
    rows = workload.rows();
    keys = workload.keys();
    queryDim = workload.queryDim();
    valueDim = workload.valueDim();
    wordBytes = workload.wordBytes();
    queryBytes = wordBytes * instances * rows * queryDim;
    keyBytes = wordBytes * instances * keys * queryDim;
    valueBytes = wordBytes * instances * keys * valueDim;
    outputBytes = wordBytes * instances * rows * valueDim;
    logitBytes = wordBytes * instances * rows * keys;

    arrayRows = accelerator.rows();
    arrayColumns = accelerator.columns();
    clockHz = accelerator.clockHz();
    bufferBytes = accelerator.bufferBytes();
    dramBytesPerSecond = accelerator.dramBytesPerSecond();
    joulesPerByte = accelerator.energy().dramReadJoulesPerByte();
    logitUse = arrayUses(Stage.LOGIT);
    attendUse = arrayUses(Stage.ATTEND);

    softmax = accelerator.lanes() < Double.POSITIVE_INFINITY;
    long logits = (long) instances * rows * workload.keys();
    laneOperations = softmax ? SOFTMAX_OPERATIONS * logits : 0;
    lanesSeconds = laneOperations / (accelerator.lanes() * clockHz);
  }

  private ArrayUse[] arrayUses(Stage stage) {
    Stationarity[] choices = Stationarity.values();
    ArrayUse[] uses = new ArrayUse[choices.length];
    for (Stationarity choice : choices) {
      uses[choice.ordinal()] = ArrayUse.of(stage, choice, arrayRows, arrayColumns, extents);
    }
    return uses;
  }
}
