package org.flatsearch.experiments.text;

import java.util.List;
import org.flatsearch.experiments.record.ProblemKey;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.record.WrongProof;
import org.flatsearch.goal.Status;

/** Defects of strategies and models that runs brought to light. */
public final class DefectText {
  private DefectText() {}

  /** A line for each wrong proof. */
  public static List<String> of(List<WrongProof> wrongProofs) {
    return wrongProofs.stream().map(DefectText::wrongProof).toList();
  }

  /** The claim, what refutes it, and what to do. */
  private static String wrongProof(WrongProof wrong) {
    RunRecord claim = wrong.claim();
    RunRecord better = wrong.better();
    return ("WRONG PROOF: %s: %s proved %s, and %s found %s. That proof is ignored here. It"
            + " is a defect of the strategy or of the cost model's bounds, or the runs are of"
            + " different versions; please report it.")
        .formatted(
            ComparisonText.name(ProblemKey.of(claim)),
            name(claim),
            claimText(claim),
            name(better),
            better.values());
  }

  private static String name(RunRecord run) {
    return run.setting().strategy() + " with seed " + run.setting().seed();
  }

  private static String claimText(RunRecord run) {
    if (run.status() != Status.PROVEN) {
      return "a lower bound of " + run.lowerBound();
    }
    return run.isFeasible() ? "an optimum of " + run.values() : "that nothing fits";
  }
}
