package org.flatsearch.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;

/** Two ways to write the same work cost the same, by either model and in every figure. */
class SameWorkTest {
  private static final long SEED = 20_261_130;
  private static final int NESTS = 3_000;
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();

  private final RandomNests random = new RandomNests(SEED);

  @Test
  void aSharedLoopOfOneIterationMayStandInsideTheOther() {
    int compared = 0;
    for (int drawn = 0; drawn < 20 * NESTS; drawn++) {
      AttentionWorkload workload = random.workload();
      // One core: of several, cores share the rows of the outer loop only.
      Accelerator accelerator = random.accelerator(1);
      LoopNest nest = random.nest(workload);
      if (nest.form == SharedLoops.INSTANCE_KEY_ROW) {
        Arrays.asList(nest.logit, nest.attend).forEach(l -> l.tile[KEY] = workload.keyLength());
        LoopNest swapped = new LoopNest();
        swapped.copyFrom(nest);
        swapped.form = SharedLoops.INSTANCE_ROW_KEY;
        for (Stage stage : Stage.values()) {
          swapped.stage(stage).order[1] = ROW;
          swapped.stage(stage).order[2] = KEY;
        }
        for (int tensor = 0; tensor < nest.inside.length; tensor++) {
          // Inside the only iteration over keys, all rows are still to come.
          swapped.inside[tensor] = nest.inside[tensor] == 1 ? 0 : nest.inside[tensor];
        }
        requireEqual(drawn, accelerator, workload, nest, accelerator, workload, swapped);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(NESTS);
  }

  @Test
  void anArrayMayBeTurned() {
    for (int drawn = 0; drawn < NESTS; drawn++) {
      AttentionWorkload workload = random.workload();
      Accelerator accelerator = random.accelerator(4);
      LoopNest nest = random.nest(workload);
      LoopNest transposed = new LoopNest();
      transposed.copyFrom(nest);
      transposed.logit.transposed = !nest.logit.transposed;
      transposed.attend.transposed = !nest.attend.transposed;
      Accelerator turned =
          accelerator.with(
              Map.of(
                  "rows", String.valueOf(accelerator.columns()),
                  "columns", String.valueOf(accelerator.rows())));
      requireEqual(drawn, accelerator, workload, nest, turned, workload, transposed);
    }
  }

  @Test
  void headsMayBeBatches() {
    for (int drawn = 0; drawn < NESTS; drawn++) {
      AttentionWorkload workload = random.workload();
      Accelerator accelerator = random.accelerator(4);
      LoopNest nest = random.nest(workload);
      int group = workload.queryHeads() / workload.keyValueHeads();
      AttentionWorkload batches =
          new AttentionWorkload(
              "batches",
              "",
              workload.batch() * workload.keyValueHeads(),
              group,
              1,
              workload.queryLength(),
              workload.keyLength(),
              workload.queryDim(),
              workload.valueDim(),
              workload.wordBytes());
      requireEqual(drawn, accelerator, workload, nest, accelerator, batches, nest);
    }
  }

  private static void requireEqual(
      int drawn,
      Accelerator accelerator,
      AttentionWorkload workload,
      LoopNest nest,
      Accelerator otherAccelerator,
      AttentionWorkload otherWorkload,
      LoopNest otherNest) {
    for (CostModel model : new CostModel[] {LatencyGap.CLOSED_FORM, LatencyGap.WALK}) {
      CostSheet one = new CostSheet();
      CostSheet other = new CostSheet();
      model.bind(accelerator, workload).evaluate(nest, one);
      model.bind(otherAccelerator, otherWorkload).evaluate(otherNest, other);
      assertThat(other)
          .as(
              () ->
                  "seed %d, nest %d by %s: %s%n%s%n%s"
                      .formatted(
                          SEED, drawn, model.name(), nest.toSchedule(), workload, accelerator))
          .usingRecursiveComparison()
          .isEqualTo(one);
    }
  }
}
