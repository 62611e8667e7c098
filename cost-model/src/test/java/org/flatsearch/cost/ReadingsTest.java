package org.flatsearch.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.cost.Nests.fill;
import static org.flatsearch.cost.Nests.hold;
import static org.flatsearch.schedule.Dimension.INSTANCE;
import static org.flatsearch.schedule.Dimension.KEY;
import static org.flatsearch.schedule.Dimension.QUERY_DIM;
import static org.flatsearch.schedule.Dimension.ROW;
import static org.flatsearch.schedule.Dimension.VALUE_DIM;

import java.util.Map;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency.Place;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.WordBytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The readings of "What the machine does" in {@code docs/reference.md} of which no comparison of
 * the two models can tell whether they are meant: both have them. Each is worked out by hand.
 *
 * <p>Words have one byte, accumulators two; queries have two dimensions, values three. All tiles of
 * a nest have so many rows and keys, all of the other dimensions, and one slot.
 */
class ReadingsTest {
  private static final Accelerator MACHINE = Machines.plain();
  private static final Dimension[] ROW_KEY = {INSTANCE, ROW, KEY};
  private static final Dimension[] KEY_ROW = {INSTANCE, KEY, ROW};

  private static AttentionWorkload workload(int rows, int keys) {
    return Machines.workload(1, rows, keys, 2, 3);
  }

  /** Keys inside of rows, if {@code form} does not say otherwise; all is held inside both. */
  private static LoopNest nest(SharedLoops form, int rowTile, int keyTile) {
    LoopNest nest = new LoopNest();
    nest.form = form;
    nest.fused = true;
    order(nest, form == SharedLoops.INSTANCE_KEY_ROW ? KEY_ROW : ROW_KEY, rowTile, keyTile);
    for (Tensor tensor : Tensor.values()) {
      hold(nest, tensor, 2, 1);
    }
    hold(nest, Tensor.LOGITS, form.count() - 1, 1);
    return nest;
  }

  private static void order(LoopNest nest, Dimension[] outer, int rowTile, int keyTile) {
    boolean isRowOuter = outer[1] == ROW;
    int second = isRowOuter ? rowTile : keyTile;
    int third = isRowOuter ? keyTile : rowTile;
    int[] logit = {1, second, third, 2};
    int[] attend = {1, second, third, 3};
    fill(nest.logit, logit, Stationarity.OUTPUT, outer[0], outer[1], outer[2], QUERY_DIM);
    fill(nest.attend, attend, Stationarity.OUTPUT, outer[0], outer[1], outer[2], VALUE_DIM);
  }

  private static LoopNest inside(LoopNest nest, int position, Tensor... tensors) {
    for (Tensor tensor : tensors) {
      nest.inside[tensor.ordinal()] = position;
    }
    return nest;
  }

  private static void requireHeld(
      String model, AttentionWorkload workload, LoopNest nest, Tensor tensor, double bytes) {
    CostSheet sheet = cost(model, MACHINE, workload, nest);
    assertThat(sheet.footprintBytesByTensor[tensor.ordinal()]).isEqualTo(bytes);
  }

  private static void requireMoved(
      String model, AttentionWorkload workload, LoopNest nest, Tensor tensor, double bytes) {
    requireMoved(model, MACHINE, workload, nest, tensor, bytes);
  }

  private static void requireMoved(
      String model,
      Accelerator machine,
      AttentionWorkload workload,
      LoopNest nest,
      Tensor tensor,
      double bytes) {
    CostSheet sheet = cost(model, machine, workload, nest);
    assertThat(sheet.trafficBytesByTensor[tensor.ordinal()]).isEqualTo(bytes);
  }

  private static CostSheet cost(
      String model, Accelerator machine, AttentionWorkload workload, LoopNest nest) {
    return Nests.cost(CostModels.named(model), machine, workload, nest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"walk", "loopnest"})
  void sumsTakeTheBytesOfAccumulatorsOrMoreWhereTheirWordsHaveASizeOfTheirOwn(String model) {
    AttentionWorkload wide =
        new AttentionWorkload("wide", "", 1, 1, 1, 4, 4, 2, 3, 4); // words of four bytes
    LoopNest nest = inside(nest(SharedLoops.INSTANCE_ROW_KEY, 2, 2), 1, Tensor.O);
    requireHeld(model, wide, nest, Tensor.O, 2 * 3 * 2);
    AttentionWorkload own = workload(4, 4).withBytes(new WordBytes(1, 1, 1, 4), 1);
    requireHeld(model, own, nest, Tensor.O, 2 * 3 * 4);
  }

  /** Each row sees itself, so that each tile of rows has one live tile of keys, of two. */
  @ParameterizedTest
  @ValueSource(strings = {"walk", "loopnest"})
  void anOutputIsASumByItsLoopsAlsoWhereOneLiveTileIsLeft(String model) {
    AttentionWorkload diagonal = workload(4, 4).withMask(Mask.window(1));
    LoopNest nest = inside(nest(SharedLoops.INSTANCE_ROW_KEY, 2, 2), 1, Tensor.O);
    requireHeld(model, diagonal, nest, Tensor.O, 2 * 3 * 2);
    requireMoved(model, diagonal, nest, Tensor.O, 4 * 3);
  }

