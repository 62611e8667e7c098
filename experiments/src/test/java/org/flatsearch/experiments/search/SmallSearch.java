package org.flatsearch.experiments.search;

import java.util.SplittableRandom;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.search.Decision;
import org.flatsearch.spec.SpecCatalogue;

/** A search whose schedules take the walker little time, for tests of refinement. */
final class SmallSearch {
  private static final CostModel LOOPNEST = CostModels.all().get("loopnest");

  private SmallSearch() {}

  static PlannedSearch of(String... restrictions) {
    return new PlannedSearch(
        Plans.of(
            SpecCatalogue.accelerator("tileflow-edge"),
            SpecCatalogue.workload("bert").withSequence(128),
            LOOPNEST,
            "full",
            "random",
            1,
            restrictions));
  }

  /** An incumbent that any schedule is better than that fits. */
  static Incumbent incumbent(CostModel walker, PlannedSearch search) {
    return new Incumbent(
        walker, search, new double[] {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY});
  }

  /** Some point that fits: much is better. */
  static int[] pointThatFits(PlannedSearch search, SplittableRandom random) {
    Incumbent incumbent = incumbent(LOOPNEST, search);
    int[] point;
    do {
      point =
          search.searched().decisions().stream()
              .mapToInt((Decision decision) -> random.nextInt(decision.size()))
              .toArray();
    } while (!incumbent.mayBeImprovedBy(point));
    return point;
  }
}
