package org.flatsearch.cost.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.flatsearch.cost.Nests.fill;
import static org.flatsearch.cost.Nests.hold;
import static org.flatsearch.schedule.Dimension.INSTANCE;
import static org.flatsearch.schedule.Dimension.KEY;
import static org.flatsearch.schedule.Dimension.QUERY_DIM;
import static org.flatsearch.schedule.Dimension.ROW;
import static org.flatsearch.schedule.Dimension.VALUE_DIM;

import java.util.Map;
import org.flatsearch.cost.Bound;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.Machines;
import org.flatsearch.cost.Nests;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All figures of two nests, counted by hand from the rules: what both models get wrong alike, no
 * comparison of the two can see. No two figures of the machine are equal; words have two bytes, and
 * two heads share their keys. There are 2 instances of 4 rows and 6 keys, with head dimensions of 3
 * and 5, so 48 logits, 40 outputs and 384 multiply-accumulates.
 */
class HandCountedTest {
  private static final AttentionWorkload WORKLOAD =
      new AttentionWorkload("small", "", 2, 2, 1, 2, 6, 3, 5, 2);

  /** The energies of its events, in the order of {@link Accelerator.Energy}, are 1 to 8. */
  private static final Accelerator MACHINE =
      Machines.plain()
          .with(
              Map.of(
                  "clockHz", "2",
                  "accumulatorBytes", "4",
                  "dramReadBytesPerSecond", "10",
                  "dramWriteBytesPerSecond", "4",
                  "dmaLatencyCycles", "3",
                  "onChipBytesPerSecond", "32",
                  "lanes", "4",
                  "laneOperations.perOutput", "2",
                  "stationaryLoadCycles", "5"))
          .with(Map.of("fillCycles.logit", "1", "fillCycles.attend", "2"));

  private static CostSheet evaluate(String model, LoopNest nest, Accelerator machine) {
    return Nests.cost(CostModels.all().get(model), machine, WORKLOAD, nest);
  }

  /** By two tiles of keys, each with two tiles of rows: outputs and statistics leave and return. */
  private static LoopNest online() {
    LoopNest nest = new LoopNest();
    nest.form = SharedLoops.INSTANCE_KEY_ROW;
    nest.fused = true;
    fill(nest.logit, new int[] {1, 4, 2, 3}, Stationarity.OUTPUT, INSTANCE, KEY, ROW, QUERY_DIM);
    fill(nest.attend, new int[] {1, 4, 2, 5}, Stationarity.OUTPUT, INSTANCE, KEY, ROW, VALUE_DIM);
    hold(nest, Tensor.Q, 2, 2);
    hold(nest, Tensor.K, 1, 1);
    hold(nest, Tensor.V, 1, 2);
    hold(nest, Tensor.O, 2, 1);
    hold(nest, Tensor.LOGITS, 2, 1);
    return nest;
  }

  /** K and the logits on their way back stream past the buffer. */
  private static LoopNest throughDram() {
    LoopNest nest = new LoopNest();
    nest.form = SharedLoops.INSTANCE;
    nest.fused = false;
    fill(nest.logit, new int[] {2, 3, 6, 3}, Stationarity.OUTPUT, INSTANCE, ROW, KEY, QUERY_DIM);
    fill(nest.attend, new int[] {2, 4, 4, 5}, Stationarity.OUTPUT, INSTANCE, ROW, KEY, VALUE_DIM);
    hold(nest, Tensor.Q, 0, 1);
    hold(nest, Tensor.K, LoopNest.AT_ARRAY, 1);
    hold(nest, Tensor.V, 0, 1);
    hold(nest, Tensor.O, 0, 1);
    hold(nest, Tensor.LOGITS, 0, 1);
    hold(nest, Tensor.LOGITS_OUT, 1, 2);
    hold(nest, Tensor.LOGITS_IN, LoopNest.AT_ARRAY, 1);
    return nest;
  }

