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

  double onChipReadBytes;

  double onChipWriteBytes;

  /** Words between array or lanes and registers, besides those of multiply-accumulates. */
  long registerWords;

  /** Bytes that crossed the port of the buffer that all cores share. */
  double sharedBytes;

  long multiplyAccumulates;

  /** Logits of live tiles. */
  long logits;

  long laneOperations;

  double arrayCycles;

  /** Adds {@code times} times what this has counted more than {@code since}. */
  void addSince(WordCounts since, long times) {
    for (int t = 0; t < TENSORS; t++) {
      dramReads[t] += times * (dramReads[t] - since.dramReads[t]);
      dramWrites[t] += times * (dramWrites[t] - since.dramWrites[t]);
    }
    readTransfers += times * (readTransfers - since.readTransfers);
    writeTransfers += times * (writeTransfers - since.writeTransfers);
    onChipReads += times * (onChipReads - since.onChipReads);
    onChipWrites += times * (onChipWrites - since.onChipWrites);
    onChipReadBytes += times * (onChipReadBytes - since.onChipReadBytes);
    onChipWriteBytes += times * (onChipWriteBytes - since.onChipWriteBytes);
    registerWords += times * (registerWords - since.registerWords);
    sharedBytes += times * (sharedBytes - since.sharedBytes);
    logits += times * (logits - since.logits);
    multiplyAccumulates += times * (multiplyAccumulates - since.multiplyAccumulates);
    laneOperations += times * (laneOperations - since.laneOperations);
    arrayCycles += times * (arrayCycles - since.arrayCycles);
  }

  /** Makes this equal to {@code other}. */
  void copyFrom(WordCounts other) {
    System.arraycopy(other.dramReads, 0, dramReads, 0, TENSORS);
    System.arraycopy(other.dramWrites, 0, dramWrites, 0, TENSORS);
    readTransfers = other.readTransfers;
    writeTransfers = other.writeTransfers;
    onChipReads = other.onChipReads;
    onChipWrites = other.onChipWrites;
    onChipReadBytes = other.onChipReadBytes;
    onChipWriteBytes = other.onChipWriteBytes;
    registerWords = other.registerWords;
    sharedBytes = other.sharedBytes;
    logits = other.logits;
    multiplyAccumulates = other.multiplyAccumulates;
    laneOperations = other.laneOperations;
    arrayCycles = other.arrayCycles;
  }

  /**
   * A tile comes into the buffer.
   *
   * @param fromDram how many of its words come from DRAM rather than from the shared buffer
   */
  void load(int tensor, long words, double bytes, long fromDram) {
    if (fromDram > 0) {
      readTransfers++;
      dramReads[tensor] += fromDram;
    }
    receive(words, bytes);
  }

  /** A tile that another core reads from DRAM is received at the same moment. */
  void receive(long words, double bytes) {
    onChipWrites += words;
    onChipWriteBytes += bytes;
    sharedBytes += bytes;
  }

  /** A tile goes from the buffer to DRAM. */
  void store(int tensor, long words, double bytes) {
    writeTransfers++;
    onChipReads += words;
    onChipReadBytes += bytes;
    dramWrites[tensor] += words;
  }

  /** Words go between DRAM and the array or the lanes. */
  void stream(Stream stream) {
    if (stream.write()) {
      writeTransfers++;
      dramWrites[stream.tensor().ordinal()] += stream.words();
    } else {
      readTransfers++;
      dramReads[stream.tensor().ordinal()] += stream.words();
    }
  }

  /** The array does a step. */
  void step(StepKind step) {
    add(step.port);
    multiplyAccumulates += step.multiplyAccumulates;
    laneOperations += step.divisionOperations;
    arrayCycles += step.arrayCycles;
  }

  /** The lanes do a piece of work. */
  void lanes(LaneJob job) {
    add(job.port());
    logits += job.logits();
    laneOperations += job.operations();
  }

  private void add(PortWords port) {
    onChipReads += port.reads;
    onChipWrites += port.writes;
    onChipReadBytes += port.readBytes;
    onChipWriteBytes += port.writeBytes;
    registerWords += port.inRegisters;
  }
}
