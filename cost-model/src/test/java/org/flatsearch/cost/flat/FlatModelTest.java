package org.flatsearch.cost.flat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.flatsearch.cost.Bound;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.Nests;
import org.flatsearch.cost.flat.FlatSchedule.Placement;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class FlatModelTest {
  private static final Accelerator EDGE = SpecCatalogue.accelerator("flat-edge");
  private static final Accelerator CLOUD = SpecCatalogue.accelerator("flat-cloud");
  private static final AttentionWorkload BERT = SpecCatalogue.workload("bert");

  private static CostSheet cost(
      Accelerator accelerator, AttentionWorkload workload, FlatSchedule schedule) {
    return Nests.cost(new FlatModel(), accelerator, workload, schedule.toNest());
  }

  @Test
  void reproducesTheWorkedSoftmaxExample() {
    AttentionWorkload workload = BERT.withSequence(1024);
    FlatSchedule published = new FlatSchedule(workload).rowTile(1024);

    CostSheet sheet = cost(CLOUD.with("lanes", "256"), workload, published);

    assertThat(sheet.trafficBytes).isEqualTo(1_308_622_848);
    assertThat(sheet.latencySeconds).isCloseTo(0.013386076595744681, within(1e-15));
    assertThat(sheet.bound).isEqualTo(Bound.LANES);
    assertThat(sheet.laneOperations).isEqualTo(4 * 768L * 1024 * 1024);
  }

  @Test
  void equalsThePlainFormulasOnRandomSchedules() {
    for (long seed = 1; seed <= 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Accelerator accelerator = randomSquareAccelerator(random);
      for (int k = 0; k < 10; k++) {
        AttentionWorkload workload = randomWorkload(random);
        FlatSchedule schedule = randomSchedule(random, workload);
        PlainFormulas expected = new PlainFormulas(accelerator, workload, schedule.toSchedule());

        CostSheet sheet = cost(accelerator, workload, schedule);

        String message = "seed " + seed + ", schedule " + k;
        assertClose(message, sheet.footprintBytes, expected.footprint);
        assertThat(sheet.spillFraction).as(message).isCloseTo(expected.spill, within(1e-12));
        assertClose(message, sheet.trafficBytes, expected.traffic);
        assertClose(message, sheet.latencySeconds, expected.latency);
        assertClose(message, sheet.energyJoules, expected.traffic * 32e-12);
        assertClose(message, Arrays.stream(sheet.trafficBytesByTensor).sum(), sheet.trafficBytes);
        assertClose(
            message, Arrays.stream(sheet.footprintBytesByTensor).sum(), sheet.footprintBytes);
      }
    }
  }

  private static void assertClose(String message, double found, double expected) {
    // Plain comparison first: AssertJ's is slow in a loop of this length.
    if (Math.abs(found - expected) > 1e-12 * Math.abs(expected)) {
      assertThat(found).as(message).isCloseTo(expected, withinPercentage(1e-10));
    }
  }

  private static Accelerator randomSquareAccelerator(SplittableRandom random) {
    String side = Integer.toString(1 << random.nextInt(6));
    String lanes = random.nextBoolean() ? "unlimited" : Integer.toString(1 + random.nextInt(300));
    return EDGE.with(
        Map.of(
            "rows", side,
            "columns", side,
            "bufferBytes", Integer.toString(1 + random.nextInt(100_000)),
            "lanes", lanes));
  }

  private static AttentionWorkload randomWorkload(SplittableRandom random) {
    return new AttentionWorkload(
        "random",
        "",
        1 + random.nextInt(4),
        6,
        new int[] {1, 2, 3, 6}[random.nextInt(4)],
        1 + random.nextInt(150),
        1 + random.nextInt(300),
        1 + random.nextInt(70),
        1 + random.nextInt(70),
        1 << random.nextInt(3));
  }

  private static FlatSchedule randomSchedule(SplittableRandom random, AttentionWorkload workload) {
    Placement[] placements = Placement.values();
    Stationarity[] stationarities = Stationarity.values();
    return new FlatSchedule(workload)
        .place(
            placements[random.nextInt(2)],
            placements[random.nextInt(2)],
            placements[random.nextInt(2)],
            placements[random.nextInt(2)])
        .fused(random.nextBoolean())
        .stationarity(stationarities[random.nextInt(3)], stationarities[random.nextInt(3)])
        .rowTile(1 + random.nextInt(workload.rows()))
        .instanceTile(1 + random.nextInt(workload.instances()));
  }

  @Test
  void putsEveryTermOnTheTensorThatItCounts() {
    AttentionWorkload workload = BERT.withSequence(2048);
    FlatSchedule schedule =
        new FlatSchedule(workload)
            .place(Tensor.Q, Placement.STAGED)
            .stationarity(Stationarity.WEIGHT, Stationarity.WEIGHT)
            .rowTile(128);

    CostSheet fused = cost(EDGE, workload, schedule);
    CostSheet unfused = cost(EDGE, workload, schedule.fused(false));

    assertThat(of(fused.footprintBytesByTensor, Tensor.LOGITS)).isEqualTo(2.0 * 128 * 2048);
    assertThat(of(fused.footprintBytesByTensor, Tensor.Q)).isEqualTo(2.0 * 2 * 128 * 64);
    assertThat(of(fused.trafficBytesByTensor, Tensor.LOGITS))
        .as("spilled logits")
        .isCloseTo(fused.spillFraction * 2 * 768 * 2048 * 2048 * (4 + 2), withinPercentage(1e-9));
    assertThat(of(unfused.trafficBytesByTensor, Tensor.LOGITS)).isZero();
    assertThat(of(unfused.trafficBytesByTensor, Tensor.LOGITS_OUT))
        .isEqualTo(2.0 * 768 * 2048 * 2048 + 2 * 128 * 32);
    assertThat(of(unfused.trafficBytesByTensor, Tensor.LOGITS_IN))
        .isEqualTo(2.0 * 768 * 2048 * 2048 * 2 + 2 * 32 * 32);
  }

  private static double of(double[] byTensor, Tensor tensor) {
    return byTensor[tensor.ordinal()];
  }

  @Test
  void bindsOnTheArrayAtTwoAndAHalfTimesIdealWhenHeadsFillAQuarterOfTheCloudArray() {
    AttentionWorkload workload = BERT.withSequence(2048);
    CostSheet sheet = cost(CLOUD, workload, new FlatSchedule(workload).rowTile(2048));
    assertThat(sheet.bound).isEqualTo(Bound.ARRAY);
    assertThat(1 / sheet.utilization).isCloseTo(2.5, within(0.01));

    AttentionWorkload xlm = SpecCatalogue.workload("xlm").withSequence(2048);
    FlatSchedule stagedQueries =
        new FlatSchedule(xlm).place(Tensor.Q, Placement.STAGED).rowTile(2048);
    CostSheet wider = cost(CLOUD, xlm, stagedQueries);
    assertThat(1 / wider.utilization).isCloseTo(1.5, within(0.01));
  }

  @Test
  void keepsTheWholeCloudArrayBusyWhenTheSoftmaxedLogitsStay() {
    AttentionWorkload workload = BERT.withSequence(4096);
    FlatSchedule published = new FlatSchedule(workload).rowTile(4096);
    FlatSchedule input =
        new FlatSchedule(workload)
            .place(Placement.STAGED, Placement.STAGED, Placement.STAGED, Placement.STREAMED)
            .rowTile(2048)
            .stationarity(Stationarity.OUTPUT, Stationarity.INPUT);

    assertThat(cost(CLOUD, workload, published).latencySeconds).isCloseTo(0.0669, within(5e-5));
    assertThat(cost(CLOUD, workload, input).latencySeconds).isCloseTo(0.0268, within(5e-5));
  }

  @Test
  void letsFusionLoseAtLongSequencesOnTheEdge() {
    AttentionWorkload workload = BERT.withSequence(65_536);
    FlatSchedule schedule =
        new FlatSchedule(workload)
            .place(Tensor.Q, Placement.STAGED)
            .stationarity(Stationarity.WEIGHT, Stationarity.WEIGHT)
            .rowTile(128);
    double fused = cost(EDGE, workload, schedule).latencySeconds;
    double unfused = cost(EDGE, workload, schedule.fused(false)).latencySeconds;
    assertThat(unfused).isLessThan(fused);
  }

  @Test
  void treatsQueryHeadsThatShareKeysAsRowsOfOneInstance() {
    AttentionWorkload grouped =
        new AttentionWorkload("grouped", "", 2, 32, 8, 100, 1000, 128, 128, 2);
    AttentionWorkload rows = new AttentionWorkload("rows", "", 2, 8, 8, 400, 1000, 128, 128, 2);
    FlatSchedule schedule = new FlatSchedule(grouped).rowTile(64);
    CostSheet ofGroup = cost(EDGE, grouped, schedule);
    assertThat(ofGroup.latencySeconds).isEqualTo(cost(EDGE, rows, schedule).latencySeconds);

    AttentionWorkload ungrouped = grouped.with("keyValueHeads", "32");
    CostSheet ofHeads = cost(EDGE, ungrouped, new FlatSchedule(ungrouped).rowTile(64));
    assertThat(of(ofGroup.trafficBytesByTensor, Tensor.K))
        .as("a group streams its keys for 4·100 rows, single heads 4 times for 100 rows each")
        .isLessThan(of(ofHeads.trafficBytesByTensor, Tensor.K));
  }

  @Test
  void movesKeysAndValuesOnceInDecoding() {
    AttentionWorkload decode = BERT.with("queryLength", "1");
    CostSheet sheet = cost(EDGE, decode, new FlatSchedule(decode));
    double keys = 2.0 * 768 * 512 * 64;
    assertThat(of(sheet.trafficBytesByTensor, Tensor.K)).isEqualTo(keys + 2 * 32 * 64);
    assertThat(of(sheet.trafficBytesByTensor, Tensor.V)).isEqualTo(keys + 2 * 32 * 32);
    assertThat(sheet.utilization).isLessThan(0.04);
  }

  @Test
  void usesTheSideOnWhichADimensionLies() {
    // 100 rows, 80 keys, E = 70, F = 50 on 16 rows by 8 columns.
    AttentionWorkload workload = new AttentionWorkload("w", "", 1, 1, 1, 100, 80, 70, 50, 2);
    Accelerator array = EDGE.with(Map.of("rows", "16", "columns", "8"));
    assertThat(arrayCycles(array, workload, Stationarity.OUTPUT, Stationarity.OUTPUT))
        .isEqualTo(7 * 10 * 70 + 7 * 7 * 80);
    assertThat(arrayCycles(array, workload, Stationarity.WEIGHT, Stationarity.WEIGHT))
        .isEqualTo(100 * 5 * 10 + 100 * 5 * 7);
    assertThat(arrayCycles(array, workload, Stationarity.INPUT, Stationarity.INPUT))
        .isEqualTo(5 * 13 * 80 + 7 * 10 * 50);
  }

  private static long arrayCycles(
      Accelerator array, AttentionWorkload workload, Stationarity logit, Stationarity attend) {
    FlatSchedule schedule = new FlatSchedule(workload).rowTile(100).stationarity(logit, attend);
    CostSheet sheet = cost(array, workload, schedule);
    return Math.round(sheet.busySeconds[Bound.ARRAY.ordinal()] * array.clockHz());
  }

  @Test
  void addsBothDirectionsOfAnUnsharedDram() {
    AttentionWorkload workload = BERT.withSequence(8192);
    FlatSchedule schedule = new FlatSchedule(workload).rowTile(32).fused(false);
    double shared = cost(EDGE, workload, schedule).busySeconds[Bound.DRAM.ordinal()];
    double separate =
        cost(EDGE.with("dramShared", "false"), workload, schedule)
            .busySeconds[Bound.DRAM.ordinal()];
    assertThat(separate).isCloseTo(shared / 2, withinPercentage(1e-9));
  }

  @Test
  void reportsLeakageApart() {
    AttentionWorkload workload = BERT.withSequence(1024);
    FlatSchedule schedule = new FlatSchedule(workload).rowTile(64);
    CostSheet sheet = cost(EDGE.with("energy.leakageWatts", "2"), workload, schedule);
    assertThat(sheet.leakageJoules).isEqualTo(2 * sheet.latencySeconds);
    assertThat(sheet.energyJoules).isEqualTo(cost(EDGE, workload, schedule).energyJoules);
  }

  /** FLAT has one energy for each byte of traffic, that of reads. */
  @Test
  void takesTheEnergyOfReads() {
    AttentionWorkload workload = BERT.withSequence(1024);
    FlatSchedule schedule = new FlatSchedule(workload).rowTile(64);
    CostSheet sheet = cost(EDGE.with("energy.dramWriteJoulesPerByte", "1e-9"), workload, schedule);
    assertThat(sheet.energyJoules).isEqualTo(cost(EDGE, workload, schedule).energyJoules);
    sheet = cost(EDGE.with("energy.dramReadJoulesPerByte", "1e-9"), workload, schedule);
    assertThat(sheet.energyJoules).isCloseTo(1e-9 * sheet.trafficBytes, withinPercentage(1e-9));
  }

  @Test
  void overwritesEveryFigureOfTheSheet() {
    AttentionWorkload workload = BERT.withSequence(1024);
    CostSheet dirty = new CostSheet();
    dirty.violationBytes = 7;
    dirty.extrapolated = true;
    dirty.onChipReadWords = 7;
    dirty.onChipWriteWords = 7;
    dirty.dramReadWords = 7;
    dirty.dramWriteWords = 7;
    dirty.registerAccesses = 7;
    Arrays.fill(dirty.trafficBytesByTensor, 7);
    Arrays.fill(dirty.footprintBytesByTensor, 7);
    Arrays.fill(dirty.busySeconds, 7);
    FlatSchedule schedule = new FlatSchedule(workload).rowTile(64);

    new FlatModel().bind(EDGE, workload).evaluate(schedule.toNest(), dirty);

    assertThat(dirty).usingRecursiveComparison().isEqualTo(cost(EDGE, workload, schedule));
  }

  @Test
  void leavesAtZeroWhatItDoesNotModel() {
    CostSheet sheet = cost(EDGE, BERT, new FlatSchedule(BERT).rowTile(64).fused(false));

    assertThat(
            List.of(
                sheet.onChipReadWords,
                sheet.onChipWriteWords,
                sheet.dramReadWords,
                sheet.dramWriteWords,
                sheet.registerAccesses))
        .containsOnly(0L);
    assertThat(sheet.busySeconds[Bound.ON_CHIP.ordinal()]).isZero();
    assertThat(sheet.violationBytes).isZero();
    assertThat(sheet.extrapolated).isFalse();
  }

  /** One multiply-accumulate a stage on one PE: 2 cycles, 4 lane operations, a few bytes. */
  @Test
  void bindsOnTheArrayThenOnTheLanesWhereSeveralTakeAsLong() {
    AttentionWorkload workload = new AttentionWorkload("w", "", 1, 1, 1, 1, 1, 1, 1, 1);
    FlatSchedule schedule = new FlatSchedule(workload);
    Accelerator array =
        EDGE.with(Map.of("rows", "1", "columns", "1", "clockHz", "1GHz", "lanes", "2"));
    double bytes = cost(array, workload, schedule).trafficBytes;

    CostSheet allAlike = cost(withBandwidth(array, bytes * 1e9 / 2), workload, schedule);
    CostSheet slower =
        cost(withBandwidth(array.with("lanes", "1"), bytes * 1e9 / 4), workload, schedule);

    assertThat(allAlike.busySeconds).containsExactly(2e-9, 2e-9, 0, 2e-9);
    assertThat(allAlike.bound).isEqualTo(Bound.ARRAY);
    assertThat(slower.busySeconds).containsExactly(2e-9, 4e-9, 0, 4e-9);
    assertThat(slower.bound).isEqualTo(Bound.LANES);
  }

  private static Accelerator withBandwidth(Accelerator array, double bytesPerSecond) {
    return array.with("dramReadBytesPerSecond", bytesPerSecond + "");
  }

  @Test
  void countsAMillionKeysAndAThousandHeads() {
    AttentionWorkload large =
        new AttentionWorkload("large", "", 1, 1024, 1024, 1 << 20, 1 << 20, 64, 64, 2);
    CostSheet sheet = cost(EDGE, large, new FlatSchedule(large).rowTile(1 << 20));
    assertThat(sheet.macs).isEqualTo(1L << 57);
    assertThat(sheet.latencySeconds).isPositive().isFinite();
  }

  @Test
  void refusesSoftmaxOperationsThatDoNotFit63Bits() {
    AttentionWorkload flatHeads =
        new AttentionWorkload("w", "", 1, 1, 1, Integer.MAX_VALUE, Integer.MAX_VALUE, 1, 1, 1);
    assertThatThrownBy(() -> new FlatModel().bind(EDGE, flatHeads))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("softmax operations");
  }

  @Test
  void refusesSeveralCores() {
    assertThatThrownBy(() -> new FlatModel().bind(EDGE.with("cores", "4"), BERT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cores is 4")
        .hasMessageContaining("--set cores=1");
  }
}
