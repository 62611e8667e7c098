package org.flatsearch.search.space.loopnest;

import static org.assertj.core.api.Assertions.assertThat;

import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.search.strategy.exact.Auto;
import org.flatsearch.search.strategy.exact.Proofs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Narrowing both stages in turn finds out that they share one buffer. */
@Execution(ExecutionMode.CONCURRENT)
class NarrowingTest {
  /** The incumbent is close to the bound, but unless parts are halved further, choices abound. */
  @Test
  @Tag("thorough")
  void provesAnOptimumWhereHalvingOnLeavesMoreParts() {
    assertProves("simba", "llama-7b-prefill", "latency", 10_000_000);
  }

  /** No box can be completed for good with what is found before. */
  @Test
  @Tag("thorough")
  void provesAnOptimumWhereCompletionsNeedTargets() {
    assertProves("simba", "deepseek-v3-decode", "edp", 10_000_000);
  }

  private static void assertProves(
      String accelerator, String workload, String objective, long evaluations) {
    AttentionProblem problem = Proofs.shipped(accelerator, workload);
    SearchResult result =
        Search.of(problem, new Auto())
            .objective(Objective.of(objective))
            .budget(Budget.ofEvaluations(evaluations))
            .run();
    assertThat(result.proof().status()).isEqualTo(Status.PROVEN);
  }
}
