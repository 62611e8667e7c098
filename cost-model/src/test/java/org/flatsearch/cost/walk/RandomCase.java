package org.flatsearch.cost.walk;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.Machines;
import org.flatsearch.cost.RandomNests;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** A small workload, an accelerator and a loop nest, drawn from a seed. */
record RandomCase(Accelerator accelerator, AttentionWorkload workload, LoopNest nest) {

  static RandomCase of(long seed) {
    return of(seed, 9, 12, 1);
  }

  /**
   * @param mostInstances the most instances
   * @param most the most rows, keys and iterations of a loop
   * @param smallness 1 draws all tile sizes evenly, a larger value prefers small ones
   */
  static RandomCase of(long seed, int mostInstances, int most, double smallness) {
    Random random = new Random(seed);
    AttentionWorkload workload =
        Machines.workload(
            1 + random.nextInt(mostInstances),
            1 + random.nextInt(most),
            1 + random.nextInt(most),
            1 + random.nextInt(9),
            1 + random.nextInt(9));
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("cores", String.valueOf(1 + random.nextInt(4)));
    figures.put("multicast", String.valueOf(random.nextBoolean()));
    figures.put("dramShared", String.valueOf(random.nextBoolean()));
    figures.put("dmaLatencyCycles", String.valueOf(random.nextInt(3) * 5));
    figures.put("transferPieces", String.valueOf(1 + random.nextInt(4)));
    figures.put("dramReadBytesPerSecond", String.valueOf(0.5 + random.nextInt(40) / 4.0));
    figures.put("dramWriteBytesPerSecond", String.valueOf(0.5 + random.nextInt(40) / 4.0));
    figures.put(
        "lanes", random.nextBoolean() ? "unlimited" : String.valueOf(1 + random.nextInt(9)));
    figures.put(
        "onChipBytesPerSecond",
        random.nextBoolean() ? "unlimited" : String.valueOf(1 + random.nextInt(60)));
    figures.put("bufferBytes", String.valueOf(100 + random.nextInt(2000)));
    figures.put("fillCycles.logit", String.valueOf(random.nextInt(3)));
    figures.put("stationaryLoadCycles", String.valueOf(random.nextInt(6)));
    Accelerator accelerator = Machines.plain().with(figures);
    LoopNest nest =
        new RandomNests(random).nest(workload, extent -> tile(random, extent, most, smallness));
    return new RandomCase(accelerator, workload, nest);
  }

  private static int tile(Random random, int extent, int mostTiles, double smallness) {
    int least = (extent - 1) / mostTiles + 1;
    double share = Math.pow(random.nextDouble(), smallness);
    return least + (int) (share * (extent - least + 1));
  }

  CostSheet walk(WalkLimits limits) {
    CostSheet sheet = new CostSheet();
    new WalkEvaluator(accelerator, workload, limits, () -> false).evaluate(nest, sheet);
    return sheet;
  }
}
