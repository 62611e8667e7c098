package org.flatsearch.experiments.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flatsearch.experiments.record.ProblemKey;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.record.WrongProof;
import org.flatsearch.results.Optimality;

/**
 * Defects of strategies and models that runs brought to light, described so that they can be fixed.
 */
public final class DefectText {
  private DefectText() {}

  /**
   * A line for each wrong proof, and for each strategy that was abandoned in some of these runs.
   */
  public static List<String> of(List<WrongProof> wrongProofs, List<RunRecord> runs) {
    List<String> lines = new ArrayList<>(wrongProofs.stream().map(DefectText::wrongProof).toList());
    Map<String, List<RunRecord>> byStrategy =
        runs.stream()
            .collect(Collectors.groupingBy(RunRecord::strategy, TreeMap::new, Collectors.toList()));
    byStrategy.values().removeIf(of -> of.stream().noneMatch(RunRecord::isGivenUp));
    byStrategy.forEach((strategy, of) -> lines.add(givenUp(strategy, of)));
    return lines;
  }

  private static String givenUp(String strategy, List<RunRecord> runs) {
    return ("Strategy %s did not stop and was abandoned in %s of %s; what it had found is"
            + " kept. Its method search must let the run's exception through.")
        .formatted(
            strategy,
            Units.count(runs.stream().filter(RunRecord::isGivenUp).count()),
            Units.plural(runs.size(), "run"));
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
            claimed(claim),
            name(better),
            better.values());
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
