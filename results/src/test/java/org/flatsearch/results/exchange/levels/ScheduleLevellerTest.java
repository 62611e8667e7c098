package org.flatsearch.results.exchange.levels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flatsearch.results.exchange.BertBase.with;
import static org.flatsearch.results.exchange.BertBase.withLogitsThroughDram;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flatsearch.results.exchange.BertBase;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.IllegalScheduleException;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;

class ScheduleLevellerTest {
  private static final PeerLimits STREAMS = new PeerLimits("the peer", true, true, false);
  private static final PeerLimits HOLDS = new PeerLimits("the peer", true, false, false);
  private final List<String> notes = new ArrayList<>();

  private LevelledSchedule level(AttentionSchedule schedule, PeerLimits limits) {
    return level(schedule, BertBase.workload(), limits);
  }

  private LevelledSchedule level(
      AttentionSchedule schedule, AttentionWorkload workload, PeerLimits limits) {
    return new ScheduleLeveller(schedule, BertBase.accelerator(), workload, limits, notes).level();
  }

  @Test
  void leavesLoopsThatCutNoTileToTheArray() {
    AttentionSchedule keysHeld =
        with(BertBase.streamedKeys(), Tensor.K, Residency.inside(Dimension.INSTANCE, 1));

    LevelledSchedule levelled = level(keysHeld, STREAMS);

    assertThat(levelled.ownDramLoops(Stage.LOGIT)).isEmpty();
    assertThat(levelled.ownDramLoops(Stage.ATTEND))
        .containsExactly(new LevelLoop(Dimension.KEY, 4));
    assertThat(notes)
        .containsExactly(
            "No tile in the buffer depends on the 'key' loop of logit: its tiles of 128 go to the"
                + " array.");
  }

  /** A streamed output is written once for each tile of its stage's reduction. */
  @Test
  void keepsLoopsThatCutOnlyWhatIsStreamed() {
    AttentionSchedule streamed = BertBase.streamedKeys();
    for (Tensor tensor : List.of(Tensor.V, Tensor.O)) {
      streamed = with(streamed, tensor, Residency.atArray());
    }
    AttentionSchedule unfused = withLogitsThroughDram(streamed, Residency.atArray());

    LevelledSchedule levelled = level(unfused, STREAMS);

    assertThat(levelled.ownDramLoops(Stage.ATTEND)).contains(new LevelLoop(Dimension.KEY, 4));
    assertThat(notes).noneMatch(note -> note.contains("go to the array"));
  }

  @Test
  void saysHowMuchLessStreamsWithoutLoopsThatCutNoTile() {
    AttentionSchedule keys = BertBase.streamedKeys();
    AttentionSchedule valuesHeld =
        with(
            with(keys, Tensor.V, Residency.inside(Dimension.INSTANCE, 1)),
            Tensor.O,
            Residency.atArray());
    StageLoops summedAtOnce = new StageLoops(keys.attend().loops(), Stationarity.OUTPUT, false);

    level(
        new AttentionSchedule(keys.shared(), keys.logit(), summedAtOnce, valuesHeld.residency()),
        STREAMS);

    // Written once, rather than for each of four tiles of keys and read again for three.
    int output = 12 * 512 * 64;
    assertThat(notes)
        .contains(
            "With this use of the array, %d words of O stream past the buffer, not %d."
                .formatted(output, 7 * output));
  }

  /** Tiles of 44 rows are 4 passes of 11 instead of 3 of 16; the last of 28 rows is 3, not 2. */
  @Test
  void saysHowMuchMoreStreamsForAnArrayThatIsFilledUnevenly() {
    AttentionSchedule streamed =
        with(
            with(BertBase.rowsOf(44), Tensor.K, Residency.atArray()),
            Tensor.Q,
            Residency.atArray());
    Accelerator wide = BertBase.accelerator().with("columns", "32");

    new ScheduleLeveller(streamed, wide, BertBase.workload(), STREAMS, notes).level();

    long keys = 12 * 512 * 64;
    assertThat(notes)
        .contains(
            "logit fills 11 of the 16 array rows: its 'row' tile of 44 is split evenly.",
            "With this use of the array, %s words of K stream past the buffer, not %s."
                .formatted((11 * 4 + 3) * keys, (11 * 3 + 2) * keys))
        .noneMatch(note -> note.contains("words of Q"));
  }

