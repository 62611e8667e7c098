package org.flatsearch.cost.walk;

import static org.assertj.core.api.Assertions.assertThat;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Tensor;
import org.junit.jupiter.api.Test;

/**
 * Timelines drawn by hand, with a character a cycle and a mark every four. {@code L0} is Logit step
 * 0 and {@code A0} Attend step 0, {@code s0} the softmax and {@code d0} the division of row tile 0.
 */
class DrawnTimelinesTest {

  /**
   * The second tile of K arrives while the array works on the first.
   *
   * <pre>
   *         0   4   8   12  16  20  24  28
   *   read  |Q  |K0 |K1 |V0 |V1 |   |   |
   *   array |   |   |L0 |L1 |A0 |A1 |   |
   *   write |   |   |   |   |   |   |O  |
   * </pre>
   */
  @Test
  void loadsAheadWithTwoSlotsOfKeys() {
    assertThat(new SmallNest(4, 8).cycles()).isEqualTo(28);
  }

  /**
   * With one slot the second tile waits for the last use of the first, and V behind it.
   *
   * <pre>
   *         0   4   8   12  16  20  24  28  32
   *   read  |Q  |K0 |   |K1 |V0 |V1 |   |   |
   *   array |   |   |L0 |   |L1 |A0 |A1 |   |
   *   write |   |   |   |   |   |   |   |O  |
   * </pre>
   */
  @Test
  void waitsForTheOnlySlotOfKeys() {
    assertThat(new SmallNest(4, 8).hold(Tensor.K, Dimension.KEY, 1).cycles()).isEqualTo(32);
  }

  /** Two row tiles, K and V resident, six lanes: a softmax takes 16 · 3 / 6 = 8 cycles. */
  private static SmallNest twoRowTiles(int logitSlots) {
    return resident(new SmallNest(8, 4)).hold(Tensor.LOGITS, Dimension.ROW, logitSlots);
  }

  private static SmallNest resident(SmallNest nest) {
    return nest.hold(Tensor.K, Dimension.INSTANCE, 1).hold(Tensor.V, Dimension.INSTANCE, 1);
  }

  /**
   * With one slot of logits the array waits for each softmax.
   *
   * <pre>
   *         0   4   8   12  16  20  24  28  32  36  40  44
   *   read  |Q0 |K  |V  |Q1 |   |   |   |   |   |   |   |
   *   array |   |   |L0 |   |   |A0 |L1 |   |   |A1 |   |
   *   lanes |   |   |   |s0     |   |   |s1     |   |   |
   *   write |   |   |   |   |   |   |O0 |   |   |   |O1 |
   * </pre>
   */
  @Test
  void waitsForTheSoftmaxWithOneSlotOfLogits() {
    assertThat(twoRowTiles(1).with("lanes", 6).cycles()).isEqualTo(44);
  }

  /**
   * With two slots Logit runs a row tile ahead, also in the order of the loads.
   *
   * <pre>
   *         0   4   8   12  16  20  24  28  32  36
   *   read  |Q0 |K  |Q1 |V  |   |   |   |   |   |
   *   array |   |   |L0 |L1 |   |A0 |   |A1 |   |
   *   lanes |   |   |   |s0     |s1     |   |   |
   *   write |   |   |   |   |   |   |O0 |   |O1 |
   * </pre>
   */
  @Test
  void overlapsTheSoftmaxWithTwoSlotsOfLogits() {
    assertThat(twoRowTiles(2).with("lanes", 6).cycles()).isEqualTo(36);
  }

  /** Three row tiles, K and V resident, one slot of Q; stores at half the speed of loads. */
  private static SmallNest slowStores() {
    return resident(new SmallNest(12, 4))
        .hold(Tensor.Q, Dimension.ROW, 1)
        .with("dramWriteBytesPerSecond", 2);
  }