  @ParameterizedTest
  @ValueSource(strings = {"walk", "loopnest"})
  void anOnlineSoftmaxWhoseStatisticsMove(String model) {
    CostSheet sheet = evaluate(model, online(), MACHINE);

    requireBytes(sheet.footprintBytesByTensor, Tensor.Q, 2 * 2 * 3 * 2);
    requireBytes(sheet.footprintBytesByTensor, Tensor.K, 4 * 3 * 2);
    requireBytes(sheet.footprintBytesByTensor, Tensor.V, 2 * 4 * 5 * 2);
    requireBytes(sheet.footprintBytesByTensor, Tensor.O, 2 * 5 * 4);
    requireBytes(sheet.footprintBytesByTensor, Tensor.LOGITS, 2 * 4 * 2);
    requireBytes(sheet.footprintBytesByTensor, Tensor.STATISTICS, 2 * 2 * 4);
    assertThat(sheet.footprintBytes).isEqualTo(24 + 24 + 80 + 40 + 16 + 16);
    // Of both instances: for each tile of keys all rows; sums come back for the second one.
    requireBytes(sheet.trafficBytesByTensor, Tensor.Q, 2 * (2 * 4 * 3) * 2);
    requireBytes(sheet.trafficBytesByTensor, Tensor.K, 2 * (6 * 3) * 2);
    requireBytes(sheet.trafficBytesByTensor, Tensor.V, 2 * (6 * 5) * 2);
    requireBytes(sheet.trafficBytesByTensor, Tensor.O, 2 * (3 * 4 * 5) * 2);
    requireBytes(sheet.trafficBytesByTensor, Tensor.STATISTICS, 2 * (3 * 4 * 2) * 2);
    // Array of Logit and Attend, stores, softmax, rescaling, division; of one instance.
    long reads = 60 + 128 + 56 + 2 * 24 + 20 + 20;
    // The same, but with loads.
    long writes = 24 + 40 + 100 + 24 + 20 + 20;
    requireWords(sheet, 2 * reads, 2 * writes, 2 * 100, 2 * 56);
    long operations = 2 * (24 * 3 + 20 * 2 + 4 * (5 + 2));
    requireEnergy(sheet, operations);
    // A pass takes 5 cycles, but 6 with 4 keys in Attend. Writes are slower than reads: 16 stores.
    requireBusy(sheet, 2 * (4 * 5 + 4 * 6 + 4 * 5), operations, 112 * 2 / 4.0 + 16 * 1.5);
    assertThat(sheet.bound).isEqualTo(Bound.DRAM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"walk", "loopnest"})
  void logitsThroughDram(String model) {
    Accelerator justEnough =
        MACHINE.with(Map.of("bufferBytes", "596", "dramReadBytesPerSecond", "8"));
    CostSheet sheet = evaluate(model, throughDram(), justEnough);

    requireBytes(sheet.footprintBytesByTensor, Tensor.Q, 2 * 4 * 3 * 2);
    requireBytes(sheet.footprintBytesByTensor, Tensor.K, 2 * (4 * 3) * 2);
    requireBytes(sheet.footprintBytesByTensor, Tensor.V, 2 * 6 * 5 * 2);
    requireBytes(sheet.footprintBytesByTensor, Tensor.O, 2 * 4 * 5 * 4);
    requireBytes(sheet.footprintBytesByTensor, Tensor.LOGITS_OUT, 2 * (2 * 3 * 6) * 2);
    requireBytes(sheet.footprintBytesByTensor, Tensor.LOGITS_IN, 2 * (4 * 4) * 2);
    requireBytes(sheet.footprintBytesByTensor, Tensor.SOFTMAX, 6 * 2);
    assertThat(sheet.footprintBytes).isEqualTo(48 + 48 + 120 + 160 + 144 + 64 + 12);
    assertThat(sheet.violationBytes).isZero();
    // K once for each tile of rows, logits once for each of the two passes over 5 columns.
    requireBytes(sheet.trafficBytesByTensor, Tensor.K, 2 * 36 * 2);
    requireBytes(sheet.trafficBytesByTensor, Tensor.LOGITS_OUT, 48 * 2);
    requireBytes(sheet.trafficBytesByTensor, Tensor.SOFTMAX, (48 + 48) * 2);
    requireBytes(sheet.trafficBytesByTensor, Tensor.LOGITS_IN, 2 * 48 * 2);
    // Array of Logit, its stores, softmax and its stores, array of Attend, its stores, division.
    long reads = 48 + 48 + 2 * 48 + 48 + 100 + 40 + 40;
    // Loads of Q and V, array of Logit, softmax and its loads, array of Attend, division.
    long writes = 24 + 60 + 48 + 48 + 48 + 80 + 40;
    requireWords(sheet, reads, writes, 24 + 72 + 48 + 96 + 60, 48 + 48 + 40);
    long operations = 48 * 3 + 40 * 2;
    requireEnergy(sheet, operations);
    // Here reads are slower: 7 transfers.
    requireBusy(sheet, 2 * (2 * 2 * 5 + 2 * 6 + 2 * 5), operations, 300 * 2 / 8.0 + 7 * 1.5);

    Accelerator tooSmall = MACHINE.with(Map.of("bufferBytes", "583", "cores", "2"));
    CostSheet tight = evaluate(model, throughDram(), tooSmall);
    assertThat(tight.footprintBytes).isEqualTo(596 - 12);
    assertThat(tight.violationBytes).isEqualTo(1);
    assertThat(tight.trafficBytes).isEqualTo(sheet.trafficBytes + 2 * 48 * 2);
  }

