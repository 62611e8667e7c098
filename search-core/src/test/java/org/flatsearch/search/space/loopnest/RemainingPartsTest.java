package org.flatsearch.search.space.loopnest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.flatsearch.cost.CostModels;
import org.flatsearch.search.Budget;
import org.flatsearch.search.Decomposition.Incumbent;
import org.flatsearch.search.Decomposition.Prover;
import org.flatsearch.search.Objective;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.search.space.Spaces;
import org.flatsearch.search.strategy.exact.BranchAndBound;
import org.flatsearch.search.strategy.exact.RandomSubspaces;
import org.flatsearch.search.strategy.exact.ReboundProblem;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

/** Smaller boxes are bounded and completed only by the parts that remain of the box around them. */
class RemainingPartsTest {
  private static final long SEED = 20_261_127;
  private static final int SUBSPACES = 60;

  @Test
  void proveWhatAllPartsProve() {
    RandomSubspaces random = new RandomSubspaces(SEED);
    for (int k = 0; k < SUBSPACES; k++) {
      RandomSubspaces.Subspace subspace = random.next("loopnest", 50_000_000);
      SearchProblem original = subspace.problem().original();
      SearchResult all =
          prove(
              RestrictedProblem.of(
                  withProver(original, Forgetful::new), subspace.problem().restrictions()),
              subspace.objective());
      SearchResult remaining = prove(subspace.problem(), subspace.objective());
      assertThat(remaining.values())
          .as("seed %d, sub-space %d: %s", SEED, k, subspace.what())
          .isEqualTo(all.values());
      assertThat(remaining.violation()).isEqualTo(all.violation());
    }
  }

  @Test
  void areFew() {
    AttentionProblem problem =
        Spaces.problem(
            CostModels.all().get("loopnest"),
            "full",
            SpecCatalogue.accelerator("simba"),
            SpecCatalogue.workload("vit-b-16"));
    Tally tally = new Tally();
    prove(withProver(problem, tally::of), Objective.of("energy"));
    assertThat(tally.boxes).isGreaterThan(100);
    assertThat(tally.parts / tally.boxes).isLessThan(tally.most / 5);
  }

  private static SearchProblem withProver(SearchProblem problem, UnaryOperator<Prover> change) {
    return new ReboundProblem(problem, valid -> values -> change.apply(valid.prover(values)));
  }

  private static SearchResult prove(SearchProblem problem, Objective objective) {
    return Search.of(problem, new BranchAndBound())
        .objective(objective)
        .budget(Budget.ofEvaluations(Long.MAX_VALUE))
        .run();
  }

  /** Does not say which parts remain, so that each box begins with all of them. */
  private record Forgetful(Prover valid) implements ReboundProblem.Rebound {
    @Override
    public double bound(int[] low, int[] high, double[] metrics, Incumbent incumbent) {
      return valid.bound(low, high, metrics, incumbent);
    }
  }

  /** Counts the parts that remain of each box. */
  private static final class Tally {
    private double boxes;
    private double parts;
    private double most;

    Prover of(Prover valid) {
      return new Counting(valid, this);
    }
  }

  private record Counting(Prover valid, Tally tally) implements ReboundProblem.Rebound {
    @Override
    public double bound(int[] low, int[] high, double[] metrics, Incumbent incumbent) {
      double violation = valid.bound(low, high, metrics, incumbent);
      if (valid.remaining() instanceof RemainingParts left) {
        int parts = left.of()[0].length + left.of()[1].length;
        tally.boxes++;
        tally.parts += parts;
        tally.most = Math.max(tally.most, parts);
      }
      return violation;
    }

    @Override
    public Object remaining() {
      return valid.remaining();
    }

    @Override
    public void continueFrom(Object remaining) {
      valid.continueFrom(remaining);
    }
  }
}
