package org.flatsearch.cost.loopnest;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.Nests;
import org.flatsearch.cost.RandomNests;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * An evaluator reuses the counts of a stage for the next nest, which must not show in any figure.
 */
@Execution(ExecutionMode.CONCURRENT)
class LoopNestEvaluatorTest {
  private static final long SEED = 20_261_124;
  private static final int INSTANCES = 300;
  private static final int NESTS = 40;

  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int ROW = Dimension.ROW.ordinal();

  private final RandomNests nests = new RandomNests(SEED);
  private final Random random = new Random(SEED);

  @Test
  void givesTheSameWhateverItEvaluatedBefore() throws IllegalAccessException {
    for (int instance = 0; instance < INSTANCES; instance++) {
      AttentionWorkload workload = nests.workload();
      Accelerator accelerator = nests.accelerator(3);
      LoopNestEvaluator evaluator = new LoopNestEvaluator(accelerator, workload);
      int[] extents = Extents.of(workload);
      LoopNest nest = nests.nest(workload);
      CostSheet sheet = new CostSheet();
      CostSheet fresh = new CostSheet();
      for (int k = 0; k < NESTS; k++) {
        change(nest, workload);
        if (k % 2 == 0) {
          evaluator.dealBound(
              nest.form,
              TileFigures.of(accelerator, extents[INSTANCE], nest.logit.tile[INSTANCE]),
              TileFigures.of(accelerator, extents[ROW], nest.logit.tile[ROW]));
        }
        evaluator.evaluate(nest, sheet);
        new LoopNestEvaluator(accelerator, workload).evaluate(nest, fresh);
        String what = "seed " + SEED + ", instance " + instance + ", nest " + k;
        assertThat(figures(sheet)).as(what).isEqualTo(figures(fresh));
      }
    }
  }

  /** A total beyond 2^53 bytes is rounded, which must not leave a remainder. */
  @Test
  void aFusedNestHoldsNoRowForTheSoftmaxHoweverLargeItIs() {
    AttentionWorkload workload =
        new AttentionWorkload("large", "", 16_383, 1, 1, 1_048_575, 1_048_575, 1, 1, 1);
    LoopNestEvaluator evaluator = new LoopNestEvaluator(nests.accelerator(1), workload);
    CostSheet sheet = new CostSheet();
    for (int k = 0; k < NESTS; k++) {
      LoopNest nest = nests.nest(workload);
      evaluator.evaluate(nest, sheet);
      if (nest.fused) {
        assertThat(sheet.footprintBytesByTensor[Tensor.SOFTMAX.ordinal()])
            .as("seed %s: %s", SEED, nest.toSchedule())
            .isZero();
      }
    }
  }

  @Test
  void knowsByTheFootprintAloneWhatDoesNotFit() throws IllegalAccessException {
    int fitting = 0;
    for (int instance = 0; instance < INSTANCES; instance++) {
      AttentionWorkload workload = nests.workload();
      Accelerator accelerator = nests.accelerator(3);
      LoopNestEvaluator evaluator = new LoopNestEvaluator(accelerator, workload);
      CostSheet whole = new CostSheet();
      CostSheet quick = new CostSheet();
      for (int k = 0; k < NESTS; k++) {
        LoopNest nest = nests.nest(workload);
        evaluator.evaluate(nest, whole);
        boolean fits = evaluator.evaluateIfFits(nest, quick);
        String what = "seed " + SEED + ", instance " + instance + ", nest " + k;
        assertThat(fits).as(what).isEqualTo(whole.violationBytes == 0);
        if (fits) {
          fitting++;
          assertThat(figures(quick)).as(what).isEqualTo(figures(whole));
        } else {
          assertThat(quick.footprintBytes).as(what).isEqualTo(whole.footprintBytes);
          assertThat(quick.violationBytes).as(what).isEqualTo(whole.violationBytes);
        }
      }
    }
    assertThat(fitting).isBetween(INSTANCES, INSTANCES * (NESTS - 1));
  }

  /**
   * All figures by name. AssertJ's recursive comparison of sheets would take longer than evaluating
   * them.
   */
  private static Map<String, Object> figures(CostSheet sheet) throws IllegalAccessException {
    Map<String, Object> figures = new TreeMap<>();
    for (Field field : CostSheet.class.getFields()) {
      Object figure = field.get(sheet);
      figures.put(
          field.getName(),
          figure instanceof double[] array ? Arrays.stream(array).boxed().toList() : figure);
    }
    return figures;
  }

  /** Changes one decision or none, or in one of eight cases all. */
  private void change(LoopNest nest, AttentionWorkload workload) {
    LoopNest drawn = nests.nest(workload);
    Stage stage = Stage.values()[random.nextInt(2)];
    switch (random.nextInt(8)) {
      case 0 -> nest.copyFrom(drawn);
      case 1 -> nest.stage(stage).stationarity = drawn.stage(stage).stationarity;
      case 2 -> nest.stage(stage).transposed ^= true;
      case 3 -> nest.slots[random.nextInt(nest.slots.length)] = 1 + random.nextInt(3);
      case 4 -> {
        int dimension = random.nextInt(Dimension.values().length);
        int tile = 1 + random.nextInt(Extents.of(workload)[dimension]);
        Nests.setTile(nest, stage, dimension, tile);
      }
      case 5 -> {
        Tensor tensor = random.nextBoolean() ? Tensor.V : Tensor.Q;
        nest.inside[tensor.ordinal()] = random.nextInt(LoopNest.AT_ARRAY + 1);
      }
      default -> {
        // The nest stays as it is.
      }
    }
  }
}