  /** Outputs of all rows stay, so that their statistics do too. */
  @ParameterizedTest
  @ValueSource(strings = {"walk", "loopnest"})
  void anOnlineSoftmaxWhoseStatisticsStay(String model) {
    LoopNest nest = online();
    nest.logit.tile[INSTANCE.ordinal()] = 2;
    nest.attend.tile[INSTANCE.ordinal()] = 2;
    hold(nest, Tensor.O, 1, 1);
    CostSheet sheet = evaluate(model, nest, MACHINE);

    requireBytes(sheet.footprintBytesByTensor, Tensor.STATISTICS, 2 * 2 * 4 * 4);
    requireBytes(sheet.trafficBytesByTensor, Tensor.STATISTICS, 0);
    requireBytes(sheet.footprintBytesByTensor, Tensor.O, 2 * 4 * 5 * 4);
    requireBytes(sheet.trafficBytesByTensor, Tensor.O, 40 * 2);
  }

  /** The 6 keys of one tile lie on the 4 rows of the array, in two passes. */
  @ParameterizedTest
  @ValueSource(strings = {"walk", "loopnest"})
  void sumsOfSeveralPassesAreAsWideAsAnAccumulator(String model) {
    LoopNest nest = throughDram();
    nest.attend.tile[KEY.ordinal()] = 6;
    CostSheet once = evaluate(model, nest, MACHINE);
    requireBytes(once.footprintBytesByTensor, Tensor.O, 2 * 4 * 5 * 2);

    nest.attend.stationarity = Stationarity.WEIGHT;
    CostSheet twice = evaluate(model, nest, MACHINE);
    requireBytes(twice.footprintBytesByTensor, Tensor.O, 2 * 4 * 5 * 4);
  }

  private static void requireBytes(double[] byTensor, Tensor tensor, double bytes) {
    assertThat(byTensor[tensor.ordinal()]).as(tensor.jsonName()).isEqualTo(bytes);
  }

  private static void requireWords(
      CostSheet sheet, long onChipReads, long onChipWrites, long dramReads, long dramWrites) {
    assertThat(sheet.onChipReadWords).isEqualTo(onChipReads);
    assertThat(sheet.onChipWriteWords).isEqualTo(onChipWrites);
    assertThat(sheet.dramReadWords).isEqualTo(dramReads);
    assertThat(sheet.dramWriteWords).isEqualTo(dramWrites);
    assertThat(sheet.trafficBytes).isEqualTo(2 * (dramReads + dramWrites));
  }

  private static void requireEnergy(CostSheet sheet, long laneOperations) {
    assertThat(sheet.macs).isEqualTo(384);
    assertThat(sheet.registerAccesses).isEqualTo(3 * 384);
    assertThat(sheet.laneOperations).isEqualTo(laneOperations);
    long onChip = 2 * (sheet.onChipReadWords * 4 + sheet.onChipWriteWords * 5);
    long dram = 2 * (sheet.dramReadWords * 6 + sheet.dramWriteWords * 7);
    assertThat(sheet.energyJoules)
        .isCloseTo(384 + 3 * 384 * 2 + laneOperations * 3 + onChip + dram, within(1e-9));
    assertThat(sheet.leakageJoules).isEqualTo(8 * sheet.latencySeconds);
  }

  /** Two cycles take a second. */
  private static void requireBusy(
      CostSheet sheet, double arrayCycles, double laneOperations, double dramSeconds) {
    double port = (sheet.onChipReadWords + sheet.onChipWriteWords) * 2 / 32.0;
    requireBusy(sheet, Bound.ARRAY, arrayCycles / 2);
    requireBusy(sheet, Bound.LANES, laneOperations / 4 / 2);
    requireBusy(sheet, Bound.ON_CHIP, port);
    requireBusy(sheet, Bound.DRAM, dramSeconds);
    assertThat(sheet.latencySeconds).isGreaterThanOrEqualTo(dramSeconds);
    assertThat(sheet.idealLatencySeconds).isEqualTo(384 / 16.0 / 2);
    assertThat(sheet.utilization).isEqualTo(384 / 16.0 / 2 / sheet.latencySeconds);
  }

  private static void requireBusy(CostSheet sheet, Bound resource, double seconds) {
    assertThat(sheet.busySeconds[resource.ordinal()])
        .as(resource.toString())
        .isCloseTo(seconds, within(1e-9));
  }
}
