package org.flatsearch.search.strategy.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.search.Decomposition;
import org.flatsearch.search.Enumeration;
import org.flatsearch.search.Parameters;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.Score;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.space.AttentionProblem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks of a proof detect bounds that are one percent too high. */
@Execution(ExecutionMode.CONCURRENT)
class InflatedBoundTest {
  private static final long SEED = 77;
  private static final int AUDITED_SUBSPACES = 30;
  private static final long POINTS = 2_000;
  private static final String AUDITED = "pruned points audited";
  private static final int MANY = 20_000;
  private static final Objective ENERGY = Objective.of("energy", "latency");

  @ParameterizedTest
  @CsvSource({"flat, 300", "loopnest, 60"})
  void areSeenByTheSearchItselfByFullEnumerationAndByTheAudit(String model, int subspaces) {
    RandomSubspaces random = new RandomSubspaces(SEED);
    int contradicted = 0;
    int wrong = 0;
    int seen = 0;
    for (int k = 0; k < subspaces; k++) {
      RandomSubspaces.Subspace subspace = random.next(model, POINTS);
      RestrictedProblem inflated = inflated(subspace, 1.01);
      SearchResult result = proveUnlessContradicted(inflated, subspace);
      if (result == null) {
        contradicted++;
        continue;
      }
      assertThat(result.proof().status())
          .as("seed %s, sub-space %s: %s", SEED, k, subspace.what())
          .isEqualTo(Status.PROVEN);
      Score least = Enumeration.of(subspace.problem(), subspace.objective()).score;
      if (Enumeration.scoreOf(result, subspace.objective()).compareTo(least) != 0) {
        wrong++;
        seen += failsItsAudit(search(inflated, subspace.objective(), MANY)) ? 1 : 0;
      }
    }
    System.out.printf(
        "%s: of %d proofs by bounds that are 1 %% too high, %d contradict themselves, %d are wrong,"
            + " of which the audit sees %d%n",
        model, subspaces, contradicted, wrong, seen);
    assertThat(contradicted).isPositive();
    assertThat(wrong).isPositive();
    assertThat(seen).isPositive();
  }

  /** The result of a proof; null if an evaluated point contradicted the lower bound. */
  private static SearchResult proveUnlessContradicted(
      SearchProblem problem, RandomSubspaces.Subspace subspace) {
    try {
      return prove(problem, subspace, 0);
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContainingAll("the proof is wrong", "the lower bound was");
      return null;
    }
  }

  @Test
  void auditsOfValidProofsSucceedAndCountTheirEvaluations() {
    RandomSubspaces random = new RandomSubspaces(SEED);
    for (int k = 0; k < AUDITED_SUBSPACES; k++) {
      RandomSubspaces.Subspace subspace = random.next(k % 2 == 0 ? "flat" : "loopnest", POINTS);
      SearchResult without = prove(inflated(subspace, 1), subspace, 0);
      SearchResult audited = prove(inflated(subspace, 1), subspace, 50);
      String what = "seed %s, sub-space %s: %s".formatted(SEED, k, subspace.what());
      assertThat(without.counters()).as(what).doesNotContainKey(AUDITED);
      assertThat(audited.counters()).as(what).containsEntry(AUDITED, 50L);
      assertThat(audited.evaluations()).as(what).isEqualTo(without.evaluations() + 50);
      assertThat(audited.best()).as(what).isEqualTo(without.best());
    }
  }

  /** Random points of a space of 10^20 and more see nothing; climbs within the boxes do. */
  @Test
  @Tag("thorough")
  void auditsClimbToWhatAWrongProofLeftOut() {
    int wrong = 0;
    int seen = 0;
    for (String accelerator : List.of("flat-edge-64-lanes", "rtl-16x16")) {
      for (String workload : List.of("vit-b-16", "llama-3-8b-decode")) {
        AttentionProblem problem = Proofs.shipped(accelerator, workload);
        SearchProblem inflated =
            ReboundProblem.ofProvers(problem, valid -> new InflatedProver(valid, 1.05));
        Score optimum = Enumeration.scoreOf(search(problem, ENERGY, 0).run(), ENERGY);
        if (Enumeration.scoreOf(search(inflated, ENERGY, 0).run(), ENERGY).compareTo(optimum)
            != 0) {
          wrong++;
          seen += failsItsAudit(search(inflated, ENERGY, MANY)) ? 1 : 0;
        }
      }
    }
    System.out.printf(
        "loopnest: of %d wrong proofs in full spaces the audit sees %d%n", wrong, seen);
    assertThat(seen).isPositive();
  }

  private static boolean failsItsAudit(Search search) {
    try {
      search.run();
      return false;
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContainingAll("the proof is wrong", "the optimum was");
      return true;
    }
  }

  private static SearchResult prove(
      SearchProblem problem, RandomSubspaces.Subspace subspace, int audited) {
    return search(problem, subspace.objective(), audited).run();
  }

  private static Search search(SearchProblem problem, Objective objective, int audited) {
    return Proofs.search(problem, objective)
        .parameters(new Parameters(Map.of(BranchAndBound.AUDIT, Integer.toString(audited))));
  }

  private static RestrictedProblem inflated(RandomSubspaces.Subspace subspace, double factor) {
    return RestrictedProblem.of(
        ReboundProblem.ofProvers(
            subspace.problem().original(), valid -> new InflatedProver(valid, factor)),
        subspace.problem().restrictions());
  }

  private record InflatedProver(Decomposition.Prover valid, double factor)
      implements ReboundProblem.Rebound {
    @Override
    public double bound(
        int[] low, int[] high, double[] metrics, Decomposition.Incumbent incumbent) {
      double violation = valid.bound(low, high, metrics, incumbent);
      for (int k = 0; k < metrics.length; k++) {
        metrics[k] *= factor;
      }
      return violation;
    }
  }
}
