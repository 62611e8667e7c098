package org.flatsearch.search.strategy.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.flatsearch.goal.Budget;
import org.flatsearch.search.Parameters;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchResult;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proof repeats to the last counter. */
@Execution(ExecutionMode.CONCURRENT)
public class RepeatedProofTest {
  private static final long SEED = 6;

  /** Runs a proof with an audit, or as much of the proof as the budget allows. */
  public static SearchResult prove(RandomSubspaces.Subspace subspace) {
    return Search.of(subspace.problem(), new Auto())
        .objective(subspace.objective())
        .budget(Budget.ofEvaluations(25_000))
        .parameters(new Parameters(Map.of(BranchAndBound.AUDIT, "100")))
        .seed(9)
        .run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"flat", "loopnest"})
  void repeats(String model) {
    RandomSubspaces random = new RandomSubspaces(SEED);
    for (int k = 0; k < 8; k++) {
      RandomSubspaces.Subspace subspace = random.next(model, 1_000_000);
      SearchResult first = prove(subspace);
      SearchResult again = prove(subspace);
      String what = "seed %s, sub-space %s: %s".formatted(SEED, k, subspace.what());
      assertThat(again.best()).as(what).isEqualTo(first.best());
      assertThat(again.trace()).as(what).isEqualTo(first.trace());
      assertThat(again.proof()).as(what).isEqualTo(first.proof());
      assertThat(again.counters()).as(what).isEqualTo(first.counters());
    }
  }
}