  /** All keys in one tile are no loop, but rows inside keys still stay on one core. */
  @Test
  void spreadsNoRowsThatAreInsideKeys() {
    List<TiledLoop> shared = new ArrayList<>(BertBase.rowsOf64().shared());
    shared.add(1, new TiledLoop(Dimension.KEY, 512));
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    for (Tensor tensor : BertBase.rowsOf64().residency().keySet()) {
      residency.put(tensor, Residency.inside(Dimension.ROW, 1));
    }
    AttentionSchedule rowsInsideKeys =
        new AttentionSchedule(
            shared,
            new StageLoops(
                List.of(new TiledLoop(Dimension.QUERY_DIM, 64)), Stationarity.OUTPUT, false),
            new StageLoops(
                List.of(new TiledLoop(Dimension.VALUE_DIM, 64)), Stationarity.OUTPUT, false),
            residency);
    AttentionWorkload oneHead = BertBase.workloadOfHeads(1);

    ScheduleLeveller leveller =
        new ScheduleLeveller(rowsInsideKeys, BertBase.accelerator(), oneHead, STREAMS, notes);

    assertThat(leveller.split().used()).isEqualTo(1);
    leveller.level();
    assertThat(notes).contains("Tiles are spread evenly: 1 of the 4 cores have work.");
  }

  @Test
  void holdsAllOfATensorThatThePeerCannotStreamIfThereIsRoom() {
    AttentionSchedule streamed = with(BertBase.streamedKeys(), Tensor.V, Residency.atArray());

    LevelledSchedule levelled = level(streamed, HOLDS);

    assertThat(levelled.toSchedule().residency().get(Tensor.V))
        .isEqualTo(Residency.inside(Dimension.INSTANCE, 1));
    assertThat(notes)
        .containsExactly(
            "No tile in the buffer depends on the 'key' loop of attend: its tiles of 128 go to the"
                + " array.",
            "the peer cannot stream V past the buffer: its tiles are held there.");
  }

  @Test
  void holdsATileOfATensorThatThePeerCannotStreamIfThereIsNoMoreRoom() {
    AttentionSchedule streamed = with(BertBase.streamedKeys(), Tensor.V, Residency.atArray());

    LevelledSchedule levelled =
        new ScheduleLeveller(
                streamed,
                BertBase.accelerator().with("bufferBytes", "150KiB"),
                BertBase.workload(),
                HOLDS,
                notes)
            .level();

    assertThat(levelled.toSchedule()).isEqualTo(BertBase.streamedKeys());
    assertThat(notes)
        .containsExactly("the peer cannot stream V past the buffer: its tiles are held there.");
  }

  /** Each core has one tile of rows, whose logits it keeps while it sums them up. */
  @Test
  void keepsTilesThatAreSpreadOverCoresOutsideTheDramLoops() {
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    residency.put(Tensor.Q, Residency.inside(Dimension.QUERY_DIM, 1));
    residency.put(Tensor.K, Residency.inside(Dimension.QUERY_DIM, 1));
    residency.put(Tensor.V, Residency.inside(Dimension.INSTANCE, 1));
    residency.put(Tensor.O, Residency.inside(Dimension.ROW, 1));
    residency.put(Tensor.LOGITS_OUT, Residency.inside(Dimension.ROW, 1));
    residency.put(Tensor.LOGITS_IN, Residency.inside(Dimension.ROW, 1));
    TiledLoop key = new TiledLoop(Dimension.KEY, 512);
    AttentionSchedule inHalves =
        new AttentionSchedule(
            List.of(new TiledLoop(Dimension.INSTANCE, 1), new TiledLoop(Dimension.ROW, 256)),
            new StageLoops(
                List.of(new TiledLoop(Dimension.QUERY_DIM, 16), key), Stationarity.OUTPUT, false),
            new StageLoops(
                List.of(key, new TiledLoop(Dimension.VALUE_DIM, 64)), Stationarity.OUTPUT, false),
            residency);
    AttentionWorkload oneHead = BertBase.workloadOfHeads(1);
    Accelerator twoCores = BertBase.accelerator().with("cores", "2");

    LevelledSchedule levelled =
        new ScheduleLeveller(inHalves, twoCores, oneHead, STREAMS, notes).level();

    assertThat(levelled.logit().cores()).containsExactly(new LevelLoop(Dimension.ROW, 2));
    AttentionSchedule found = levelled.toSchedule();
    assertThat(found.logit().loops())
        .startsWith(new TiledLoop(Dimension.ROW, 256), new TiledLoop(Dimension.QUERY_DIM, 16));
    assertThat(found.residency()).isEqualTo(residency);
    assertThat(notes).noneMatch(note -> note.contains("visits"));
  }

