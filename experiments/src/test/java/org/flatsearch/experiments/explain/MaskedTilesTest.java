package org.flatsearch.experiments.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.flatsearch.cost.CostFigure;
import org.flatsearch.cost.CostModels;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.junit.jupiter.api.Test;

class MaskedTilesTest {
  private static final int QUERY_DIM = 3;
  private static final int VALUE_DIM = 4;

  private static AttentionWorkload workload(int heads, int queries, int keys, Mask mask) {
    return new AttentionWorkload("small", "", 1, heads, 1, queries, keys, QUERY_DIM, VALUE_DIM, 2)
        .withMask(mask);
  }

  private static AttentionSchedule schedule(int rows, int keys, int step) {
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    for (Tensor tensor : List.of(Tensor.Q, Tensor.O)) {
      residency.put(tensor, Residency.inside(Dimension.ROW, 1));
    }
    for (Tensor tensor : List.of(Tensor.K, Tensor.V, Tensor.LOGITS)) {
      residency.put(tensor, Residency.inside(Dimension.KEY, 1));
    }
    return new AttentionSchedule(
        List.of(
            new TiledLoop(Dimension.INSTANCE, 1),
            new TiledLoop(Dimension.ROW, rows),
            new TiledLoop(Dimension.KEY, keys)),
        0,
        step,
        new StageLoops(
            List.of(new TiledLoop(Dimension.QUERY_DIM, QUERY_DIM)), Stationarity.OUTPUT, false),
        new StageLoops(
            List.of(new TiledLoop(Dimension.VALUE_DIM, VALUE_DIM)), Stationarity.OUTPUT, false),
        residency);
  }

  @Test
  void drawsTilesThatAreVisibleInPartOrSkipped() {
    MaskedTiles causal = MaskedTiles.of(schedule(4, 4, 0), workload(2, 6, 10, Mask.CAUSAL));

    // Two rows a query: the first tile of rows sees the keys up to 5, the last up to 9.
    assertThat(causal.map()).containsExactly("#+.", "#+.", "##+");
    assertThat(causal.usefulLogits()).isEqualTo(2 * (5 + 6 + 7 + 8 + 9 + 10));
    assertThat(causal.executedLogits()).isEqualTo(4 * (8 + 8 + 10));
    assertThat(causal.sizes())
        .hasSize(9)
        .contains(new MaskedTiles.Size(2, 2, 2 * (6 + 6 + 8 + 8 + 10 + 10)))
        .contains(new MaskedTiles.Size(8, 4, 8 * 8 + 4 * 10));
    assertThat(MaskedTiles.of(schedule(4, 2, 0), workload(1, 12, 12, Mask.window(3))).map())
        .containsExactly("++....", ".+++..", "...+++");
  }

  @Test
  void drawsSeveralTilesAsOne() {
    List<String> map = MaskedTiles.of(schedule(1, 1, 0), workload(1, 64, 96, Mask.CAUSAL)).map();

    assertThat(map).hasSize(16).allSatisfy(line -> assertThat(line).hasSize(24));
    assertThat(map.get(0)).isEqualTo("########+...............");
  }

  @Test
  void executesTheLogitsThatTheWalkerDoes() {
    Random random = new Random(7);
    for (int k = 0; k < 60; k++) {
      int queries = 1 + random.nextInt(12);
      int keys = queries + random.nextInt(9);
      Mask mask = random.nextBoolean() ? Mask.CAUSAL : Mask.window(1 + random.nextInt(keys));
      AttentionWorkload workload = workload(1 + random.nextInt(3), queries, keys, mask);
      int keyTile = 1 + random.nextInt(keys);
      int step = random.nextBoolean() ? 0 : 1 + random.nextInt(keyTile);
      AttentionSchedule schedule = schedule(1 + random.nextInt(workload.rows()), keyTile, step);
      double executed =
          RatedSchedule.of(schedule, CostModels.named("walk"), NeighboursTest.ACCELERATOR, workload)
              .cost()
              .value(CostFigure.EXECUTED_LOGITS);
      assertThat(MaskedTiles.of(schedule, workload).executedLogits())
          .as("%s for %s", schedule, workload)
          .isEqualTo((long) executed);
    }
  }
}
