package org.flatsearch.search.space.loopnest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.IntSummaryStatistics;
import org.flatsearch.goal.Objective;
import org.flatsearch.search.Decomposition.Incumbent;
import org.flatsearch.search.Decomposition.Prover;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.search.strategy.exact.Proofs;
import org.flatsearch.search.strategy.exact.RandomSubspaces;
import org.flatsearch.search.strategy.exact.ReboundProblem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Smaller boxes are bounded and completed only by the parts that remain of the box around them. */
@Execution(ExecutionMode.CONCURRENT)
class RemainingPartsTest {
  private static final long SEED = 20_261_127;

  @Test
  void proveWhatAllPartsProve() {
    requireTheSame(SEED, 25);
  }

  @Test
  @Tag("thorough")
  void proveWhatAllPartsProveInManySubspaces() {
    requireTheSame(SEED + 1, 120);
  }

  private static void requireTheSame(long seed, int subspaces) {
    RandomSubspaces random = new RandomSubspaces(seed);
    for (int k = 0; k < subspaces; k++) {
      RandomSubspaces.Subspace subspace = random.next("loopnest", 50_000_000);
      SearchProblem original = subspace.problem().original();
      SearchResult all =
          Proofs.prove(
              RestrictedProblem.of(
                  ReboundProblem.ofProvers(original, Forgetful::new),
                  subspace.problem().restrictions()),
              subspace.objective());
      SearchResult remaining = Proofs.prove(subspace.problem(), subspace.objective());
      assertThat(remaining.values())
          .as("seed %d, sub-space %d: %s", seed, k, subspace.what())
          .isEqualTo(all.values());
      assertThat(remaining.violation()).isEqualTo(all.violation());
    }
  }

  @Test
  void areFew() {
    AttentionProblem problem = Proofs.shipped("simba", "vit-b-16");
    IntSummaryStatistics parts = new IntSummaryStatistics();
    Proofs.prove(
        ReboundProblem.ofProvers(problem, valid -> new Counting(valid, parts)),
        Objective.of("energy"));
    assertThat(parts.getCount()).isGreaterThan(100);
    assertThat(parts.getAverage()).isLessThan(parts.getMax() / 5.0);
  }

  /** Does not say which parts remain, so that each box begins with all of them. */
  private record Forgetful(Prover valid) implements ReboundProblem.Rebound {
    @Override
    public double bound(int[] low, int[] high, double[] metrics, Incumbent incumbent) {
      return valid.bound(low, high, metrics, incumbent);
    }
  }

  /** Counts the parts that remain of each box. */
  private record Counting(Prover valid, IntSummaryStatistics parts)
      implements ReboundProblem.Rebound {
    @Override
    public double bound(int[] low, int[] high, double[] metrics, Incumbent incumbent) {
      double violation = valid.bound(low, high, metrics, incumbent);
      if (valid.remaining() instanceof RemainingParts left) {
        parts.accept(left.of()[0].length + left.of()[1].length);
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