  /**
   * Reads and writes on channels of their own.
   *
   * <pre>
   *         0   4   8   12  16  20  24  28  32  36  40
   *   read  |Q0 |K  |V  |Q1 |   |Q2 |   |   |   |   |
   *   array |   |   |L0 |A0 |L1 |A1 |L2 |A2 |   |   |
   *   write |   |   |   |   |O0     |O1     |O2     |
   * </pre>
   */
  @Test
  void storesBesideLoadsOnTwoChannels() {
    assertThat(slowStores().cycles()).isEqualTo(40);
  }

  /**
   * On one channel Q2, asked for at 20, waits for O0; O1, asked for at 24, waits for Q2.
   *
   * <pre>
   *         0   4   8   12  16  20  24  28  32  36  40  44
   *   DRAM  |Q0 |K  |V  |Q1 |O0     |Q2 |O1     |O2     |
   *   array |   |   |L0 |A0 |L1 |A1 |   |L2 |A2 |   |   |
   * </pre>
   */
  @Test
  void storesBetweenLoadsOnOneChannel() {
    assertThat(slowStores().with("dramShared", true).cycles()).isEqualTo(44);
  }

  /**
   * Three cycles of latency occupy the channel with each transfer.
   *
   * <pre>
   *         0      7      14     21     28     35  39     46
   *   read  |..Q   |..K0  |..K1  |..V0  |..V1  |   |      |
   *   array |      |      |L0 |  |L1 |  |A0 |  |A1 |      |
   *   write |      |      |      |      |      |   |..O   |
   * </pre>
   */
  @Test
  void paysTheLatencyOfEachTransfer() {
    assertThat(new SmallNest(4, 8).with("dmaLatencyCycles", 3).cycles()).isEqualTo(46);
  }

  /**
   * A pass takes the 4 cycles of what streams, and 3 to fill the array, while the next stationary
   * operand is loaded, which takes 6.
   *
   * <pre>
   *         0   4   8      15     22     29     36  40
   *   read  |Q  |K0 |K1 |V0 |V1 |               |
   *   array |   |   |L0    |L1    |A0    |A1    |   |
   *   write |   |   |      |      |      |      |O  |
   * </pre>
   */
  @Test
  void fillsTheArrayForEachPass() {
    assertThat(filling(6).cycles()).isEqualTo(40);
  }

  /**
   * If loading takes 9, it decides.
   *
   * <pre>
   *         0   4   8        17       26       35       44  48
   *   read  |Q  |K0 |K1 |V0 |V1 |                       |
   *   array |   |   |L0      |L1      |A0      |A1      |   |
   *   write |   |   |        |        |        |        |O  |
   * </pre>
   */
  @Test
  void waitsForTheStationaryOperand() {
    assertThat(filling(9).cycles()).isEqualTo(48);
  }

  private static SmallNest filling(int loadCycles) {
    return new SmallNest(4, 8)
        .with("fillCycles.logit", 3)
        .with("fillCycles.attend", 3)
        .with("stationaryLoadCycles", loadCycles);
  }

  /** Logit takes the eight keys in one step of 8 cycles, whose tile of K takes 8 cycles too. */
  private static SmallNest oneLogitStep(int pieces) {
    return new SmallNest(4, 8).logitKeys(8).with("transferPieces", pieces);
  }

  /**
   * In one piece, the array waits for all of K.
   *
   * <pre>
   *         0   4   8   12  16  20  24  28  32
   *   read  |Q  |K      |V0 |V1 |   |   |   |
   *   array |   |       |L      |A0 |A1 |   |
   *   write |   |       |       |   |   |O  |
   * </pre>
   */
  @Test
  void waitsForTheWholeTileOfKeys() {
    assertThat(oneLogitStep(1).cycles()).isEqualTo(32);
  }

  /**
   * In four pieces, which arrive at 6, 8, 10 and 12, a quarter of the step follows each.
   *
   * <pre>
   *         0   4   8   12  16  20  24  28
   *   read  |Q  |K      |V0 |V1 |   |   |
   *   array |   | |L      | |A0 |A1 |   |
   *   write |   |       |   |   |   |O  |
   * </pre>
   */
  @Test
  void startsOnTheFirstPieceOfKeys() {
    assertThat(oneLogitStep(4).cycles()).isEqualTo(28);
  }

