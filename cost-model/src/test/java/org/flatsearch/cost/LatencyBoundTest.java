package org.flatsearch.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The closed form's latency never exceeds the walker's, and is close to measured cycles. */
@Execution(ExecutionMode.CONCURRENT)
class LatencyBoundTest {
  private static final long SEED = 20_261_126;
  private static final int MOST_TILES = 4_000;

  private final LatencyGap gap = new LatencyGap();

  @Test
  void neverExceedsTheWalk() {
    compare(SEED, 6_000, 1);
    compare(SEED + 1, 4_000, 4);
  }

  @Test
  @Tag("thorough")
  void neverExceedsTheWalkOfThreeHundredThousandNests() {
    int nests = Integer.getInteger("flatsearch.nests", 200_000);
    compare(SEED + 2, nests, 1);
    compare(SEED + 3, nests / 2, 4);
  }

  @Test
  void neverExceedsTheWalkOfManyTiles() {
    compareManyTiles(SEED + 4, 1_500, 1);
    compareManyTiles(SEED + 5, 500, 4);
  }

  @Test
  @Tag("thorough")
  void neverExceedsTheWalkOfThousandsOfNestsOfManyTiles() {
    compareManyTiles(SEED + 6, 30_000, 1);
    compareManyTiles(SEED + 7, 10_000, 4);
  }

  /** The gaps of nests of few small tiles hide defects that only many tiles show. */
  @Test
  void neverExceedsTheWalkOfShippedWorkloads() {
    compareShipped(SEED + 8, 600, true, true);
    compareShipped(SEED + 9, 300, false, true);
  }

  @Test
  @Tag("thorough")
  void neverExceedsTheWalkOfThousandsOfNestsOfShippedWorkloads() {
    int nests = Integer.getInteger("flatsearch.shippedNests", 5_000);
    compareShipped(SEED + 10, nests, true, false);
    compareShipped(SEED + 11, nests / 2, false, false);
    compareShipped(SEED + 12, nests, true, true);
    compareShipped(SEED + 13, nests / 2, false, true);
  }

  private void compareShipped(long seed, int nests, boolean ofOneCore, boolean varied) {
    ShippedNests random = new ShippedNests(seed, ofOneCore, varied);
    for (int k = 0; k < nests; k++) {
      random.draw();
      String where = "seed " + seed + ", nest " + k;
      gap.of(random.accelerator, random.workload, random.nest, random.closed, () -> where);
    }
  }

  private void compareManyTiles(long seed, int nests, int cores) {
    RandomNests random = new RandomNests(seed);
    for (int k = 0; k < nests; k++) {
      AttentionWorkload workload = random.longWorkload();
      Accelerator accelerator = random.accelerator(cores);
      LoopNest nest = random.nestOfSmallTiles(workload);
      if (ShippedNests.tiles(nest.logit, workload) + ShippedNests.tiles(nest.attend, workload)
          <= MOST_TILES) {
        String where = "seed " + seed + ", nest " + k;
        gap.of(accelerator, workload, nest, () -> where);
      }
    }
  }

  private void compare(long seed, int nests, int cores) {
    RandomNests random = new RandomNests(seed);
    for (int k = 0; k < nests; k++) {
      AttentionWorkload workload = random.workload();
      Accelerator accelerator = random.accelerator(cores);
      String where = "seed " + seed + ", nest " + k;
      gap.of(accelerator, workload, random.nest(workload), () -> where);
    }
  }

  @Test
  void staysCloseToTheMeasuredCycles() {
    Accelerator machine = SpecCatalogue.accelerator("rtl-16x16");
    CostSheet closed = new CostSheet();
    double sum = 0;
    List<RtlRow> rows = RtlRow.all();
    for (RtlRow row : rows) {
      AttentionWorkload workload = row.workload(row.needsTilesAsBatches());
      LatencyGap.CLOSED_FORM.bind(machine, workload).evaluate(row.nest(), closed);
      double cycles = closed.latencySeconds * machine.clockHz();
      sum += Math.abs(cycles / row.get("rtl_cycles") - 1);
    }
    System.out.printf("loopnest: mean error on measured cycles %.2f %%%n", 100 * sum / rows.size());
    assertThat(sum / rows.size()).as("mean error").isLessThanOrEqualTo(0.015);
  }
}
