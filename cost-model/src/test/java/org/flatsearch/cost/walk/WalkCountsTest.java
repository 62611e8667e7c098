package org.flatsearch.cost.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.flatsearch.cost.Bound;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.Machines;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts of nests that are small enough to follow; words of one byte. */
class WalkCountsTest {
  /** Words of a tile of Q, K, V or O. */
  private static final double TILE = 16;

  @Test
  void isFoundByItsName() {
    assertThat(CostModels.all().get("walk")).isInstanceOf(WalkModel.class);
  }

  @Test
  void fetchesKeysAgainForEachRowTileWhenTheyComeInTiles() {
    CostSheet sheet = new SmallNest(12, 8).walk();
    assertThat(traffic(sheet, Tensor.K)).isEqualTo(3 * 2 * TILE);
    assertThat(traffic(sheet, Tensor.Q)).isEqualTo(3 * TILE);
  }

  @Test
  void doesNotFetchKeysAgainWhenTheyStayResident() {
    CostSheet sheet = new SmallNest(12, 8).hold(Tensor.K, Dimension.INSTANCE, 1).walk();
    assertThat(traffic(sheet, Tensor.K)).isEqualTo(2 * TILE);
  }

  @Test
  void doesNotFetchTheOnlyTileOfKeysAgain() {
    assertThat(traffic(new SmallNest(12, 4).walk(), Tensor.K)).isEqualTo(TILE);
  }

  @Test
  void slotsChangeTheFootprintButNotTheTraffic() {
    CostSheet one = new SmallNest(12, 8).hold(Tensor.K, Dimension.KEY, 1).walk();
    CostSheet three = new SmallNest(12, 8).hold(Tensor.K, Dimension.KEY, 3).walk();
    assertThat(three.trafficBytes).isEqualTo(one.trafficBytes);
    assertThat(footprint(three, Tensor.K)).isEqualTo(3 * footprint(one, Tensor.K));
  }

  @Test
  void partialSumsInTheBufferAreAsWideAsAnAccumulator() {
    assertThat(footprint(new SmallNest(4, 4).walk(), Tensor.O)).isEqualTo(2 * TILE);
    assertThat(footprint(new SmallNest(4, 8).walk(), Tensor.O)).isEqualTo(2 * TILE * 2);
  }

  @Test
  void streamsKeysPastTheBufferAtTheArray() {
    CostSheet buffered = new SmallNest(4, 8).walk();
    CostSheet streamed = new SmallNest(4, 8).stream(Tensor.K).walk();
    assertThat(traffic(streamed, Tensor.K)).isEqualTo(2 * TILE);
    assertThat(buffered.onChipReadWords - streamed.onChipReadWords).isEqualTo(2 * 16);
    assertThat(buffered.onChipWriteWords - streamed.onChipWriteWords).isEqualTo(2 * 16);
    assertThat(footprint(streamed, Tensor.K)).isEqualTo(2 * TILE);
  }

  @Test
  void readsLogitsThreeTimesInTheSoftmaxPassIfARowDoesNotFit() {
    SmallNest nest = new SmallNest(4, 8).logitsThroughDram();
    CostSheet roomy = nest.walk();
    CostSheet tight = nest.with("bufferBytes", (long) roomy.footprintBytes - 1).walk();
    assertThat(traffic(roomy, Tensor.SOFTMAX)).isEqualTo(2 * 2 * TILE);
    assertThat(traffic(tight, Tensor.SOFTMAX)).isEqualTo(4 * 2 * TILE);
    assertThat(footprint(roomy, Tensor.SOFTMAX)).isEqualTo(8);
    assertThat(footprint(tight, Tensor.SOFTMAX)).isZero();
    assertThat(tight.violationBytes).isZero();
  }

