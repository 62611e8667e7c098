package org.flatsearch.cost.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.Machines;
import org.flatsearch.cost.Nests;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

/** What is true of fused attention on any machine. */
class FactsTest {
  private static final Residency IN_INSTANCE = Residency.inside(Dimension.INSTANCE, 1);
  private static final Residency IN_ROW = Residency.inside(Dimension.ROW, 1);

  @Test
  void movesEachInputAndOutputOnceWithAnUnlimitedBuffer() {
    AttentionWorkload workload = Machines.workload(3, 20, 30, 5, 7);
    CostSheet sheet =
        walk(
            Machines.plain(),
            workload,
            List.of(instances(1), rows(6)),
            4,
            fused(IN_INSTANCE, IN_ROW));

    assertThat(sheet.trafficBytes).isEqualTo(compulsoryWords(workload));
  }

  @Test
  void noScheduleMovesLess() {
    for (long seed = 0; seed < 1_000; seed++) {
      RandomCase random = RandomCase.of(seed);
      assertThat(random.walk(WalkLimits.FULL).trafficBytes)
          .as("seed %d", seed)
          .isGreaterThanOrEqualTo(compulsoryWords(random.workload()));
    }
  }

  private static double compulsoryWords(AttentionWorkload workload) {
    return (double) workload.instances()
        * (workload.rows() + workload.keys())
        * (workload.queryDim() + workload.valueDim());
  }

  /** Writing, normalising and reading back one row of logits costs 4 words a key, at most. */
  @Test
  void decodingOneRowHardlyNeedsFusion() {
    AttentionWorkload workload = Machines.workload(2, 1, 512, 64, 64);
    assertThat(extraTrafficOfLogits(workload)).isLessThanOrEqualTo(4.0 / (64 + 64));
  }

  @Test
  void decodingManyRowsTogetherDoes() {
    AttentionWorkload workload = Machines.workload(2, 128, 512, 576, 512);
    assertThat(extraTrafficOfLogits(workload)).isGreaterThan(100.0 / (576 + 512));
  }

  /** What logits through DRAM add, relative to the traffic of K and V. */
  private static double extraTrafficOfLogits(AttentionWorkload workload) {
    List<TiledLoop> shared = List.of(instances(1));
    CostSheet fused = walk(Machines.plain(), workload, shared, 64, fused(IN_INSTANCE, IN_INSTANCE));
    CostSheet unfused =
        walk(
            Machines.plain(),
            workload,
            shared,
            64,
            Map.of(
                Tensor.Q, IN_INSTANCE,
                Tensor.K, IN_INSTANCE,
                Tensor.V, IN_INSTANCE,
                Tensor.O, IN_INSTANCE,
                Tensor.LOGITS_OUT, Residency.inside(Dimension.KEY, 1),
                Tensor.LOGITS_IN, Residency.inside(Dimension.KEY, 1)));
    double keysAndValues =
        fused.trafficBytesByTensor[Tensor.K.ordinal()]
            + fused.trafficBytesByTensor[Tensor.V.ordinal()];
    return (unfused.trafficBytes - fused.trafficBytes) / keysAndValues;
  }

  /** A row of 2^20 logits alone takes 2 MiB of the 512 KiB, however small the tiles are. */
  @Test
  void wholeRowsOfAMillionLogitsDoNotFitTheEdge() {
    CostSheet sheet = million(1, List.of(instances(1), rows(1)), 1 << 20, Dimension.ROW);
    assertThat(sheet.footprintBytesByTensor[Tensor.LOGITS.ordinal()])
        .isGreaterThanOrEqualTo(2 << 20);
    assertThat(sheet.violationBytes).isPositive();
  }

  @Test
  void anOnlineSoftmaxOfAMillionLogitsDoes() {
    CostSheet sheet =
        million(1 << 20, List.of(instances(1), rows(256), keys(256)), 256, Dimension.KEY);
    assertThat(sheet.violationBytes).isZero();
    assertThat(sheet.extrapolated).isTrue();
  }

  private static CostSheet million(
      int queries, List<TiledLoop> shared, int keyTile, Dimension innermost) {
    Accelerator edge = SpecCatalogue.accelerator("flat-edge");
    AttentionWorkload workload =
        SpecCatalogue.workload("bert")
            .with(Map.of("queryLength", "" + queries, "keyLength", "1048576", "batch", "1"));
    boolean online = innermost == Dimension.KEY;
    return walk(
        edge,
        workload,
        shared,
        keyTile,
        Map.of(
            Tensor.Q,
            IN_ROW,
            Tensor.K,
            online ? Residency.inside(Dimension.KEY, 1) : Residency.atArray(),
            Tensor.V,
            online ? Residency.inside(Dimension.KEY, 1) : Residency.atArray(),
            Tensor.O,
            IN_ROW,
            Tensor.LOGITS,
            Residency.inside(innermost, 1)));
  }

  private static Map<Tensor, Residency> fused(Residency everywhere, Residency logits) {
    return Map.of(
        Tensor.Q, everywhere,
        Tensor.K, everywhere,
        Tensor.V, everywhere,
        Tensor.O, everywhere,
        Tensor.LOGITS, logits);
  }

  private static TiledLoop instances(int tile) {
    return new TiledLoop(Dimension.INSTANCE, tile);
  }

  private static TiledLoop rows(int tile) {
    return new TiledLoop(Dimension.ROW, tile);
  }

  private static TiledLoop keys(int tile) {
    return new TiledLoop(Dimension.KEY, tile);
  }

  /** Both stages run over what is not shared: rows and head dimensions whole, keys in tiles. */
  private static CostSheet walk(
      Accelerator accelerator,
      AttentionWorkload workload,
      List<TiledLoop> shared,
      int keyTile,
      Map<Tensor, Residency> residency) {
    LoopNest nest =
        Nests.of(
            new AttentionSchedule(
                shared,
                stage(shared, workload, keyTile, Dimension.QUERY_DIM, workload.queryDim()),
                stage(shared, workload, keyTile, Dimension.VALUE_DIM, workload.valueDim()),
                residency));
    return Nests.cost(new WalkModel(), accelerator, workload, nest);
  }

  private static StageLoops stage(
      List<TiledLoop> shared, AttentionWorkload workload, int keyTile, Dimension own, int ownTile) {
    List<TiledLoop> loops =
        List.of(rows(workload.rows()), keys(keyTile), new TiledLoop(own, ownTile));
    List<Dimension> taken = shared.stream().map(TiledLoop::dimension).toList();
    return new StageLoops(
        loops.stream().filter(loop -> !taken.contains(loop.dimension())).toList(),
        Stationarity.OUTPUT,
        false);
  }
}
