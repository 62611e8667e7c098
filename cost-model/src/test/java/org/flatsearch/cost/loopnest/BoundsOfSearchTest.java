package org.flatsearch.cost.loopnest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.Nests;
import org.flatsearch.cost.RandomFeatures;
import org.flatsearch.cost.RandomNests;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency.Place;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What an exact search may conclude from the figures of tiles and the costs of stages. */
@Execution(ExecutionMode.CONCURRENT)
class BoundsOfSearchTest {
  private static final int DIMENSIONS = Dimension.values().length;
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int ROW = Dimension.ROW.ordinal();
  private static final double ROUNDING = 1e-9;

  private final long seed = seed();
  private final int count = count();
  private final RandomNests nests = new RandomNests(seed);
  private final Random random = new Random(seed);
  private final RandomFeatures features = new RandomFeatures(random);
  private final CostSheet sheet = new CostSheet();
  private final CostSheet other = new CostSheet();

  long seed() {
    return 20_261_125;
  }

  /** How many nests are drawn. */
  int count() {
    return 8_000;
  }

  @Test
  void aTileThatIsNoWorseInItsFiguresCostsNoMore() {
    int compared = 0;
    for (int k = 0; k < count; k++) {
      AttentionWorkload workload = workload(k);
      Accelerator accelerator = nests.accelerator(3);
      LoopNest nest = nest(k, workload);
      int dimension = random.nextInt(DIMENSIONS);
      if (dimension == INSTANCE && accelerator.cores() > 1) {
        continue;
      }
      Stage stage = dimension == Dimension.VALUE_DIM.ordinal() ? Stage.ATTEND : Stage.LOGIT;
      if (random.nextBoolean() && dimension != Dimension.QUERY_DIM.ordinal()) {
        stage = Stage.ATTEND;
      }
      int extent = Extents.of(workload)[dimension];
      int tile = nest.stage(stage).tile[dimension];
      int larger = Math.min(extent, tile + 1 + random.nextInt(4));
      TileFigures figures = TileFigures.of(accelerator, extent, tile);
      TileFigures figuresOfLarger = TileFigures.of(accelerator, extent, larger);
      if (figures.trips != figuresOfLarger.trips || !figures.isNoWorseThan(figuresOfLarger)) {
        continue;
      }
      compared++;
      LoopNestEvaluator evaluator = new LoopNestEvaluator(accelerator, workload);
      evaluator.evaluate(nest, sheet);
      List<?> what =
          describe(k, nest, workload, accelerator, Dimension.values()[dimension], larger);
      Nests.setTile(nest, stage, dimension, larger);
      evaluator.evaluate(nest, other);
      if (!nest.fused) {
        // Where there is room, a row of logits is held too.
        sheet.footprintBytes = 0;
      }
      requireNoMore(sheet, other, what);
    }
    assertThat(compared).isGreaterThan(count / 20);
  }

  @Test
  void minimaOverTileSizesBoundTheCostsOfEach() {
    requireThatMinimaBound(false);
  }

  /** For such tiles it is known which core works on what. */
  @Test
  void minimaOverTilesThatAreDealtAlikeBoundTheCostsOfEach() {
    requireThatMinimaBound(true);
  }

