package org.flatsearch.experiments.text;

import org.flatsearch.experiments.run.ProblemKey;
import org.flatsearch.experiments.run.RunRecord;
import org.flatsearch.experiments.run.WrongProof;
import org.flatsearch.results.Optimality;

/** A proof that is wrong, told so that it can be reported. */
public final class WrongProofText {
  private WrongProofText() {}

  /** The claim, what refutes it, and what to do, in one line. */
  public static String of(WrongProof wrong) {
    RunRecord claim = wrong.claim();
    RunRecord better = wrong.better();
    return "WRONG PROOF: "
        + ComparisonText.name(ProblemKey.of(claim))
        + ": "
        + name(claim)
        + " proved "
        + claimed(claim)
        + ", and "
        + name(better)
        + " found "
        + better.values()
        + ". That proof counts for nothing here. It is a defect of the strategy or of the cost"
        + " model's bounds, or the runs are of different versions; please report it.";
  }

  private static String name(RunRecord run) {
    return run.strategy() + " with seed " + run.seed();
  }

  private static String claimed(RunRecord run) {
    if (run.status() != Optimality.Status.PROVEN) {
      return "a lower bound of " + run.lowerBound();
    }
    return run.isFeasible() ? "an optimum of " + run.values() : "that nothing fits";
  }
}
