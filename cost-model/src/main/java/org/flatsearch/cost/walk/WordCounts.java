package org.flatsearch.cost.walk;

import org.flatsearch.schedule.Tensor;

/** What one core has moved and computed so far. Words unless a name says otherwise. */
final class WordCounts {
  private static final int TENSORS = Tensor.values().length;

  /** Words that crossed the DRAM interface for this core, by ordinal of {@link Tensor}. */
  final long[] dramReads = new long[TENSORS];

  final long[] dramWrites = new long[TENSORS];

  /** Transfers behind {@link #dramReads} and {@link #dramWrites}. */
  long readTransfers;

  long writeTransfers;

  /** Words that array, lanes and transfers read from the buffer through its port. */
  long onChipReads;

  /** Words that array, lanes and transfers write to the buffer through its port. */
  long onChipWrites;

  long multiplyAccumulates;

  /** Logits and outputs that passed the softmax unit. */
  long softmaxLogits;

  long softmaxOutputs;

  /** Lane operations of rescaling rows of an online softmax. */
  long rescalingOperations;

  double arrayCycles;

  /** Adds {@code times} times what {@code other} counted. */
  void add(WordCounts other, long times) {
    for (int t = 0; t < TENSORS; t++) {
      dramReads[t] += times * other.dramReads[t];
      dramWrites[t] += times * other.dramWrites[t];
    }
    readTransfers += times * other.readTransfers;
    writeTransfers += times * other.writeTransfers;
    onChipReads += times * other.onChipReads;
    onChipWrites += times * other.onChipWrites;
    multiplyAccumulates += times * other.multiplyAccumulates;
    softmaxLogits += times * other.softmaxLogits;
    softmaxOutputs += times * other.softmaxOutputs;
    rescalingOperations += times * other.rescalingOperations;
    arrayCycles += times * other.arrayCycles;
  }

  /** A tile comes from DRAM into the buffer. */
  void load(Tensor tensor, long words) {
    readTransfers++;
    dramReads[tensor.ordinal()] += words;
    receive(words);
  }

  /** A tile that another core reads from DRAM is received at the same moment. */
  void receive(long words) {
    onChipWrites += words;
  }

  /** A tile goes from the buffer to DRAM. */
  void store(Tensor tensor, long words) {
    writeTransfers++;
    onChipReads += words;
    dramWrites[tensor.ordinal()] += words;
  }

  /** The array reads words of an input or of partial sums, from the buffer or past it. */
  void arrayReads(Tensor tensor, boolean atArray, long words) {
    if (atArray) {
      readTransfers += words > 0 ? 1 : 0;
      dramReads[tensor.ordinal()] += words;
    } else {
      onChipReads += words;
    }
  }

  /** The array writes words of an output, to the buffer or past it. */
  void arrayWrites(Tensor tensor, boolean atArray, long words) {
    if (atArray) {
      writeTransfers++;
      dramWrites[tensor.ordinal()] += words;
    } else {
      onChipWrites += words;
    }
  }

  /** The lanes read words. */
  void softmaxReads(long words) {
    onChipReads += words;
  }

  /** The lanes read, change and write back words. */
  void softmaxUpdates(long words) {
    softmaxReads(words);
    onChipWrites += words;
  }
}
