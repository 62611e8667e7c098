package org.flatsearch.experiments.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.results.Optimality;

/**
 * Runs whose proofs have been checked against the results of all runs: no run can have found a
 * better schedule of a problem than another run has proven to be possible.
 *
 * @param runs the runs; one whose proof is wrong is turned into one that proved nothing
 * @param wrong the proofs that are wrong
 */
public record CheckedProofs(List<RunRecord> runs, List<WrongProof> wrong) {
  public CheckedProofs {
    runs = List.copyOf(runs);
    wrong = List.copyOf(wrong);
  }

  /** Checks the proofs of these runs. */
  public static CheckedProofs of(List<RunRecord> runs) {
    Map<ProblemKey, RunRecord> best = new HashMap<>();
    for (RunRecord run : runs) {
      if (run.isFeasible()) {
        best.merge(ProblemKey.of(run), run, (a, b) -> b.score().compareTo(a.score()) < 0 ? b : a);
      }
    }
    List<RunRecord> checked = new ArrayList<>();
    List<WrongProof> wrong = new ArrayList<>();
    for (RunRecord run : runs) {
      RunRecord better = best.get(ProblemKey.of(run));
      if (better != null && rulesOut(run, better)) {
        wrong.add(new WrongProof(run, better));
        checked.add(run.withoutProof());
      } else {
        checked.add(run);
      }
    }
    return new CheckedProofs(checked, wrong);
  }

  /** Whether a run has proven that there is no such result as the other's. */
  private static boolean rulesOut(RunRecord run, RunRecord other) {
    if (run.status() == Optimality.Status.PROVEN && other.score().compareTo(run.score()) < 0) {
      return true;
    }
    double[] bound = run.lowerBound().stream().mapToDouble(Double::doubleValue).toArray();
    return bound.length > 0 && run.objective().compare(other.score().values, bound) < 0;
  }
}