  private void requireThatMinimaBound(boolean dealtAlike) {
    for (int k = 0; k < count; k++) {
      AttentionWorkload workload = workloadWithFeatures(k);
      Accelerator accelerator = acceleratorWithFeatures(k, 3);
      LoopNest nest = nestWithFeatures(k, workload);
      int[] extents = Extents.of(workload);
      LoopNestEvaluator evaluator = new LoopNestEvaluator(accelerator, workload);
      TileFigures[][] minima = new TileFigures[2][DIMENSIONS];
      int[][] alternative = new int[2][DIMENSIONS];
      for (Stage stage : Stage.values()) {
        for (Dimension dimension : stage.dimensions()) {
          int d = dimension.ordinal();
          int s = stage.ordinal();
          int tile = nest.stage(stage).tile[d];
          boolean shared = nest.form.shares(dimension);
          int candidate = 1 + random.nextInt(extents[d]);
          boolean sameTrips = (extents[d] - 1) / candidate == (extents[d] - 1) / tile;
          boolean others = !shared && (candidate == extents[d]) != (tile == extents[d]);
          boolean dealt = dealtAlike && (d == INSTANCE || d == ROW && shared && !sameTrips);
          if (others || dealt) {
            candidate = tile;
          }
          alternative[s][d] = shared && s == 1 ? alternative[0][d] : candidate;
          minima[s][d] = TileFigures.of(accelerator, Dimension.values()[d], extents[d], tile);
          minima[s][d].lowerTo(
              TileFigures.of(accelerator, Dimension.values()[d], extents[d], alternative[s][d]));
        }
      }
      StageCosts logit = new StageCosts();
      StageCosts attend = new StageCosts();
      evaluator.evaluate(nest, other); // Nothing of it may stay in the bound.
      if (dealtAlike) {
        evaluator.dealAlike(nest.form, minima[0][INSTANCE], minima[0][ROW]);
      } else {
        evaluator.dealBound(nest.form, minima[0][INSTANCE], minima[0][ROW]);
      }
      evaluator.count(Stage.LOGIT, nest, minima[0], logit);
      evaluator.count(Stage.ATTEND, nest, minima[1], attend);
      evaluator.join(nest, logit, attend, sheet);
      for (int choice = 0; choice < 4; choice++) {
        LoopNest each = Nests.copy(nest);
        for (Stage stage : Stage.values()) {
          for (Dimension dimension : stage.dimensions()) {
            int d = dimension.ordinal();
            if (choice == 1 || choice > 1 && random.nextBoolean()) {
              Nests.setTile(each, stage, d, alternative[stage.ordinal()][d]);
            }
          }
        }
        int tile = each.logit.tile[Dimension.KEY.ordinal()];
        if (each.keyStep >= tile) {
          leaveOutSteps(each);
        }
        each.keyPart = (nest.keyPart + tile - 1) / tile * tile;
        if (each.keyPart >= workload.keys() && nest.keyPart > 0) {
          continue;
        }
        evaluator.evaluate(each, other);
        List<?> what = describe(k, each, workload, accelerator, "bounded with", nest.toSchedule());
        if (!nest.fused) {
          sheet.footprintBytes = 0;
        }
        if (other.violationBytes == 0) { // Bounds may rely on it that tiles fit.
          requireNoMore(sheet, other, what);
        }
      }
    }
  }

  /**
   * What a proof counts once the shared tiles are chosen: a stage over a set of its own tile sizes.
   */
  @Test
  void minimaOverOwnTilesBoundTheCostsOfEach() {
    for (int k = 0; k < count; k++) {
      AttentionWorkload workload = workloadWithFeatures(k);
      Accelerator accelerator = acceleratorWithFeatures(k, 2);
      LoopNest nest = nestWithFeatures(k, workload);
      Stage stage = Stage.values()[random.nextInt(2)];
      Stage fixed = Stage.values()[1 - stage.ordinal()];
      int[] extents = Extents.of(workload);
      TileFigures[] minima = new TileFigures[DIMENSIONS];
      LoopNest each = Nests.copy(nest);
      for (Dimension dimension : stage.dimensions()) {
        int d = dimension.ordinal();
        int tile = nest.stage(stage).tile[d];
        int another = 1 + random.nextInt(extents[d]);
        if (nest.form.shares(dimension) || (another == extents[d]) != (tile == extents[d])) {
          another = tile;
        }
        each.stage(stage).tile[d] = another;
        minima[d] = TileFigures.of(accelerator, Dimension.values()[d], extents[d], tile);
        minima[d].lowerTo(TileFigures.of(accelerator, Dimension.values()[d], extents[d], another));
      }
      SingleStages stages = new SingleStages(accelerator, workload);
      StageCosts other = stages.count(nest, fixed);
      StageCosts bound = new StageCosts();
      stages.evaluator.count(stage, nest, minima, bound);
      stages.join(nest, stage, bound, other, sheet);
      List<?> what = describe(k, each, workload, accelerator, nest.toSchedule());
      for (LoopNest choice : List.of(nest, each)) {
        stages.evaluator.evaluate(choice, this.other);
        if (this.other.violationBytes == 0) {
          assertThat(sheet.latencySeconds)
              .as("%s", what)
              .isLessThanOrEqualTo(this.other.latencySeconds * (1 + ROUNDING));
        }
      }
    }
  }

  @Test
  void aStageThatIsNoWorseCostsNoMoreWhateverTheOther() {
    int compared = 0;
    for (int k = 0; k < count; k++) {
      AttentionWorkload workload = workloadWithFeatures(k);
      Accelerator accelerator = acceleratorWithFeatures(k, 2);
      LoopNest nest = nestWithFeatures(k, workload);
      LoopNest mutated = Nests.copy(nest);
      Stage stage = Stage.values()[random.nextInt(2)];
      mutate(mutated, stage, workload, nests, random);
      if (nest.hasValuesInKeys() && stage == Stage.LOGIT) {
        continue; // K may have lost the place that V in K needs.
      }
      SingleStages stages = new SingleStages(accelerator, workload);
      StageCosts costs = stages.count(nest, stage);
      StageCosts costsOfOther = stages.count(mutated, stage);
      if (!costs.isNoWorseThan(costsOfOther)) {
        continue;
      }
      compared++;
      requireKeysNoMore(costs, costsOfOther, k);
      stages.evaluator.evaluate(nest, sheet);
      stages.evaluator.evaluate(mutated, other);
      List<?> what = describe(k, nest, workload, accelerator, "rather than", mutated.toSchedule());
      requireNoMore(sheet, other, what);
    }
    assertThat(compared).isGreaterThan(count / 10);
  }

