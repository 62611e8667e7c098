package org.flatsearch.cost.loopnest;

import org.flatsearch.schedule.Extents;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** The figures of an accelerator and a workload as the evaluation path wants them: plain fields. */
final class Figures {
  final int[] extent;
  final int wordBytes;
  final long logits;
  final long outputs;
  final long macs;

  final int accumulatorBytes;
  final long bufferBytes;
  final int rows;
  final int columns;
  final int cores;
  final boolean multicast;
  final double clockHz;
  final ArrayShape array;
  final int transferPieces;
  final double inversePieces;

  final double portCyclesPerWord;
  final double readCyclesPerWord;
  final double writeCyclesPerWord;
  final boolean dramShared;
  final double latencyCycles;
  final double cyclesPerLaneOperation;
  final double softmaxCyclesPerLogit;
  final double divisionCyclesPerWord;
  final int operationsPerLogit;
  final int operationsPerOutput;

  final double macJoules;
  final double registerJoules;
  final double laneJoules;
  final double onChipReadJoulesPerWord;
  final double onChipWriteJoulesPerWord;
  final double dramReadJoulesPerWord;
  final double dramWriteJoulesPerWord;
  final double leakageWatts;

  Figures(Accelerator accelerator, AttentionWorkload workload) {
    extent = Extents.of(workload);
    wordBytes = workload.wordBytes();
    long instances = workload.instances();
    logits = instances * workload.rows() * workload.keys();
    outputs = instances * workload.rows() * workload.valueDim();
    macs = logits * (workload.queryDim() + workload.valueDim());

    accumulatorBytes = accelerator.accumulatorBytes();
    bufferBytes = accelerator.bufferBytes();
    rows = accelerator.rows();
    columns = accelerator.columns();
    cores = accelerator.cores();
    multicast = accelerator.multicast();
    clockHz = accelerator.clockHz();
    array = ArrayShape.of(accelerator);
    transferPieces = accelerator.transferPieces();
    inversePieces = 1.0 / transferPieces;

    double wordCycles = wordBytes * clockHz;
    portCyclesPerWord = wordCycles / accelerator.onChipBytesPerSecond();
    readCyclesPerWord = wordCycles / accelerator.dramReadBytesPerSecond();
    writeCyclesPerWord = wordCycles / accelerator.dramWriteBytesPerSecond();
    dramShared = accelerator.dramShared();
    latencyCycles = accelerator.dmaLatencyCycles();
    cyclesPerLaneOperation = 1 / accelerator.lanes();
    operationsPerLogit = accelerator.laneOperations().perLogit();
    operationsPerOutput = accelerator.laneOperations().perOutput();
    softmaxCyclesPerLogit =
        Math.max(operationsPerLogit * cyclesPerLaneOperation, 3 * portCyclesPerWord);
    divisionCyclesPerWord =
        Math.max(operationsPerOutput * cyclesPerLaneOperation, 2 * portCyclesPerWord);

    Accelerator.Energy energy = accelerator.energy();
    macJoules = energy.macJoules();
    registerJoules = energy.registerJoulesPerAccess();
    laneJoules = energy.laneOperationJoules();
    onChipReadJoulesPerWord = energy.onChipReadJoulesPerByte() * wordBytes;
    onChipWriteJoulesPerWord = energy.onChipWriteJoulesPerByte() * wordBytes;
    dramReadJoulesPerWord = energy.dramReadJoulesPerByte() * wordBytes;
    dramWriteJoulesPerWord = energy.dramWriteJoulesPerByte() * wordBytes;
    leakageWatts = energy.leakageWatts();
  }
}