  /**
   * At half the bandwidth, three pieces arrive at 13 1/3, 18 2/3 and 24. The last third of the step
   * takes 2 2/3 cycles, of which the walk must not lose a fraction of a tick. Six lanes take 16.
   *
   * <pre>
   *         0       8               24  26.67   32      40  42.67   46.67   50.67   54.67
   *   read  |Q      |K              |V0         |V1     |   |       |       |       |
   *   array |       |    |L             |       |       |   |A0     |A1     |       |
   *   lanes |       |               |   |s                  |       |       |       |
   *   write |       |               |   |       |       |   |       |       |O      |
   * </pre>
   */
  @Test
  void losesNoTickOfTheLastPiece() {
    SmallNest nest = oneLogitStep(3).with("dramReadBytesPerSecond", 2).with("lanes", 6);
    assertThat(nest.cycles()).isBetween(54 + 2.0 / 3, 54 + 2.0 / 3 + 1e-8);
  }

  /**
   * Two lanes: 24 cycles a softmax, 8 a division. They work in the order of becoming ready: the
   * division of O0 (at 40) before the softmax of the third row tile (at 44).
   *
   * <pre>
   *         0   4   8   12  16 .. 36  40  44 .. 60  64  68  72 .. 92  96  100 104 108 112
   *   read  |Q0 |K  |Q1 |V  |Q2   |   |   |     |   |   |   |     |   |   |   |   |   |
   *   array |   |   |L0 |L1 |     |A0 |L2 |     |A1 |   |   |     |A2 |   |   |   |   |
   *   lanes |   |   |   |s0       |s1           |d0     |s2       |d1     |d2     |   |
   *   write |   |   |   |   |     |   |   |     |   |   |O0 |     |   |   |O1 |   |O2 |
   * </pre>
   */
  @Test
  void followsTheLanesWhereTheyAreSlowest() {
    SmallNest nest =
        resident(new SmallNest(12, 4))
            .hold(Tensor.LOGITS, Dimension.ROW, 2)
            .with("lanes", 2)
            .with("laneOperations.perOutput", 1);
    assertThat(nest.cycles()).isEqualTo(112);
  }

  /**
   * Logits through DRAM: stored, read and written by the softmax pass (r, w), loaded (P). V does
   * not wait for any of it.
   *
   * <pre>
   *         0   4   8   12  16  20  24  28  32
   *   read  |Q  |K  |V  |   |r  |P  |   |   |
   *   array |   |   |L  |   |   |   |A  |   |
   *   write |   |   |   |L  |w  |   |   |O  |
   * </pre>
   */
  @Test
  void sendsLogitsThroughDram() {
    assertThat(new SmallNest(4, 4).logitsThroughDram().cycles()).isEqualTo(32);
  }

  /**
   * The same on one channel: the pass's two streams take turns.
   *
   * <pre>
   *         0   4   8   12  16  20  24  28  32  36
   *   DRAM  |Q  |K  |V  |L  |r  |w  |P  |   |O  |
   *   array |   |   |L  |   |   |   |   |A  |   |
   * </pre>
   */
  @Test
  void sendsLogitsThroughDramOnOneChannel() {
    SmallNest nest = new SmallNest(4, 4).logitsThroughDram().with("dramShared", true);
    assertThat(nest.cycles()).isEqualTo(36);
  }

  /**
   * The port moves 4 words a cycle: 48 in a step, 64 where it continues sums; 48 in a softmax, 80
   * where it rescales 16; 32 in the division. A tile takes 16 cycles of DRAM.
   *
   * <pre>
   *   loads    Q 0-16, K 16-32, V 32-48, K 48-64, V 64-80
   *   array    Logit 32-44, Attend 56-68, Logit 68-80, Attend 100-116
   *   lanes    softmax 44-56, softmax 80-100, division 116-124
   *   stores   O 124-140
   * </pre>
   */
  @Test
  void waitsForThePortOfTheBuffer() {
    SmallNest nest =
        new SmallNest(4, 8)
            .online(1)
            .with("dramReadBytesPerSecond", 1)
            .with("dramWriteBytesPerSecond", 1)
            .with("onChipBytesPerSecond", 4);
    assertThat(nest.cycles()).isEqualTo(140);
  }

