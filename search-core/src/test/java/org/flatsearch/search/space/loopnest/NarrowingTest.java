package org.flatsearch.search.space.loopnest;

import static org.assertj.core.api.Assertions.assertThat;

import org.flatsearch.cost.CostModels;
import org.flatsearch.search.Budget;
import org.flatsearch.search.Objective;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.search.space.Spaces;
import org.flatsearch.search.strategy.exact.Auto;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

/** Narrowing both stages in turn finds out that they share one buffer. */
class NarrowingTest {
  /**
   * With logits through DRAM, the stages may share only the tiles of instances. Then there is
   * hardly anything to split boxes at, and a completion that only expands one stage after the other
   * takes too long.
   */
  @Test
  void provesAnOptimumOfStagesThatShareHardlyAnyLoops() {
    AttentionProblem problem =
        Spaces.problem(
            CostModels.all().get("loopnest"),
            "full",
            SpecCatalogue.accelerator("a100"),
            SpecCatalogue.workload("deepseek-v3-decode"));
    SearchResult result =
        Search.of(problem, new Auto())
            .objective(Objective.of("edp"))
            .budget(Budget.ofEvaluations(40_000))
            .run();
    assertThat(result.proof().status()).isEqualTo(SearchResult.Status.PROVEN);
  }
}
