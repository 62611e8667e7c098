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
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;

/** What masked steps cost, and what a core can draw. */
class FiguresOfKernelsTest {
  private static final int CASES = 1_500;

  /** So much longer than anything else that its multiples show how many steps were hidden. */
  private static final double LONG = 1e9;

  /** Counted logit by logit: a shared tile without a visible logit is hidden. */
  @Test
  void eachSharedTileThatTheMaskHidesTakesItsCycles() {
    int masked = 0;
    for (long seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      RandomNests nests = new RandomNests(random);
      RandomFeatures features = new RandomFeatures(random);
      AttentionWorkload workload = features.workload(nests.workload());
      Accelerator plain = nests.accelerator(1).with("clockHz", "1");
      LoopNest nest = nests.nest(workload);
      features.add(nest, workload);

      double hidden = hidden(nest, workload);
      double without = cycles(plain, workload, nest);
      double with = cycles(plain.with("maskedStepCycles", "" + LONG), workload, nest);

      assertThat(with - without).as("seed %d", seed).isCloseTo(hidden * LONG, within(without));
      masked += hidden > 0 ? 1 : 0;
    }
    assertThat(masked).isGreaterThan(CASES / 20);
  }

  private static double hidden(LoopNest nest, AttentionWorkload workload) {
    if (!nest.form.shares(Dimension.KEY)) {
      return 0;
    }
    int rowTile = nest.logit.tile[Dimension.ROW.ordinal()];
    int keyTile = nest.logit.tile[Dimension.KEY.ordinal()];
    boolean isRowShared = nest.form != SharedLoops.INSTANCE;
    int partKeys = nest.keyPart > 0 ? nest.keyPart : workload.keys();
    double hidden = 0;
    int step = nest.keyStep > 0 ? nest.keyStep : keyTile;
    for (int row = 0; isRowShared && row < workload.rows(); row += rowTile) {
      int endRow = Math.min(workload.rows(), row + rowTile);
      for (int part = 0; part < workload.keys(); part += partKeys) {
        int endPart = Math.min(workload.keys(), part + partKeys);
        // A part without a visible logit does not exist: nobody visits its steps.
        boolean exists =
            nest.form == SharedLoops.INSTANCE_KEY_ROW
                ? isVisible(workload, 0, workload.rows(), part, endPart)
                : isVisible(workload, row, endRow, part, endPart);
        for (int key = part; exists && key < endPart; key += keyTile) {
          int endKey = Math.min(workload.keys(), key + keyTile);
          for (int from = key; from < endKey; from += step) {
            boolean seen = isVisible(workload, row, endRow, from, Math.min(endKey, from + step));
            hidden += seen ? 0 : 1;
          }
        }
      }
    }
    int instanceTile = nest.logit.tile[Dimension.INSTANCE.ordinal()];
    return hidden * ((workload.instances() - 1) / instanceTile + 1);
  }

  private static boolean isVisible(
      AttentionWorkload workload, int row, int endRow, int key, int endKey) {
    int heads = workload.rows() / workload.queryLength();
    for (int r = row; r < endRow; r++) {
      for (int m = key; m < endKey; m++) {
        if (workload.mask().isNone()
            || m >= workload.firstKey(r / heads) && m <= workload.lastKey(r / heads)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Loads that take 4 cycles of DRAM take 8 on the core, one after another, as does the store.
   *
   * <pre>
   *         0   4   8   12  16  20  24  28  32  36  40  44
   *   read  |Q  |   |K  |   |V  |   |
   *   core  |Q      |K      |V      |       |O      |
   *   array |   |   |   |   |L  |   |A  |
   * </pre>
   */
  @Test
  void aCoreDrawsNoMoreThanItsPortLets() {
    SmallNest nest = new SmallNest(4, 4).with("coreBytesPerSecond", 2);
    assertThat(nest.cycles()).isEqualTo(8 + 8 + 8 + 4 + 8);
    assertThat(new SmallNest(4, 4).with("coreBytesPerSecond", 4).cycles())
        .isEqualTo(new SmallNest(4, 4).cycles());
  }

  @Test
  void coresDoNotShareTheirPorts() {
    double one = new SmallNest(4, 4).with("coreBytesPerSecond", 0.5).cycles();
    double four =
        new SmallNest(4, 4).instances(4).with("cores", 4).with("coreBytesPerSecond", 0.5).cycles();
    assertThat(four).isLessThan(one + 4 * 4 * 4);
  }

  @Test
  void isNeverFasterThanEachCoresBytesOverItsRate() {
    for (long seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      RandomNests nests = new RandomNests(random);
      AttentionWorkload workload = nests.workload();
      Accelerator plain = nests.accelerator(1).with(Map.of("clockHz", "1"));
      LoopNest nest = nests.nest(workload);
      CostSheet free = new CostSheet();
      evaluate(plain, workload, nest, free);
      CostSheet limited = new CostSheet();
      evaluate(plain.with("coreBytesPerSecond", "0.5"), workload, nest, limited);
      assertThat(limited.latencySeconds)
          .as("seed %d", seed)
          .isGreaterThanOrEqualTo(Math.max(free.latencySeconds, 2 * free.trafficBytes) * 0.999999);
      assertThat(limited.dramReadWords).as("seed %d", seed).isEqualTo(free.dramReadWords);
      assertThat(limited.trafficBytesByTensor[Tensor.O.ordinal()])
          .as("seed %d", seed)
          .isEqualTo(free.trafficBytesByTensor[Tensor.O.ordinal()]);
    }
  }

  private static double cycles(Accelerator machine, AttentionWorkload workload, LoopNest nest) {
    CostSheet sheet = new CostSheet();
    evaluate(machine, workload, nest, sheet);
    return sheet.latencySeconds;
  }

  private static void evaluate(
      Accelerator machine, AttentionWorkload workload, LoopNest nest, CostSheet sheet) {
    new WalkEvaluator(machine, workload, WalkLimits.DEFAULT, () -> false).evaluate(nest, sheet);
  }
}