  @Test
  void coresFetchForThemselvesUnlessThereIsMulticast() {
    SmallNest nest = new SmallNest(8, 8).with("cores", 2);
    CostSheet alone = nest.walk();
    CostSheet together = nest.with("multicast", true).walk();
    assertThat(traffic(alone, Tensor.K)).isEqualTo(2 * 2 * TILE);
    assertThat(traffic(together, Tensor.K)).isEqualTo(2 * TILE);
    assertThat(together.onChipWriteWords).isEqualTo(alone.onChipWriteWords);
  }

  @Test
  void multicastReadsRowsOnceThatAllCoresHold() {
    SmallNest nest = new SmallNest(8, 8).with("cores", 2).with("multicast", true);
    CostSheet own = nest.walk();
    CostSheet all = nest.hold(Tensor.Q, Dimension.INSTANCE, 1).walk();
    assertThat(traffic(own, Tensor.Q)).isEqualTo(2 * TILE);
    assertThat(traffic(all, Tensor.Q)).isEqualTo(2 * TILE);
    assertThat(all.onChipWriteWords - own.onChipWriteWords).isEqualTo((long) (2 * TILE));
    assertThat(traffic(nest.with("multicast", false).walk(), Tensor.Q)).isEqualTo(2 * 2 * TILE);
  }

  /**
   * Array, lanes and transfers share one port, so no schedule is faster than it moves all words.
   */
  @Test
  void takesAtLeastAsLongAsThePortNeedsForAllWords() {
    CostSheet sheet = new SmallNest(4, 8).with("onChipBytesPerSecond", 1).walk();
    // Two tiles each: Q, K and logits of Logit; logits, V and O of Attend, whose sums come back
    // once.
    long array = 6 * 2 * 16 + 16;
    long lanes = 3 * 4 * 8 + 2 * 4 * 4;
    long transfers = (1 + 2 + 2 + 1) * 16;
    long words = array + lanes + transfers;
    assertThat(sheet.onChipReadWords + sheet.onChipWriteWords).isEqualTo(words);
    assertThat(sheet.busySeconds[Bound.ON_CHIP.ordinal()]).isEqualTo(words);
    assertThat(sheet.latencySeconds).isEqualTo(words);
    assertThat(sheet.bound).isEqualTo(Bound.ON_CHIP);
  }

  @Test
  void countsTheWorkOfArrayAndLanes() {
    CostSheet sheet = new SmallNest(4, 8).online(1).with("laneOperations.perOutput", 1).walk();
    assertThat(sheet.macs).isEqualTo(4 * 8 * (4 + 4));
    assertThat(sheet.registerAccesses).isEqualTo(3 * sheet.macs);
    assertThat(sheet.laneOperations).isEqualTo(3 * 4 * 8 + 4 * 4 + 4 * (4 + 2));
  }

  /** Tiles of rows go to both cores unless the stages loop over rows, or keys are outside rows. */
  @ParameterizedTest
  @CsvSource({"INSTANCE, 1", "INSTANCE_ROW, 2", "INSTANCE_ROW_KEY, 2", "INSTANCE_KEY_ROW, 1"})
  void dealsTilesOfRows(SharedLoops form, int coresThatWork) {
    CostSheet sheet =
        new SmallNest(8, 8)
            .share(form)
            .hold(Tensor.K, Dimension.INSTANCE, 1)
            .with("cores", 2)
            .walk();
    // Either stage has 2×2 steps of 4 cycles. Each core that works loads both tiles of K.
    assertThat(sheet.busySeconds[Bound.ARRAY.ordinal()]).isEqualTo(2 * 4 * 4 / coresThatWork);
    assertThat(traffic(sheet, Tensor.K)).isEqualTo(coresThatWork * 2 * TILE);
  }

  @Test
  void addsUpTheEnergyOfAllEvents() {
    CostSheet sheet = new SmallNest(4, 8).walk();
    double array = 256 * 1 + 3 * 256 * 2;
    double lanes = 3 * 4 * 8 * 3;
    // Reads and writes of the buffer: by the array, by the lanes, and for DRAM.
    double reads = (9 * 16 + 2 * 32 + 16 + 16) * 4;
    double writes = (4 * 16 + 32 + 16 + 5 * 16) * 5;
    double dram = 5 * 16 * 6 + 16 * 7;
    assertThat(sheet.energyJoules).isEqualTo(array + lanes + reads + writes + dram);
  }

