package org.flatsearch.search.space.loopnest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.flatsearch.cost.loopnest.LoopNestEvaluator;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Stop;
import org.flatsearch.search.Decomposition;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.search.strategy.exact.Auto;
import org.flatsearch.search.strategy.exact.Proofs;
import org.flatsearch.search.strategy.exact.RandomSubspaces;
import org.flatsearch.search.strategy.exact.ReboundProblem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much effort goes into a proof's parts changes how long it takes, never what it proves. */
class BoundEffortTest {
  private static final long SEED = 20_261_125;

  @Test
  void provesTheSameWithAnyEffort() {
    requireTheSame(SEED, 10);
  }

  @Test
  @Tag("thorough")
  void provesTheSameInManySubspaces() {
    requireTheSame(SEED + 1, 60);
  }

  private static void requireTheSame(long seed, int subspaces) {
    RandomSubspaces random = new RandomSubspaces(seed);
    for (int k = 0; k < subspaces; k++) {
      RandomSubspaces.Subspace subspace = random.next("loopnest", 50_000_000);
      SearchResult reference = Proofs.prove(subspace.problem(), subspace.objective());
      AttentionProblem original = (AttentionProblem) subspace.problem().original();
      for (LoopNestProver.Effort effort : efforts()) {
        RestrictedProblem same =
            RestrictedProblem.of(withEffort(original, effort), subspace.problem().restrictions());
        SearchResult result = Proofs.prove(same, subspace.objective());
        assertThat(result.values())
            .as("seed %d, sub-space %d, %s: %s", seed, k, effort, subspace.what())
            .isEqualTo(reference.values());
        assertThat(result.violation()).isEqualTo(reference.violation());
      }
    }
  }

  /** A bad incumbent rules out hardly anything, so a completion may take very long. */
  @Test
  @Timeout(60)
  void keepsToASmallBudgetInTheMiddleOfACompletion() {
    AttentionProblem problem = Proofs.shipped("flat-edge", "bert");
    SearchResult result = Search.of(problem, new Auto()).budget(Budget.ofEvaluations(300)).run();
    assertThat(result.stop()).isEqualTo(Stop.EVALUATIONS);
    assertThat(result.evaluations()).isEqualTo(300);
  }

  private static List<LoopNestProver.Effort> efforts() {
    LoopNestProver.Effort usual = LoopNestProver.Effort.DEFAULT;
    return Stream.concat(
            LongStream.of(0, 1, 2, 3, 5, 8, 20, 60)
                .mapToObj(few -> new LoopNestProver.Effort(few, usual.beforeHalving())),
            LongStream.of(0, 1, 5, 20)
                .mapToObj(few -> new LoopNestProver.Effort(usual.ofBound(), few)))
        .toList();
  }

  private static SearchProblem withEffort(AttentionProblem problem, LoopNestProver.Effort effort) {
    Decomposition decomposition =
        values ->
            new LoopNestProver(
                (LoopNestSpace) problem.space(),
                new LoopNestEvaluator(problem.accelerator(), problem.workload()),
                values,
                effort);
    return new ReboundProblem(problem, valid -> decomposition);
  }
}
