package org.flatsearch.cost.loopnest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.flatsearch.cost.Machines;
import org.flatsearch.cost.ReferenceTable;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;

/**
 * Compares one stage with figures of Timeloop's model for a matrix product Z[M,N] = A[M,K]·B[K,N]:
 * Logit on one multiply-accumulator, with Q as A, K as B and the logits on their way to DRAM as Z.
 */
class TimeloopTest {
  @Test
  void reproducesDramAndBufferCountsAndCyclesOfAllTargetRows() {
    int rows = 0;
    for (Map<String, String> row : ReferenceTable.rows("timeloop_gemm_dev.csv")) {
      String tag = row.get("tag");
      if (!tag.equals("noelide") && !tag.equals("bypassZ")) {
        check(row);
        rows++;
      }
    }
    assertThat(rows).isGreaterThanOrEqualTo(20);
  }

  private static void check(Map<String, String> row) {
    String what = "row " + row.get("id");
    double readWords = bandwidth(row.get("dram_rd_bw"));
    double writeWords = bandwidth(row.get("dram_wr_bw"));
    AttentionWorkload workload =
        new AttentionWorkload(
            "gemm", "", 1, 1, 1, number(row, "M"), number(row, "N"), number(row, "K"), 1, 1);
    Accelerator machine = machine(readWords, writeWords);
    LoopNestEvaluator evaluator = new LoopNestEvaluator(machine, workload);
    TileFigures[] tiles = new TileFigures[Dimension.values().length];
    tiles[Dimension.INSTANCE.ordinal()] = TileFigures.of(machine, 1, 1);
    tiles[Dimension.ROW.ordinal()] =
        TileFigures.of(machine, number(row, "M"), number(row, "tile_m"));
    tiles[Dimension.KEY.ordinal()] =
        TileFigures.of(machine, number(row, "N"), number(row, "tile_n"));
    tiles[Dimension.QUERY_DIM.ordinal()] =
        TileFigures.of(machine, number(row, "K"), number(row, "tile_k"));
    LoopNest nest = nest(row.get("dram_perm"));
    evaluator.deal(nest.form, tiles[0], tiles[Dimension.ROW.ordinal()]);
    StageCosts costs = new StageCosts();
    evaluator.count(Stage.LOGIT, nest, tiles, costs);

    assertThat(costs.inputReadWords).as("A, %s", what).isEqualTo(number(row, "dram_reads_A"));
    assertThat(costs.weightReadWords).as("B, %s", what).isEqualTo(number(row, "dram_reads_B"));
    assertThat(costs.outputReadWords).as("Z read, %s", what).isEqualTo(number(row, "dram_reads_Z"));
    assertThat(costs.outputWriteWords).as("Z, %s", what).isEqualTo(number(row, "dram_updates_Z"));
    assertThat(costs.inputReadWords).as("fills A").isEqualTo(number(row, "buf_fills_A"));
    assertThat(costs.weightReadWords).as("fills B").isEqualTo(number(row, "buf_fills_B"));
    assertThat(costs.outputReadWords).as("fills Z").isEqualTo(number(row, "buf_fills_Z"));
    assertThat(costs.inputFootprintBytes).as("util A").isEqualTo(number(row, "buf_util_A"));
    assertThat(costs.weightFootprintBytes).as("util B").isEqualTo(number(row, "buf_util_B"));
    assertThat(costs.outputFootprintBytes).as("util Z").isEqualTo(number(row, "buf_util_Z"));
    if (row.get("buffer_residual_m").isEmpty()) {
      double cycles = Math.max(costs.arrayCycles, Math.max(costs.readCycles, costs.writeCycles));
      assertThat(cycles).as("cycles, %s", what).isEqualTo(number(row, "cycles"));
    }
  }

  /** One multiply-accumulator. Words and accumulators have one byte, so that bytes count words. */
  private static Accelerator machine(double readWords, double writeWords) {
    return Machines.plain()
        .with(
            Map.of(
                "rows", "1",
                "columns", "1",
                "bufferBytes", "1GiB",
                "accumulatorBytes", "1",
                "dramReadBytesPerSecond", Double.toString(readWords),
                "dramWriteBytesPerSecond", Double.toString(writeWords)));
  }

  private static LoopNest nest(String outermostFirst) {
    LoopNest nest = new LoopNest();
    nest.form = SharedLoops.INSTANCE;
    nest.fused = false;
    nest.logit.order[0] = Dimension.INSTANCE.ordinal();
    for (int k = 0; k < 3; k++) {
      nest.logit.order[k + 1] =
          switch (outermostFirst.charAt(k)) {
            case 'M' -> Dimension.ROW.ordinal();
            case 'N' -> Dimension.KEY.ordinal();
            default -> Dimension.QUERY_DIM.ordinal();
          };
    }
    nest.logit.stationarity = Stationarity.OUTPUT;
    for (Tensor tensor : List.of(Tensor.Q, Tensor.K, Tensor.LOGITS_OUT)) {
      nest.inside[tensor.ordinal()] = 3;
      nest.slots[tensor.ordinal()] = 1;
    }
    return nest;
  }

  private static int number(Map<String, String> row, String name) {
    return (int) Double.parseDouble(row.get(name));
  }

  private static double bandwidth(String cell) {
    return cell.isEmpty() ? 1e12 : Double.parseDouble(cell);
  }
}
