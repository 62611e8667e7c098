package org.flatsearch.search.space.loopnest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.loopnest.LoopNestEvaluator;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Looks for nests that the space should not have left out, by hill climbing. From a random nest,
 * whose tiles and residencies the space need not have, a climb changes the figures of the
 * accelerator so that the nest gets nearly as good as the one that the space has instead. The test
 * fails as soon as it gets better.
 */
@Execution(ExecutionMode.CONCURRENT)
class AdversarialDominanceTest {
  private static final long SEED = 20_261_128;
  private static final double ROUNDING = 1e-11;
  private static final int STEPS = 120;

  /** A nest that costs the same leaves nothing to climb to, so the ratio counts as this. */
  private static final double EQUAL = 0.9;

  private static final int FOOTPRINT = AttentionProblem.METRICS.indexOf("footprint");

  private final CostSheet raw = new CostSheet();
  private final CostSheet kept = new CostSheet();

  @Test
  void findsNothingBetterOutsideTheSpace() {
    climb(SEED, 12, 1);
    climb(SEED + 1, 6, 4);
  }

  @Test
  @Tag("thorough")
  void findsNothingInMoreClimbs() {
    climb(SEED + 2, 60, 1);
    climb(SEED + 3, 30, 4);
  }

  private void climb(long seed, int climbs, int mostCores) {
    Random random = new Random(seed);
    for (int k = 0; k < climbs; k++) {
      AttentionWorkload workload = workload(random);
      LoopNest nest = nest(random, workload);
      // The footprint may fall where a larger tile leaves no room for a row of logits. The space
      // leaves such tiles out on purpose.
      int metric = random.nextInt(nest.fused ? FOOTPRINT + 1 : FOOTPRINT);
      OpponentFigures best = OpponentFigures.draw(random, mostCores);
      double nearest = 0;
      for (int step = 0; step < STEPS; step++) {
        OpponentFigures next = step == 0 ? best : best.changed(random);
        double found = ratio(next.accelerator(), workload, nest, metric);
        assertThat(found)
            .as(
                "%s, seed %d, climb %d: %s of%n%s%n%s",
                AttentionProblem.METRICS.get(metric),
                seed,
                k,
                nest.toSchedule(),
                workload,
                next.accelerator())
            .isLessThanOrEqualTo(1 + ROUNDING);
        found = found > 1 - ROUNDING ? EQUAL : found;
        if (found >= nearest) {
          nearest = found;
          best = next;
        }
      }
    }
  }

  /** The ratio of the cost of what the space has instead of a nest to the cost of the nest. */
  private double ratio(
      Accelerator accelerator, AttentionWorkload workload, LoopNest nest, int metric) {
    LoopNestSpace space = LoopNestSpace.full(accelerator, workload);
    int[] vector = space.encode(nest).orElseThrow();
    space.makeCanonical(vector);
    LoopNest instead = new LoopNest();
    space.decode(vector, instead);
    LoopNestEvaluator evaluator = new LoopNestEvaluator(accelerator, workload);
    evaluator.evaluate(nest, raw);
    evaluator.evaluate(instead, kept);
    if (kept.violationBytes > raw.violationBytes) {
      return Double.POSITIVE_INFINITY;
    }
    double cost = cost(raw, metric);
    return cost == 0 ? 0 : cost(kept, metric) / cost;
  }

  private static double cost(CostSheet sheet, int metric) {
    double[] metrics = new double[AttentionProblem.METRICS.size()];
    AttentionProblem.readMetrics(sheet, metrics);
    return metrics[metric];
  }

  /** Some extents are large, since the space has every tile size of small ones. */
  private static AttentionWorkload workload(Random random) {
    int heads = 1 + random.nextInt(3);
    return new AttentionWorkload(
        "random",
        "",
        1 + random.nextInt(2),
        heads * (1 + random.nextInt(2)),
        heads,
        extent(random),
        extent(random),
        extent(random),
        extent(random),
        1 + random.nextInt(4));
  }

  private static int extent(Random random) {
    return random.nextBoolean() ? 1 + random.nextInt(8) : 200 + random.nextInt(300);
  }

  private static LoopNest nest(Random random, AttentionWorkload workload) {
    LoopNest nest = new LoopNest();
    nest.form = SharedLoops.values()[random.nextInt(SharedLoops.values().length)];
    nest.fused = nest.form.shares(Dimension.KEY) || random.nextBoolean();
    for (Stage stage : Stage.values()) {
      fill(random, nest.stage(stage), nest.form, stage, Extents.of(workload));
    }
    for (Dimension shared : nest.form.dimensions()) {
      nest.attend.tile[shared.ordinal()] = nest.logit.tile[shared.ordinal()];
    }
    for (Tensor tensor : Tensor.values()) {
      nest.inside[tensor.ordinal()] = random.nextInt(LoopNest.AT_ARRAY + 1);
      nest.slots[tensor.ordinal()] = 1 + random.nextInt(3);
    }
    int innermost = nest.form.count() - 1;
    nest.inside[Tensor.LOGITS.ordinal()] = innermost;
    // The models rate logits that are held further out, but these cannot be carried out.
    for (Tensor tensor : List.of(Tensor.LOGITS_OUT, Tensor.LOGITS_IN)) {
      nest.inside[tensor.ordinal()] = Math.max(innermost, nest.inside[tensor.ordinal()]);
    }
    return nest;
  }

  private static void fill(
      Random random, LoopNest.StageNest loops, SharedLoops form, Stage stage, int[] extents) {
    List<Dimension> own = new ArrayList<>(stage.dimensions());
    own.removeAll(form.dimensions());
    Collections.shuffle(own, random);
    List<Dimension> order = new ArrayList<>(form.dimensions());
    order.addAll(own);
    for (int k = 0; k < LoopNest.LOOPS; k++) {
      int dimension = order.get(k).ordinal();
      loops.order[k] = dimension;
      loops.tile[dimension] = tile(random, extents[dimension]);
    }
    loops.stationarity = Stationarity.values()[random.nextInt(3)];
    loops.transposed = random.nextBoolean();
  }

  /** Mostly a tile of a small trip count, because many tile sizes share those. */
  private static int tile(Random random, int extent) {
    int most = Math.max(1, extent - 1);
    return random.nextInt(4) == 0
        ? 1 + random.nextInt(extent)
        : Math.max(1, Math.min(most, extent / (2 + random.nextInt(2)) + random.nextInt(40)));
  }
}
