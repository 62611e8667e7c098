package org.flatsearch.experiments.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
      if (better != null && better.score().compareTo(run.bestPossible()) < 0) {
        wrong.add(new WrongProof(run, better));
        checked.add(run.withoutProof());
      } else {
        checked.add(run);
      }
    }
    return new CheckedProofs(checked, wrong);
  }
}
