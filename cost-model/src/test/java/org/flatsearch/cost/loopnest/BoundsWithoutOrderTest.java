package org.flatsearch.cost.loopnest;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.cost.Nests.fill;
import static org.flatsearch.cost.Nests.hold;
import static org.flatsearch.schedule.Dimension.INSTANCE;
import static org.flatsearch.schedule.Dimension.KEY;
import static org.flatsearch.schedule.Dimension.QUERY_DIM;
import static org.flatsearch.schedule.Dimension.ROW;
import static org.flatsearch.schedule.Dimension.VALUE_DIM;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.Nests;
import org.flatsearch.cost.RandomNests;
import org.flatsearch.cost.loopnest.phase.PhaseCycles;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A proof joins choices of one stage with bounds of the other, which do not know the order of
 * loads, and with the least of each component of several choices, whose orders may differ.
 */
@Execution(ExecutionMode.CONCURRENT)
class BoundsWithoutOrderTest {
  /** In a few nests of this seed, loads have such an order that it matters not to know it. */
  private static final long SEED = 23;

  private static final int NESTS = 5_000;
  private static final double ROUNDING = 1e-9;

  private final RandomNests nests = new RandomNests(SEED);
  private final Random random = new Random(SEED);
  private final CostSheet sheet = new CostSheet();

  @Test
  void boundAllChoicesWhateverTheOther() {
    for (int k = 0; k < NESTS; k++) {
      AttentionWorkload workload = nests.longWorkload();
      Accelerator accelerator = nests.accelerator(1);
      LoopNest nest = nests.nestOfSmallTiles(workload);
      Stage stage = Stage.values()[k % 2];
      Stage fixed = Stage.values()[1 - k % 2];
      LoopNest mutated = Nests.copy(nest);
      BoundsOfSearchTest.mutate(mutated, stage, workload, nests, random);
      SingleStages stages = new SingleStages(accelerator, workload);
      StageCosts other = stages.count(nest, fixed);
      StageCosts costs = stages.count(nest, stage);
      StageCosts unordered = new StageCosts();
      unordered.set(costs);
      unordered.phases.forgetOrder();
      StageCosts ideal = new StageCosts();
      ideal.set(costs);
      ideal.lowerTo(stages.count(mutated, stage));

      stages.evaluator.evaluate(nest, sheet);
      double latency = sheet.latencySeconds * (1 + ROUNDING);
      stages.evaluator.evaluate(mutated, sheet);
      double latencyOfMutated = sheet.latencySeconds * (1 + ROUNDING);
      stages.join(nest, stage, unordered, other, sheet);
      double ofUnordered = sheet.latencySeconds;
      stages.join(nest, stage, ideal, other, sheet);
      List<?> what =
          List.of(SEED, k, stage, nest.toSchedule(), mutated.toSchedule(), workload, accelerator);
      assertThat(ofUnordered)
          .as("without order, seed, nest, stage …: %s", what)
          .isLessThanOrEqualTo(latency);
      assertThat(sheet.latencySeconds)
          .as("least of two, seed, nest, stage …: %s", what)
          .isLessThanOrEqualTo(Math.min(latency, latencyOfMutated));
    }
  }

  /** A nest may take less than with more slots: a load that could begin sooner delays others. */
  @Test
  void ofMostSlotsBoundTheTimeOfFewer() {
    requireThatMostSlotsBound(SEED, NESTS);
  }

  /** In one of these nests, two slots take less than three. */
  @Test
  @Tag("thorough")
  void ofMostSlotsBoundTheTimeOfFewerInManyNests() {
    requireThatMostSlotsBound(SEED + 2, 300_000);
  }

  private void requireThatMostSlotsBound(long seed, int count) {
    RandomNests small = new RandomNests(seed);
    Tensor[] tensors = {Tensor.Q, Tensor.K, Tensor.V, Tensor.O};
    int times = 0;
    for (int k = 0; k < count; k++) {
      AttentionWorkload workload = small.workload();
      Accelerator accelerator = small.accelerator(3);
      LoopNest nest = small.nest(workload);
      int tensor = tensors[k % tensors.length].ordinal();
      nest.slots[tensor] = 1 + k / tensors.length % 2;
      if (!nest.fused) {
        // With more slots, there may be no room for a row of logits: the softmax pass reads more.
        continue;
      }
      SingleStages stages = new SingleStages(accelerator, workload);
      stages.evaluator.evaluate(nest, sheet);
      double latency = sheet.latencySeconds * (1 + ROUNDING);
      nest.slots[tensor]++;
      StageCosts logit = stages.countMostSlots(nest, Stage.LOGIT);
      StageCosts attend = stages.countMostSlots(nest, Stage.ATTEND);
      stages.join(nest, Stage.LOGIT, logit, attend, sheet);
      assertThat(sheet.latencySeconds)
          .as("seed %s, nest %s: %s%n%s%n%s", seed, k, nest.toSchedule(), workload, accelerator)
          .isLessThanOrEqualTo(latency);
      times++;
    }
    assertThat(times).isGreaterThan(count / 3);
  }

  /**
   * With two slots, the third of the tiles of O takes the slot of sums; with three slots, that of a
   * complete tile, which is divided before it is stored.
   */
  @Test
  void ofMoreSlotsDoNotWaitForATileThatFewerDoNotWaitFor() {
    AttentionWorkload workload = new AttentionWorkload("sums", "", 1, 6, 3, 4, 11, 8, 7, 1);
    Accelerator accelerator =
        SpecCatalogue.accelerator("flat-edge")
            .with(
                Map.ofEntries(
                    entry("rows", "5"),
                    entry("columns", "1"),
                    entry("clockHz", "1000"),
                    entry("dramShared", "false"),
                    entry("dramReadBytesPerSecond", "12000"),
                    entry("dramWriteBytesPerSecond", "4000"),
                    entry("dmaLatencyCycles", "3"),
                    entry("lanes", "3.5"),
                    entry("laneOperations.perLogit", "1"),
                    entry("laneOperations.perOutput", "0")));
    LoopNest nest = new LoopNest();
    nest.form = SharedLoops.INSTANCE;
    nest.fused = false;
    fill(nest.logit, new int[] {1, 5, 4, 5}, Stationarity.WEIGHT, INSTANCE, KEY, ROW, QUERY_DIM);
    fill(nest.attend, new int[] {1, 7, 2, 5}, Stationarity.OUTPUT, INSTANCE, ROW, KEY, VALUE_DIM);
    nest.logit.transposed = true;
    nest.attend.transposed = true;
    hold(nest, Tensor.Q, 3, 1);
    hold(nest, Tensor.K, 1, 2);
    hold(nest, Tensor.V, 0, 3);
    hold(nest, Tensor.O, 3, 2);
    hold(nest, Tensor.LOGITS_OUT, 3, 1);
    hold(nest, Tensor.LOGITS_IN, 2, 2);
    SingleStages stages = new SingleStages(accelerator, workload);
    StageCosts two = stages.count(nest, Stage.ATTEND);
    hold(nest, Tensor.O, 3, 3);
    StageCosts three = stages.countMostSlots(nest, Stage.ATTEND);

    assertThat(three.phases.cycles[PhaseCycles.QUEUE])
        .isPositive()
        .isLessThanOrEqualTo(two.phases.cycles[PhaseCycles.QUEUE]);
  }
}
