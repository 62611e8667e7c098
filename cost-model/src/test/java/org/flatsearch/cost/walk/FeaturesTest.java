package org.flatsearch.cost.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.RandomFeatures;
import org.flatsearch.cost.RandomNests;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;

/** Masks, parts and steps of keys, registers and what else only some workloads and chips have. */
class FeaturesTest {
  private static final int CASES = 2_000;

  private record Case(Accelerator accelerator, AttentionWorkload workload, LoopNest nest) {
    static Case of(long seed) {
      Random random = new Random(seed);
      RandomNests nests = new RandomNests(random);
      RandomFeatures features = new RandomFeatures(random);
      AttentionWorkload workload =
          features.workload(random.nextInt(4) > 0 ? nests.workload() : nests.longWorkload());
      Accelerator accelerator = features.accelerator(nests.accelerator(4));
      LoopNest nest = nests.nest(workload);
      features.add(nest, workload);
      nest.toSchedule().requireFits(workload);
      return new Case(accelerator, workload, nest);
    }

    CostSheet walk(WalkLimits limits) {
      CostSheet sheet = new CostSheet();
      new WalkEvaluator(accelerator, workload, limits, () -> false).evaluate(nest, sheet);
      return sheet;
    }
  }

  /** By the definition of a mask, one logit after another. */
  @Test
  void executeTheLogitsOfTilesWithAVisibleOne() {
    for (long seed = 0; seed < CASES; seed++) {
      Case random = Case.of(seed);
      CostSheet sheet = random.walk(WalkLimits.DEFAULT);
      assertThat(sheet.executedLogits)
          .as("seed %d", seed)
          .isEqualTo(executedLogits(random.nest, random.workload));
      assertThat(random.workload.visibleLogits())
          .as("useful, seed %d", seed)
          .isEqualTo(
              random.workload.instances()
                  * visible(random.workload, 0, random.workload.rows(), 0, random.workload.keys()));
    }
  }

  private static long executedLogits(LoopNest nest, AttentionWorkload workload) {
    int rowTile = nest.logit.tile[Dimension.ROW.ordinal()];
    int keyTile = nest.logit.tile[Dimension.KEY.ordinal()];
    int step = nest.keyStep > 0 ? nest.keyStep : keyTile;
    long logits = 0;
    for (int row = 0; row < workload.rows(); row += rowTile) {
      int endRow = Math.min(workload.rows(), row + rowTile);
      for (int key = 0; key < workload.keys(); key += keyTile) {
        int endKey = Math.min(workload.keys(), key + keyTile);
        for (int part = key; part < endKey; part += step) {
          int end = Math.min(endKey, part + step);
          if (visible(workload, row, endRow, part, end) > 0) {
            logits += (long) (endRow - row) * (end - part);
          }
        }
      }
    }
    return logits * workload.instances();
  }

  /** Each key of a tile, or of a step where steps are loaded, of which any row sees a key. */
  @Test
  void keysOfASharedBufferComeFromDramOnce() {
    int k = Tensor.K.ordinal();
    for (long seed = 0; seed < CASES; seed++) {
      Case random = Case.of(seed);
      AttentionWorkload workload = random.workload;
      LoopNest nest = random.nest;
      Accelerator shared =
          random.accelerator.with(
              Map.of(
                  "sharedBufferBytes", "1MiB",
                  "sharedBufferBytesPerSecond", "8",
                  "layoutPasses", "0"));
      if (nest.inside[k] == LoopNest.AT_ARRAY) {
        continue;
      }
      boolean areSteps = nest.inside[k] > nest.logit.position(Dimension.KEY.ordinal());
      areSteps |= nest.place[k] == Residency.Place.STEP;
      CostSheet sheet = new Case(shared, workload, nest).walk(WalkLimits.DEFAULT);
      assertThat(sheet.trafficBytesByTensor[k])
          .as("seed %d", seed)
          .isEqualTo(
              (double) workload.instances()
                  * keysOfLiveTiles(nest, workload, areSteps)
                  * workload.queryDim()
                  * workload.bytes().k());
    }
  }

  private static long keysOfLiveTiles(LoopNest nest, AttentionWorkload workload, boolean areSteps) {
    int keyTile = nest.logit.tile[Dimension.KEY.ordinal()];
    int size = areSteps && nest.keyStep > 0 ? nest.keyStep : keyTile;
    long keys = 0;
    for (int tile = 0; tile < workload.keys(); tile += keyTile) {
      int endTile = Math.min(workload.keys(), tile + keyTile);
      for (int key = tile; key < endTile; key += size) {
        int end = Math.min(endTile, key + size);
        keys += visible(workload, 0, workload.rows(), key, end) > 0 ? end - key : 0;
      }
    }
    return keys;
  }

  private static long visible(
      AttentionWorkload workload, int row, int endRow, int key, int endKey) {
    int heads = workload.queryHeads() / workload.keyValueHeads();
    int offset = workload.keyLength() - workload.queryLength();
    long visible = 0;
    for (int r = row; r < endRow; r++) {
      int query = r / heads;
      for (int m = key; m < endKey; m++) {
        boolean isSeen =
            workload.mask().isNone()
                || m <= query + offset
                    && (long) m > (long) query + offset - workload.mask().window();
        visible += isSeen ? 1 : 0;
      }
    }
    return visible;
  }

  @Test
  void repeatThemselvesAsFullWalksShow() {
    for (long seed = 0; seed < CASES; seed++) {
      Case random = Case.of(seed);
      CostSheet skipping = random.walk(WalkLimits.DEFAULT);
      CostSheet full = random.walk(WalkLimits.FULL);
      assertThat(skipping.latencySeconds)
          .as("seed %d", seed)
          .isCloseTo(full.latencySeconds, within(1e-12 * full.latencySeconds));
      assertThat(skipping.dramReadWords).as("seed %d", seed).isEqualTo(full.dramReadWords);
      assertThat(skipping.dramWriteWords).as("seed %d", seed).isEqualTo(full.dramWriteWords);
      assertThat(skipping.onChipReadWords).as("seed %d", seed).isEqualTo(full.onChipReadWords);
      assertThat(skipping.onChipWriteWords).as("seed %d", seed).isEqualTo(full.onChipWriteWords);
    }
  }

  /** The first key tile of a causal row tile begins its sums, the last one ends them. */
  @Test
  void moveEachWordOnceWhereThereIsRoomForAll() {
    for (long seed = 0; seed < CASES; seed++) {
      Case random = Case.of(seed);
      AttentionWorkload workload = random.workload;
      LoopNest nest = random.nest;
      boolean isHeld = nest.fused && random.accelerator.cores() == 1 && nest.keyPart == 0;
      for (Tensor tensor : new Tensor[] {Tensor.Q, Tensor.O}) {
        isHeld &= nest.inside[tensor.ordinal()] == 0;
      }
      if (isHeld && random.accelerator.overheads().layoutPasses() == 0) {
        CostSheet sheet = random.walk(WalkLimits.DEFAULT);
        double rows = (double) workload.instances() * workload.rows();
        assertThat(sheet.trafficBytesByTensor[Tensor.Q.ordinal()])
            .as("seed %d", seed)
            .isEqualTo(rows * workload.queryDim() * workload.bytes().q());
        assertThat(sheet.trafficBytesByTensor[Tensor.O.ordinal()])
            .as("seed %d", seed)
            .isEqualTo(rows * workload.valueDim() * workload.bytes().o());
      }
    }
  }
}
