package org.flatsearch.cost.loopnest.tile;

import org.flatsearch.schedule.Extents;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** The figures of an accelerator and a workload as the evaluation path wants them: plain fields. */
public final class Figures {
  /** By ordinal of the dimension: its elements. */
  public final int[] extent;

  /** Bytes of an element of any tensor. */
  public final int wordBytes;

  /** Elements of the logits, of all instances. */
  public final long logits;

  /** Elements of O, of all instances. */
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

  /** How many cores there are. */
  public final int cores;

  /** Whether a tile that several cores need at the same step is read once. */
  public final boolean multicast;

  /** Cycles a second. */
  public final double clockHz;

  final ArrayShape array;

  /** Pieces in which a tile of K arrives and can be worked on. */
  public final int transferPieces;

  /** One over these. */
  public final double inversePieces;

  /** Cycles that a word occupies the port between a core's buffer and its array. */
  public final double portCyclesPerWord;

  /** Cycles that a word which is read occupies its channel of DRAM. */
  public final double readCyclesPerWord;

  /** The same of a word that is written. */
  public final double writeCyclesPerWord;

  /** Whether both have one channel. */
  public final boolean dramShared;

  /** Cycles that each transfer occupies its channel beside those of its words. */
  public final double latencyCycles;

  /** Of a core's lanes. */
  public final double cyclesPerLaneOperation;

  /** Cycles of the lanes and their port for the softmax of one logit. */
  public final double softmaxCyclesPerLogit;

  /** The same for the division of one element of O. */
  public final double divisionCyclesPerWord;

  /** Lane operations of the softmax. */
  public final int operationsPerLogit;

  /** Lane operations of the division. */
  public final int operationsPerOutput;

  // Energy of one event each, and power.

  /** Of a multiply-accumulate. */
  public final double macJoules;

  /** Of an access to a register. */
  public final double registerJoules;

  /** Of a lane operation. */
  public final double laneJoules;

  /** Of reading a word from the buffer. */
  public final double onChipReadJoulesPerWord;

  /** Of writing a word to the buffer. */
  public final double onChipWriteJoulesPerWord;

  /** Of reading a word from DRAM. */
  public final double dramReadJoulesPerWord;

  /** Of writing a word to DRAM. */
  public final double dramWriteJoulesPerWord;

  /** Of the whole accelerator, whatever it does. */
  public final double leakageWatts;

  /** The figures of {@code workload} on {@code accelerator}. */
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

  /** Cycles that so many words, read in so many transfers, occupy their channel of DRAM. */
  public double readCycles(double words, double transfers) {
    return words * readCyclesPerWord + transfers * latencyCycles;
  }

  /** The same of words that are written. */
  public double writeCycles(double words, double transfers) {
    return words * writeCyclesPerWord + transfers * latencyCycles;
  }
}
