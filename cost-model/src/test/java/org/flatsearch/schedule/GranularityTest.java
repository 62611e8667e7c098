package org.flatsearch.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FLAT's names for what a shared tile covers. */
class GranularityTest {
  private static final int HEADS = 6;
  private static final int ROWS = 8;

  @ParameterizedTest
  @CsvSource({
    "1, 7, R",
    "24, 7, R",
    "1, 8, H",
    "5, 8, H",
    "6, 8, B",
    "11, 8, B",
    "12, 8, M",
    "24, 8, M"
  })
  void isOfRowsOrElseOfAsManyHeadsAsTheTileCovers(int instanceTile, int rowTile, String letter) {
    AttentionWorkload workload = workload(4, HEADS);
    TiledLoop instances = new TiledLoop(Dimension.INSTANCE, instanceTile);
    TiledLoop rows = new TiledLoop(Dimension.ROW, rowTile);
    AttentionSchedule sharingRows = schedule(List.of(instances, rows));
    assertThat(sharingRows.granularity(workload).letter()).isEqualTo(letter);
  }

  @Test
  void isNotOfRowsThatEachStageCutsForItself() {
    AttentionSchedule schedule = schedule(List.of(new TiledLoop(Dimension.INSTANCE, 1)));
    assertThat(schedule.tile(Stage.LOGIT, Dimension.ROW)).isLessThan(ROWS);
    assertThat(schedule.granularity(workload(4, HEADS))).isEqualTo(Granularity.HEAD);
  }

  @Test
  void countsABillionHeads() {
    int heads = (1 << 30) + 1;
    AttentionSchedule schedule = schedule(List.of(new TiledLoop(Dimension.INSTANCE, heads)));
    assertThat(schedule.granularity(workload(1, heads))).isEqualTo(Granularity.BATCH);
  }

  private static AttentionWorkload workload(int batch, int heads) {
    return new AttentionWorkload("w", "", batch, heads, heads, ROWS, 4, 2, 2, 2);
  }

  /** What is not shared in tiles of one, everything held inside the instance loop. */
  private static AttentionSchedule schedule(List<TiledLoop> shared) {
    Residency inInstance = Residency.inside(Dimension.INSTANCE, 1);
    return new AttentionSchedule(
        shared,
        stage(Stage.LOGIT, shared),
        stage(Stage.ATTEND, shared),
        Map.of(
            Tensor.Q, inInstance,
            Tensor.K, inInstance,
            Tensor.V, inInstance,
            Tensor.O, inInstance,
            Tensor.LOGITS, Residency.inside(SharedLoops.of(shared).innermost(), 1)));
  }

  private static StageLoops stage(Stage stage, List<TiledLoop> shared) {
    List<Dimension> own = new ArrayList<>(stage.dimensions());
    own.removeAll(SharedLoops.of(shared).dimensions());
    List<TiledLoop> loops = own.stream().map(dimension -> new TiledLoop(dimension, 1)).toList();
    return new StageLoops(loops, Stationarity.OUTPUT, false);
  }
}
