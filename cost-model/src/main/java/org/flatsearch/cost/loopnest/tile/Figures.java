package org.flatsearch.cost.loopnest.tile;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The figures of an accelerator and a workload in the form that evaluation needs: plain fields.
 *
 * <p>Elements of different tensors may have different sizes. Sums over tensors, of energy or of
 * time, are therefore in words of {@link #wordBytes}; {@link #size} converts.
 */
public final class Figures {
  /** The elements of each dimension, by ordinal. */
  public final int[] extent;

  /** Bytes of a word, which most elements have. */
  public final int wordBytes;

  /** By tensor: words of one of its elements in DRAM, in the buffer and at ports. */
  public final double[] size = new double[TENSORS];

  /** By tensor: half bytes of one of its elements in the buffer. */
  final int[] halfBytes = new int[TENSORS];

  /** By tensor: half bytes of a partial sum of it in the buffer. */
  final int[] halfBytesOfSums = new int[TENSORS];

  /** By tensor: half bytes of one of its elements in registers. */
  public final int[] halfBytesInRegisters = new int[TENSORS];

  /** The number of logits of all instances. */
  public final long logits;

  /** The number of elements of O of all instances. */
  public final long outputs;

  /** Useful multiply-accumulates of both stages. */
  public final long macs;

  /** Multiply-accumulates that all arrays can make in a second. */
  public final double peak;

  /** Bytes of a partial sum or a statistic of the softmax. */
  public final int accumulatorBytes;

  /** Bytes of a core's buffer. */
  public final long bufferBytes;

  /** Bytes of a core's registers. */
  public final long registerBytes;

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

  /** The arrays of a core, side by side along rows. */
  final int arrays;

  final ArrayShape array;

  /** The arrays as the dimension of rows sees them. */
  final ArrayShape arrayOfRows;

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
  private final double softmaxCyclesPerLogit;

  /** Cycles that the lanes alone need for that. */
  private final double softmaxLaneCyclesPerLogit;

  /** Cycles that the lanes and their port need for the division of one word of O. */
  private final double divisionCyclesPerWord;

  /** Cycles that the lanes alone need for that. */
  private final double divisionLaneCyclesPerWord;

  /** Lane operations for the softmax of one logit. */
  public final int operationsPerLogit;

  /** Lane operations for the division of one element of O. */
  public final int operationsPerOutput;

  /** Lane operations for each row and shared tile of keys. */
  public final int operationsPerRowStep;

  /** Cycles of each dealt tile in which its core does nothing else. */
  public final double itemCycles;

  /** The same of each shared tile. */
  public final double stepCycles;

  /** The same of each shared tile that the mask hides. */
  public final double maskedStepCycles;

  /** Cycles that a core takes at least to receive or send a word of DRAM or shared buffer. */
  public final double coreCyclesPerWord;

  /** The share of the lanes' softmax that the array waits for. */
  public final double lanesShown;

  /** The share of loads that the array waits for. */
  public final double loadsShown;

  /** The launch of the layer, and passes over its tensors outside of the kernel, in seconds. */
  public final double outsideSeconds;

  /** Elements that these passes read, and write, by tensor. */
  public final long[] layoutByTensor = new long[TENSORS];

  /** The same of all tensors. */
  public final long layoutElements;

  /** The same in words. */
  public final double layoutWords;

  /** Bytes of a row of logits. */
  public final long rowBytes;

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

  /** Whether dealt tiles wait in a queue for free cores. */
  public final boolean isQueue;

  /** Bytes of the buffer that all cores share; 0 without one. */
  public final long sharedBufferBytes;

  /** Cycles for which a word occupies its port. */
  public final double sharedCyclesPerWord;

  /** Whether a mask leaves queries not all keys. */
  public final boolean isMasked;

  private final AttentionWorkload workload;

  private static final int TENSORS = Tensor.values().length;

  /** Creates the figures of {@code workload} on {@code accelerator}. */
  public Figures(Accelerator accelerator, AttentionWorkload workload) {
    this.workload = workload;
    isMasked = !workload.mask().isNone();
    isQueue = accelerator.dealing() == org.flatsearch.spec.Dealing.QUEUE;
    sharedBufferBytes = accelerator.memories().sharedBufferBytes();
    sharedCyclesPerWord =
        sharedBufferBytes == 0
            ? 0
            : workload.wordBytes()
                * accelerator.clockHz()
                / accelerator.memories().sharedBufferBytesPerSecond();
    extent = Extents.of(workload);
    wordBytes = workload.wordBytes();
    long instances = workload.instances();
    logits = instances * workload.rows() * workload.keys();
    outputs = instances * workload.rows() * workload.valueDim();
    macs = workload.macs();

    accumulatorBytes = accelerator.accumulatorBytes();
    setSizes(workload);
    bufferBytes = accelerator.bufferBytes();
    registerBytes = accelerator.memories().registerBytes();
    rows = accelerator.rows();
    columns = accelerator.columns();
    cores = accelerator.cores();
    multicast = accelerator.multicast();
    clockHz = accelerator.clockHz();
    arrays = accelerator.arrays();
    peak = (double) rows * columns * cores * clockHz * arrays;
    array = ArrayShape.of(accelerator, 1);
    arrayOfRows = ArrayShape.of(accelerator, arrays);
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
        Math.max(
            operationsPerLogit * cyclesPerLaneOperation,
            3 * portCyclesPerWord * size[Tensor.LOGITS.ordinal()]);
    softmaxLaneCyclesPerLogit = operationsPerLogit * cyclesPerLaneOperation;
    divisionLaneCyclesPerWord =
        operationsPerOutput * cyclesPerLaneOperation / size[Tensor.O.ordinal()];
    divisionCyclesPerWord = Math.max(divisionLaneCyclesPerWord, 2 * portCyclesPerWord);

    Accelerator.Energy energy = accelerator.energy();
    macJoules = energy.macJoules();
    registerJoules = energy.registerJoulesPerAccess();
    laneJoules = energy.laneOperationJoules();
    onChipReadJoulesPerWord = energy.onChipReadJoulesPerByte() * wordBytes;
    onChipWriteJoulesPerWord = energy.onChipWriteJoulesPerByte() * wordBytes;
    dramReadJoulesPerWord = energy.dramReadJoulesPerByte() * wordBytes;
    dramWriteJoulesPerWord = energy.dramWriteJoulesPerByte() * wordBytes;
    leakageWatts = energy.leakageWatts();

    Accelerator.Overheads overheads = accelerator.overheads();
    operationsPerRowStep = accelerator.laneOperations().perRowStep();
    itemCycles = overheads.itemCycles();
    stepCycles = overheads.stepCycles();
    maskedStepCycles = overheads.maskedStepCycles();
    coreCyclesPerWord = wordCycles / accelerator.memories().coreBytesPerSecond();
    lanesShown = 1 - overheads.lanesHidden();
    loadsShown = 1 - overheads.loadsHidden();
    setLayout(workload, overheads.layoutPasses());
    layoutElements = Arrays.stream(layoutByTensor).sum();
    layoutWords = IntStream.range(0, TENSORS).mapToDouble(t -> layoutByTensor[t] * size[t]).sum();
    double reads = layoutWords * readCyclesPerWord;
    double writes = layoutWords * writeCyclesPerWord;
    double layoutCycles = dramShared ? reads + writes : Math.max(reads, writes);
    outsideSeconds = overheads.launchSeconds() + layoutCycles / clockHz;
    rowBytes = (long) Math.ceil(extent[Dimension.KEY.ordinal()] * workload.logitBytes());
  }

  private void setSizes(AttentionWorkload workload) {
    double[] bytes = new double[TENSORS];
    Arrays.fill(bytes, workload.logitBytes());
    bytes[Tensor.Q.ordinal()] = workload.bytes().q();
    bytes[Tensor.K.ordinal()] = workload.bytes().k();
    bytes[Tensor.V.ordinal()] = workload.bytes().v();
    bytes[Tensor.O.ordinal()] = workload.bytes().o();
    bytes[Tensor.STATISTICS.ordinal()] = wordBytes;
    for (int tensor = 0; tensor < TENSORS; tensor++) {
      size[tensor] = bytes[tensor] / wordBytes;
      halfBytes[tensor] = (int) (2 * bytes[tensor]);
      double sums =
          bytes[tensor] == wordBytes ? accumulatorBytes : Math.max(accumulatorBytes, bytes[tensor]);
      halfBytesOfSums[tensor] = (int) (2 * sums);
      halfBytesInRegisters[tensor] = halfBytes[tensor];
    }
    halfBytesInRegisters[Tensor.O.ordinal()] = 2 * accumulatorBytes;
    // Sums still stand when the next product reads softmaxed logits.
    halfBytesInRegisters[Tensor.LOGITS.ordinal()] += 2 * accumulatorBytes;
  }

  private void setLayout(AttentionWorkload workload, double passes) {
    for (Tensor tensor : new Tensor[] {Tensor.Q, Tensor.K, Tensor.V, Tensor.O}) {
      long elements = tensor == Tensor.V && workload.valuesInKeys() ? 0 : 1;
      for (Dimension dimension : Dimension.values()) {
        elements *= tensor.isIndexedBy(dimension) ? extent[dimension.ordinal()] : 1;
      }
      layoutByTensor[tensor.ordinal()] = Math.round(passes * elements);
    }
  }

  /** Cycles of the lanes, and of the port if O is in the buffer, for the division of a word. */
  public double divisionCycles(boolean inRegisters) {
    return inRegisters ? divisionLaneCyclesPerWord : divisionCyclesPerWord;
  }

  /** Cycles of the lanes, and of the port if logits are in the buffer, for the softmax of one. */
  public double softmaxCycles(LoopNest nest) {
    return nest.isInRegisters(Tensor.LOGITS) ? softmaxLaneCyclesPerLogit : softmaxCyclesPerLogit;
  }

  /** Half bytes of an element in the buffer, or of a partial sum there. */
  public int halfBytes(int tensor, boolean isSum) {
    return isSum ? halfBytesOfSums[tensor] : halfBytes[tensor];
  }

  /**
   * Whether tiles differ by more than their size: a mask leaves some out, keys are cut twice, cores
   * take tiles from a queue, or loads find words in the shared buffer.
   */
  public boolean isIrregular(LoopNest nest) {
    return isMasked
        || nest.keyStep > 0
        || nest.keyPart > 0
        || isQueue && cores > 1
        || sharedBufferBytes > 0;
  }

  /** Whether keys are split into several parts, whose outputs are merged in the end. */
  public boolean hasParts(LoopNest nest) {
    return nest.keyPart > 0 && nest.keyPart < extent[Dimension.KEY.ordinal()];
  }

  /** Words of an element of a tensor; statistics of parts are stored as sums are. */
  public double size(int tensor, LoopNest nest) {
    return tensor == Tensor.STATISTICS.ordinal() && hasParts(nest)
        ? (double) accumulatorBytes / wordBytes
        : size[tensor];
  }

  /** Bytes of the visible keys and values of an instance. */
  public double sharedBytes(LoopNest nest) {
    long keys = workload.keys() - workload.firstKey(0);
    double values = nest.hasValuesInKeys() ? 0 : workload.valueDim() * workload.bytes().v();
    return keys * (workload.queryDim() * workload.bytes().k() + values);
  }

  /** The tiles of rows × keys of either stage. */
  public TileRuns tileRuns(Dealing dealing) {
    return new TileRuns(this, dealing, workload);
  }

  /** The array as a dimension sees it. */
  ArrayShape array(int dimension) {
    return dimension == Dimension.ROW.ordinal() ? arrayOfRows : array;
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
