package org.flatsearch.cost.loopnest.tile;

import org.flatsearch.schedule.Extents;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** The figures of an accelerator and a workload in the form that evaluation needs: plain fields. */
public final class Figures {
  /** The elements of each dimension, by ordinal. */
  public final int[] extent;

  /** Bytes of an element of any tensor. */
  public final int wordBytes;

  /** The number of logits of all instances. */
  public final long logits;

  /** The number of elements of O of all instances. */
  public final long outputs;

  /** Multiply-accumulates of both stages. */
  public final long macs;

  /** Bytes of a partial sum or a statistic of the softmax. */
  final int accumulatorBytes;

  /** Bytes of a core's buffer. */
  public final long bufferBytes;

  /** Rows of a core's array. */
  public final int rows;

  /** Columns of a core's array. */
  public final int columns;

  /** The number of cores. */
  public final int cores;

  /** Whether a tile that several cores need at the same step is read once. */
  public final boolean multicast;

  /** Cycles per second. */
  public final double clockHz;

  final ArrayShape array;

  /** Pieces in which a tile of K arrives and can be worked on. */
  public final int transferPieces;

  /** One over {@link #transferPieces}. */
  public final double inversePieces;

  /** Cycles for which a word that is read or written occupies the port of a core's buffer. */
  public final double portCyclesPerWord;

  /** Cycles for which a word that is read occupies its DRAM channel. */
  public final double readCyclesPerWord;

  /** Cycles for which a word that is written occupies its DRAM channel. */
  public final double writeCyclesPerWord;

  /** Whether reads and writes share one DRAM channel. */
  public final boolean dramShared;

  /** Cycles for which each transfer occupies its channel in addition to those of its words. */
  public final double latencyCycles;

  /** Cycles per operation of all lanes of a core together. */
  public final double cyclesPerLaneOperation;

  /** Cycles that the lanes and their port need for the softmax of one logit. */
  public final double softmaxCyclesPerLogit;

  /** Cycles that the lanes and their port need for the division of one element of O. */
  public final double divisionCyclesPerWord;

  /** Lane operations for the softmax of one logit. */
  public final int operationsPerLogit;

  /** Lane operations for the division of one element of O. */
  public final int operationsPerOutput;

  // Energy of one event, and power.

  /** Of one multiply-accumulate. */
  public final double macJoules;

  /** Of one register access. */
  public final double registerJoules;

  /** Of one lane operation. */
  public final double laneJoules;

  /** Of reading a word from the buffer. */
  public final double onChipReadJoulesPerWord;

  /** Of writing a word to the buffer. */
  public final double onChipWriteJoulesPerWord;

  /** Of reading a word from DRAM. */
  public final double dramReadJoulesPerWord;

  /** Of writing a word to DRAM. */
  public final double dramWriteJoulesPerWord;

  /** Leakage of the whole accelerator, whatever it does. */
  public final double leakageWatts;

  /** Creates the figures of {@code workload} on {@code accelerator}. */
  public Figures(Accelerator accelerator, AttentionWorkload workload) {
    extent = Extents.of(workload);
    wordBytes = workload.wordBytes();
    long instances = workload.instances();
    logits = instances * workload.rows() * workload.keys();
    outputs = instances * workload.rows() * workload.valueDim();
    macs = workload.macs();

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

  /** Cycles for which {@code words}, read in that many transfers, occupy their DRAM channel. */
  public double readCycles(double words, double transfers) {
    return words * readCyclesPerWord + transfers * latencyCycles;
  }

  /** Cycles for which {@code words}, written in that many transfers, occupy their DRAM channel. */
  public double writeCycles(double words, double transfers) {
    return words * writeCyclesPerWord + transfers * latencyCycles;
  }
}