  private void requireKeysNoMore(StageCosts costs, StageCosts other, int k) {
    double[] keys = new double[StageCosts.KEYS];
    double[] ofOther = new double[StageCosts.KEYS];
    for (boolean timed : new boolean[] {true, false}) {
      costs.keys(timed, keys);
      other.keys(timed, ofOther);
      for (int key = 0; key < StageCosts.KEYS; key++) {
        assertThat(keys[key])
            .as("key %s, nest %s, seed %s", key, k, seed)
            .isLessThanOrEqualTo(ofOther[key]);
      }
    }
  }

  /** Every second nest has many tiles, and therefore long loops. */
  private AttentionWorkload workload(int k) {
    return k % 2 == 0 ? nests.workload() : nests.longWorkload();
  }

  /** In one case of three, with a mask or words of other sizes. */
  private AttentionWorkload workloadWithFeatures(int k) {
    AttentionWorkload plain = workload(k);
    return k % 3 == 0 ? features.workload(plain) : plain;
  }

  /** In those cases and as many others, with some of the figures of chips. */
  private Accelerator acceleratorWithFeatures(int k, int cores) {
    Accelerator plain = nests.accelerator(cores);
    boolean isPlain = k % 3 == 2;
    return isPlain ? plain : features.accelerator(plain).with("multicast", "false");
  }

  private LoopNest nest(int k, AttentionWorkload workload) {
    return k % 2 == 0 ? nests.nest(workload) : nests.nestOfSmallTiles(workload);
  }

  /** In the same cases as the workload, with parts, steps, registers and V in K. */
  private LoopNest nestWithFeatures(int k, AttentionWorkload workload) {
    LoopNest nest = nest(k, workload);
    if (k % 3 == 0) {
      features.add(nest, workload);
    }
    return nest;
  }

  private static void leaveOutSteps(LoopNest nest) {
    nest.keyStep = 0;
    for (Tensor tensor : new Tensor[] {Tensor.K, Tensor.V}) {
      if (nest.place[tensor.ordinal()] == Place.STEP) {
        nest.place[tensor.ordinal()] = Place.BUFFER;
      }
    }
  }

  /** Changes some places, slots and own tiles of {@code stage}. */
  static void mutate(
      LoopNest nest, Stage stage, AttentionWorkload workload, RandomNests nests, Random random) {
    LoopNest drawn = nests.nest(workload);
    for (Tensor tensor : Tensor.values()) {
      if (tensor.stage() == stage && tensor != Tensor.LOGITS && random.nextInt(3) == 0) {
        nest.inside[tensor.ordinal()] = drawn.inside[tensor.ordinal()];
        nest.slots[tensor.ordinal()] = drawn.slots[tensor.ordinal()];
      }
    }
    for (Dimension dimension : stage.dimensions()) {
      if (!nest.form.shares(dimension) && random.nextInt(3) == 0) {
        Nests.setTile(
            nest,
            stage,
            dimension.ordinal(),
            1 + random.nextInt(Extents.of(workload)[dimension.ordinal()]));
      }
    }
  }

  private static void requireNoMore(CostSheet less, CostSheet more, List<?> what) {
    assertThat(less.latencySeconds)
        .as("latency, %s", what)
        .isLessThanOrEqualTo(more.latencySeconds * (1 + ROUNDING));
    assertThat(less.energyJoules)
        .as("energy, %s", what)
        .isLessThanOrEqualTo(more.energyJoules * (1 + ROUNDING));
    assertThat(less.trafficBytes)
        .as("traffic, %s", what)
        .isLessThanOrEqualTo(more.trafficBytes * (1 + ROUNDING));
    assertThat(less.footprintBytes)
        .as("footprint, %s", what)
        .isLessThanOrEqualTo(more.footprintBytes);
  }

  /** A list, as texts of everything that is compared would take longer than to compare it. */
  private List<?> describe(
      int k, LoopNest nest, AttentionWorkload workload, Accelerator accelerator, Object... more) {
    return List.of(
        "seed", seed, "nest", k, nest.toSchedule(), workload, accelerator, List.of(more));
  }
}