  @Test
  void givesBackTransposedStages() {
    AttentionSchedule rows = BertBase.rowsOf64();
    AttentionSchedule transposed =
        new AttentionSchedule(
            rows.shared(),
            new StageLoops(rows.logit().loops(), Stationarity.OUTPUT, true),
            new StageLoops(rows.attend().loops(), Stationarity.INPUT, true),
            rows.residency());

    assertThat(level(transposed, STREAMS).toSchedule()).isEqualTo(transposed);
  }

  @Test
  void holdsNothingInsideALoopOfASingleIteration() {
    AttentionSchedule allRows = BertBase.rowsOf(512);

    assertThat(allRows.residency()).containsEntry(Tensor.Q, Residency.inside(Dimension.ROW, 1));
    assertThat(level(allRows, STREAMS).toSchedule().residency())
        .containsEntry(Tensor.Q, Residency.inside(Dimension.INSTANCE, 1));
  }

  /** The mapping of a peer may have such stages. */
  @Test
  void refusesStagesThatDisagree() {
    AttentionSchedule rows = BertBase.rowsOf64();
    LevelledSchedule levelled = level(rows, STREAMS);
    Map<LevelledSchedule, String> others =
        Map.of(
            level(BertBase.rowsOf(128), STREAMS),
            "shared tiles of 'row' are 64 in Logit and 128 in Attend",
            level(rows, BertBase.workloadOfHeads(6), STREAMS),
            "extents of 'instance' are 12 in Logit and 6 in Attend",
            level(rows, BertBase.workload().with("queryLength", "256"), STREAMS),
            "extents of 'row' are 512 in Logit and 256 in Attend");
    others.forEach(
        (other, disagreement) ->
            assertThatThrownBy(
                    new LevelledSchedule(
                            true, other.form(), levelled.logit(), other.attend(), Set.of())
                        ::toSchedule)
                .isInstanceOf(IllegalScheduleException.class)
                .hasMessageStartingWith("the " + disagreement));
  }

  /** Of three tiles at DRAM, the last has work for one core, the others for two. */
  @Test
  void runsThroughFewerTilesWhereTheLastCoresIdle() {
    StageLevels levels =
        new StageLevels(
            Stage.LOGIT,
            List.of(new LevelLoop(Dimension.ROW, 3)),
            List.of(new LevelLoop(Dimension.ROW, 2, 1)),
            List.of(),
            new LevelLoop(Dimension.ROW, 1),
            new LevelLoop(Dimension.KEY, 1));

    assertThat(levels.extent(Dimension.ROW)).isEqualTo(5);
  }

  @Test
  void spreadsWholeInstancesOverCoresBeforeRows() {
    assertThat(CoreSplit.of(4, 12, 8)).isEqualTo(new CoreSplit(4, 1, 4, 1));
    assertThat(CoreSplit.of(4, 2, 8)).isEqualTo(new CoreSplit(2, 2, 2, 2));
    assertThat(CoreSplit.of(4, 1, 8)).isEqualTo(new CoreSplit(1, 4, 4, 1));
    assertThat(CoreSplit.of(4, 3, 1).used()).isEqualTo(3);
    assertThat(CoreSplit.of(8, 3, 4)).isEqualTo(new CoreSplit(3, 2, 2, 4));
    assertThat(CoreSplit.of(1, 5, 7).used()).isEqualTo(1);
    assertThat(CoreSplit.of(5, 2, 2)).as("no mesh of 2×2").isEqualTo(new CoreSplit(2, 1, 5, 1));
    assertThat(CoreSplit.of(6, 1, 3)).as("rows on X").isEqualTo(new CoreSplit(1, 3, 6, 1));
    assertThat(PeerNotes.cores(CoreSplit.of(4, 2, 8))).as("all cores have work").isEmpty();
  }

  /** K comes back for each of the 8 tiles of rows, whichever of its own loops are inside. */
  @Test
  void countsVisitsOnceForEachLoopThatRepeatsTiles() {
    AttentionSchedule rows = BertBase.rowsOf64();
    AttentionSchedule cutTwice =
        new AttentionSchedule(
            rows.shared(),
            new StageLoops(
                List.of(new TiledLoop(Dimension.KEY, 128), new TiledLoop(Dimension.QUERY_DIM, 16)),
                Stationarity.OUTPUT,
                false),
            rows.attend(),
            with(rows, Tensor.K, Residency.inside(Dimension.QUERY_DIM, 1)).residency());

    assertThat(new Moves(cutTwice, BertBase.workload()).visits(Tensor.K)).isEqualTo(8);
  }
}