  @Test
  void leaksAsOneMachine() {
    CostSheet sheet = new SmallNest(8, 4).with("cores", 2).walk();
    assertThat(sheet.leakageJoules).isEqualTo(8 * sheet.latencySeconds);
    assertThat(sheet.idealLatencySeconds).isEqualTo(2 * 8 * 4 * 4 / (2 * 16.0));
  }

  @Test
  void namesTheBusiestResource() {
    CostSheet sheet = new SmallNest(4, 8).with("lanes", 1).walk();
    assertThat(sheet.bound).isEqualTo(Bound.LANES);
    assertThat(sheet.busySeconds[Bound.LANES.ordinal()]).isEqualTo(96);
    assertThat(sheet.busySeconds[Bound.ARRAY.ordinal()]).isEqualTo(16);
    assertThat(sheet.busySeconds[Bound.DRAM.ordinal()]).isEqualTo(20);
    assertThat(sheet.idealLatencySeconds).isEqualTo(16);
    assertThat(sheet.utilization).isEqualTo(16 / sheet.latencySeconds);
  }

  @Test
  void refusesAWalkThatTakesTooLong() {
    RandomCase random = RandomCase.of(1, 60, 40, 3);
    WalkLimits limits = new WalkLimits(true, 10, 10);
    assertThatThrownBy(() -> random.walk(limits))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("DRAM tiles")
        .hasMessageContaining("after 10 of them")
        .hasMessageContaining("larger tiles");
  }

  /**
   * Only the sums of the first of two key tiles are loaded, behind 250 row tiles that load none.
   */
  @Test
  void refusesAWalkThatLooksForLoadsTooLong() {
    SmallNest nest = new SmallNest(1_000, 8).share(SharedLoops.INSTANCE_KEY_ROW);
    List.of(Tensor.Q, Tensor.K, Tensor.V).forEach(nest::stream);
    nest.walk(new WalkLimits(true, 5_000, 600));
    assertThatThrownBy(() -> nest.walk(new WalkLimits(true, 5_000, 100)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("after 100 of them");
  }

  /** 10,000 tiles. */
  @Test
  void endsAWalkThatIsCancelled() {
    SmallNest nest = new SmallNest(10_000, 8);
    AtomicInteger questions = new AtomicInteger();
    nest.walk(WalkLimits.FULL, () -> questions.incrementAndGet() < 0);
    assertThat(questions).hasValueGreaterThan(3);
    for (int last = 1; last <= questions.get(); last++) {
      AtomicInteger left = new AtomicInteger(last);
      assertThatThrownBy(() -> nest.walk(WalkLimits.FULL, () -> left.decrementAndGet() == 0))
          .isInstanceOf(CancellationException.class);
      assertThat(left).hasValue(0);
    }
  }

  @Test
  void refusesAWorkloadThatItCannotCount() {
    AttentionWorkload huge = Machines.workload(1 << 30, 1 << 11, 1 << 11, 1 << 8, 1 << 8);
    assertThatThrownBy(() -> new WalkModel().bind(Machines.plain(), huge))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("small")
        .hasMessageContaining("fewer");
  }

  @Test
  void refusesWhatManyCoresCouldMoveTooOften() {
    AttentionWorkload oneKey = Machines.workload(1 << 20, 1 << 27, 1, 1 << 10, 1 << 10);
    assertThatThrownBy(() -> new WalkModel().bind(Machines.plain().with("cores", "96"), oneKey))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("fewer batches, rows, keys or cores");
    new WalkModel().bind(Machines.plain(), oneKey);
  }

  private static double traffic(CostSheet sheet, Tensor tensor) {
    return sheet.trafficBytesByTensor[tensor.ordinal()];
  }

  private static double footprint(CostSheet sheet, Tensor tensor) {
    return sheet.footprintBytesByTensor[tensor.ordinal()];
  }
}