  /**
   * The three tiles of keys are seen by rows 0 to 3, 2 to 5, and 4 and 5. Their outputs leave each
   * time. With the second tile rows 2 and 3 come back, and 4 and 5, which nothing has begun, too.
   */
  @ParameterizedTest
  @ValueSource(strings = {"walk", "loopnest"})
  void sumsComeBackInWholeTiles(String model) {
    AttentionWorkload band = workload(6, 6).withMask(Mask.window(2));
    LoopNest nest = inside(nest(SharedLoops.INSTANCE_KEY_ROW, 2, 2), 1, Tensor.O);
    requireMoved(model, band, nest, Tensor.O, (4 + 4 + 2) * 3 + (4 + 2) * 3);
  }

  /** The same rows, with two parts of two keys. */
  @ParameterizedTest
  @ValueSource(strings = {"walk", "loopnest"})
  void eachPartLoadsItsQueries(String model) {
    LoopNest nest = inside(nest(SharedLoops.INSTANCE_ROW_KEY, 2, 2), 1, Tensor.Q);
    nest.keyPart = 2;
    requireMoved(model, workload(2, 4), nest, Tensor.Q, 2 * (2 * 2));
  }

  /**
   * Rows 0 and 1 see only the first of two parts. Held for an instance, their queries and sums move
   * with the second one too; two statistics a row leave with the sums. But the merges read what
   * parts have: one of the first two rows, two of the others.
   */
  @ParameterizedTest
  @ValueSource(strings = {"walk", "loopnest"})
  void whatIsHeldForAnInstanceHasAllRowsInEachPart(String model) {
    AttentionWorkload causal = workload(4, 4).withMask(Mask.CAUSAL);
    LoopNest nest = inside(nest(SharedLoops.INSTANCE_ROW_KEY, 2, 2), 0, Tensor.Q, Tensor.O);
    nest.keyPart = 2;
    requireMoved(model, causal, nest, Tensor.Q, 2 * (4 * 2));
    requireMoved(model, causal, nest, Tensor.STATISTICS, (2 * 4 + (2 + 2 * 2)) * (3 + 2) * 2);
  }

  /**
   * Each of two parts has two tiles of keys, and each tile all four rows. Statistics leave and come
   * back between the tiles; after the second one they are among the five words a row of the part.
   */
  @ParameterizedTest
  @ValueSource(strings = {"walk", "loopnest"})
  void statisticsOfAFinishedPartLeaveOnceWithItsSums(String model) {
    LoopNest nest = nest(SharedLoops.INSTANCE_KEY_ROW, 2, 1);
    nest.keyPart = 2;
    int between = 2 * (4 * 2) * 2;
    int merged = 2 * (4 * (3 + 2)) * 2;
    requireMoved(model, workload(4, 4), nest, Tensor.STATISTICS, (between + merged) * 2);
    requireMoved(model, workload(4, 4), nest, Tensor.O, 2 * (4 * 3) * 2 + 4 * 3);
  }

  /**
   * Row q sees keys q − 1 and q, of which Logit loads each on its own. Attend's tile is of all four
   * keys; it finds values of those two, and the other two have no weight.
   */
  @ParameterizedTest
  @ValueSource(strings = {"walk", "loopnest"})
  void valuesInKeysAreThoseThatLogitNeeds(String model) {
    AttentionWorkload band =
        Machines.workload(1, 4, 4, 3, 3).withMask(Mask.window(2)).withValuesInKeys(true);
    LoopNest nest = inside(nest(SharedLoops.INSTANCE_ROW, 1, 1), 1, Tensor.K, Tensor.V);
    nest.logit.tile[QUERY_DIM.ordinal()] = 3;
    nest.attend.tile[KEY.ordinal()] = 4;
    nest.place[Tensor.V.ordinal()] = Place.KEYS;
    requireHeld(model, band, nest, Tensor.K, 2 * 3);
    requireMoved(model, band, nest, Tensor.K, (1 + 2 + 2 + 2) * 3);
    requireHeld(model, band, nest, Tensor.LOGITS, 4);
  }

  /** The one row sees key 4 of five only, which is the ragged second tile. */
  @ParameterizedTest
  @ValueSource(strings = {"walk", "loopnest"})
  void thereIsRoomForAWholeTileOfKeysWhereOnlyTheRaggedOneIsLive(String model) {
    AttentionWorkload last = workload(1, 5).withMask(Mask.window(1));
    LoopNest nest = nest(SharedLoops.INSTANCE_ROW_KEY, 1, 4);
    requireHeld(model, last, nest, Tensor.K, 4 * 2);
    requireMoved(model, last, nest, Tensor.K, 2);
  }