  /**
   * Keys shared, two slots of logits, six lanes: the second softmax also rescales 4 rows of 4
   * outputs and two statistics, (48 + 24) / 6 = 12 cycles.
   *
   * <pre>
   *         0   4   8   12  16  20  24  28  32  36  40
   *   read  |Q  |K0 |K1 |V0 |V1 |   |   |   |   |   |
   *   array |   |   |L0 |L1 |   |A0 |   |   |A1 |   |
   *   lanes |   |   |   |s0     |s1         |   |   |
   *   write |   |   |   |   |   |   |   |   |   |O  |
   * </pre>
   */
  @Test
  void rescalesTheOutputOnline() {
    assertThat(new SmallNest(4, 8).online(2).with("lanes", 6).cycles()).isEqualTo(40);
  }

  /**
   * K at the array: its streams (k0, k1) are asked for when the steps start, at 4 and at 12, and
   * the steps do not end before them. V0 goes before k0 as a load asked for at the same time, V1
   * before k1 as it was asked for at 8.
   *
   * <pre>
   *         0   4   8   12  16  20  24  28  32
   *   read  |Q  |V0 |k0 |V1 |k1 |   |   |   |
   *   array |   |L0     |L1     |A0 |A1 |   |
   *   write |   |   |   |   |   |   |   |O  |
   * </pre>
   */
  @Test
  void streamsKeysAtTheArray() {
    assertThat(new SmallNest(4, 8).stream(Tensor.K).cycles()).isEqualTo(32);
  }

  /**
   * Two cores with a row tile each, for which each fetches K and V: DRAM serves them in turn.
   *
   * <pre>
   *          0   4   8   12  16  20  24  28  32
   *   read   |Q0 |Q1 |K' |K" |V' |V" |   |   |
   *   core 0 |   |   |   |L0 |   |A0 |   |   |
   *   core 1 |   |   |   |   |L1 |   |A1 |   |
   *   write  |   |   |   |   |   |   |O0 |O1 |
   * </pre>
   */
  @Test
  void servesTwoCoresInTurn() {
    assertThat(resident(new SmallNest(8, 4)).with("cores", 2).cycles()).isEqualTo(32);
  }

  /**
   * Requests at the same instant are served by core number. The row tile of core 1 has two rows, so
   * its Q and O take 2 cycles.
   *
   * <pre>
   *          0   4 6   10  14  18  22  26 28
   *   read   |Q0 |Q|K' |K" |V' |V" |   | |
   *   core 0 |   | |   |L0 |   |A0 |   | |
   *   core 1 |   | |   |   |L1 |   |A1 | |
   *   write  |   | |   |   |   |   |O0 |O|
   * </pre>
   */
  @Test
  void servesTheFirstCoreFirst() {
    assertThat(resident(new SmallNest(6, 4)).with("cores", 2).cycles()).isEqualTo(28);
  }

  /**
   * With multicast both receive K and V at once, as soon as both are ready for it.
   *
   * <pre>
   *          0   4   8   12  16  20  24  28
   *   read   |Q0 |Q1 |K  |V  |   |   |   |
   *   core 0 |   |   |   |L0 |A0 |   |   |
   *   core 1 |   |   |   |L1 |A1 |   |   |
   *   write  |   |   |   |   |   |O0 |O1 |
   * </pre>
   */
  @Test
  void multicastsToTwoCores() {
    SmallNest nest = resident(new SmallNest(8, 4)).with("cores", 2).with("multicast", true);
    assertThat(nest.cycles()).isEqualTo(28);
  }
}
