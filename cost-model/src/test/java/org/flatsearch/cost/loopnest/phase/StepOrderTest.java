package org.flatsearch.cost.loopnest.phase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.flatsearch.cost.RandomNests;
import org.flatsearch.cost.loopnest.tile.LoopProducts;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;

class StepOrderTest {
  private static final long SEED = 20_261_128;
  private static final int NESTS = 2_000;
  private static final int DIMENSIONS = Dimension.values().length;
  private static final int ROW = Dimension.ROW.ordinal();

  private final StepOrder steps = new StepOrder();
  private final LoopProducts loops = new LoopProducts();

  @Test
  void listsTheStepsInTheOrderOfTheLoops() {
    RandomNests random = new RandomNests(SEED);
    int listed = 0;
    for (int k = 0; k < NESTS; k++) {
      AttentionWorkload workload = random.workload();
      Accelerator accelerator = random.accelerator(1);
      LoopNest nest = random.nest(workload);
      for (Stage stage : Stage.values()) {
        List<Integer> expected = walk(nest, stage, Extents.of(workload));
        fill(nest, stage, accelerator, workload);
        String what = "seed " + SEED + ", nest " + k + ", " + stage;
        boolean few = expected.size() <= StepOrder.MOST;
        assertThat(StepOrder.count(loops)).as(what).isEqualTo(few ? expected.size() : 0);
        if (few) {
          steps.set(loops, ROW, stage.column().ordinal());
          List<Integer> parts = Arrays.stream(steps.parts, 0, steps.steps).boxed().toList();
          assertThat(parts).as(what).isEqualTo(expected);
          listed++;
        }
      }
    }
    assertThat(listed).isGreaterThan(NESTS);
  }

  private void fill(
      LoopNest nest, Stage stage, Accelerator accelerator, AttentionWorkload workload) {
    TileFigures[] tiles = new TileFigures[DIMENSIONS];
    for (Dimension dimension : stage.dimensions()) {
      int d = dimension.ordinal();
      tiles[d] = TileFigures.of(accelerator, Extents.of(workload)[d], nest.stage(stage).tile[d]);
    }
    loops.fill(nest.stage(stage).order, nest.form.count(), tiles);
  }

  /** The parts of the steps, found by walking through the loops. */
  private static List<Integer> walk(LoopNest nest, Stage stage, int[] extents) {
    List<Integer> parts = new ArrayList<>();
    walk(nest, stage, extents, nest.form.count(), 0, parts);
    return parts;
  }

  private static void walk(
      LoopNest nest, Stage stage, int[] extents, int position, int part, List<Integer> parts) {
    if (position == LoopNest.LOOPS) {
      parts.add(part);
      return;
    }
    int dimension = nest.stage(stage).order[position];
    int tile = nest.stage(stage).tile[dimension];
    boolean reduces = dimension == stage.reduction().ordinal();
    int lastBit =
        dimension == ROW
            ? StepOrder.LAST_ROWS
            : reduces ? StepOrder.LAST_REDUCTION : StepOrder.LAST_COLUMNS;
    for (int from = 0; from < extents[dimension]; from += tile) {
      boolean last = from > 0 && from + tile >= extents[dimension];
      int here = (last ? lastBit : 0) | (reduces && from > 0 ? StepOrder.CONTINUES : 0);
      walk(nest, stage, extents, position + 1, part | here, parts);
    }
  }
}