  /** Row 3 sees key 3. Logit's tile has keys 2 and 3, Attend's has 3 to 5; all others have less. */
  @ParameterizedTest
  @ValueSource(strings = {"walk", "loopnest"})
  void logitsHaveRoomForTheLargerOfBothStages(String model) {
    AttentionWorkload diagonal = workload(6, 6).withMask(Mask.window(1));
    LoopNest nest = nest(SharedLoops.INSTANCE_ROW, 1, 2);
    nest.attend.tile[KEY.ordinal()] = 3;
    requireHeld(model, diagonal, nest, Tensor.LOGITS, 3);
  }

  /** Keys 0 to 5 are seen by one row (key 5), keys 6 and 7 by one each: by a tile of two rows. */
  @ParameterizedTest
  @ValueSource(strings = {"walk", "loopnest"})
  void logitsThroughDramHaveRoomForTheMostRowsTimesTheMostKeys(String model) {
    AttentionWorkload diagonal = workload(3, 8).withMask(Mask.window(1));
    LoopNest nest = nest(SharedLoops.INSTANCE, 1, 6);
    nest.fused = false;
    order(nest, KEY_ROW, 1, 6);
    inside(nest, 1, Tensor.LOGITS_OUT);
    requireHeld(model, diagonal, nest, Tensor.LOGITS_OUT, 2 * 6);
    requireMoved(model, diagonal, nest, Tensor.LOGITS_OUT, 6 + 2 * 2);
  }

  /** Two cores have two of four rows each, and hold the keys of all. */
  @ParameterizedTest
  @ValueSource(strings = {"walk", "loopnest"})
  void nothingIsMulticastUnderAMask(String model) {
    Accelerator pair = MACHINE.with(Map.of("cores", "2", "multicast", "true"));
    LoopNest nest = inside(nest(SharedLoops.INSTANCE_ROW, 2, 2), 0, Tensor.K);
    AttentionWorkload plain = workload(4, 4);
    requireMoved(model, pair, plain, nest, Tensor.K, 4 * 2);
    requireMoved(model, pair, plain.withMask(Mask.CAUSAL), nest, Tensor.K, 2 * (4 * 2));
  }

  /**
   * Rows 2 and 3 come first, then row 4, then rows 0 and 1: they see 7, 5 and 3 logits. Whatever
   * the core, and however long it holds a key, only the first to load the key has it from DRAM.
   */
  @ParameterizedTest
  @ValueSource(strings = {"walk", "loopnest"})
  void keysOfASharedBufferComeFromDramOnce(String model) {
    Accelerator shared =
        MACHINE.with(
            Map.of(
                "cores", "2",
                "dealing", "queue",
                "sharedBufferBytes", "100",
                "sharedBufferBytesPerSecond", "1"));
    AttentionWorkload causal = workload(5, 5).withMask(Mask.CAUSAL);
    for (int position = 0; position <= 2; position++) {
      LoopNest nest = inside(nest(SharedLoops.INSTANCE_ROW, 2, 1), position, Tensor.K, Tensor.V);
      requireMoved(model, shared, causal, nest, Tensor.K, 5 * 2);
      requireMoved(model, shared, causal, nest, Tensor.V, 5 * 3);
    }
  }

  /** Three keys of half a byte, each a tile; one in the buffer takes a byte. */
  @ParameterizedTest
  @ValueSource(strings = {"walk", "loopnest"})
  void halfBytesAreRoundedUpWhereTheyStayNotWhereTheyMove(String model) {
    AttentionWorkload halves =
        Machines.workload(1, 1, 3, 1, 1).withBytes(new WordBytes(1, 0.5, 1, 1), 1);
    LoopNest nest = nest(SharedLoops.INSTANCE_ROW_KEY, 1, 1);
    nest.logit.tile[QUERY_DIM.ordinal()] = 1;
    nest.attend.tile[VALUE_DIM.ordinal()] = 1;
    requireHeld(model, halves, nest, Tensor.K, 1);
    requireMoved(model, halves, nest, Tensor.K, 1.5);
  }

  /**
   * Rows 0, 1 and 2 see keys 1 and 2, 2 and 3, 3 and 4: two each, so that they come in this order,
   * and core 0 has rows 0 and 2. It keeps keys 2 and 3 between them, and loads all five. By
   * executed logits, which are 4, 2 and 3, row 2 would come second, and load two keys anew.
   */
  @ParameterizedTest
  @ValueSource(strings = {"walk", "loopnest"})
  void aQueueIsInTheOrderOfVisibleLogits(String model) {
    Accelerator queue = MACHINE.with(Map.of("cores", "2", "dealing", "queue"));
    AttentionWorkload band = workload(3, 5).withMask(Mask.window(2));
    LoopNest nest = nest(SharedLoops.INSTANCE_ROW, 1, 2);
    requireMoved(model, queue, band, nest, Tensor.K, (5 + 2) * 2);
  }
}
