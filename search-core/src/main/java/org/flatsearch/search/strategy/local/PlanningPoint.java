package org.flatsearch.search.strategy.local;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.flatsearch.search.Decision;
import org.optaplanner.core.api.domain.solution.PlanningEntityCollectionProperty;
import org.optaplanner.core.api.domain.solution.PlanningScore;
import org.optaplanner.core.api.domain.solution.PlanningSolution;
import org.optaplanner.core.api.score.buildin.bendablelong.BendableLongScore;

/**
 * A point as a planning solution. Clones of it share the {@link LocalSearchRun} that evaluates and
 * records.
 */
@PlanningSolution
public class PlanningPoint {
  /** Further objectives do not guide the search, but still count when the best point is chosen. */
  static final int SOFT_LEVELS = 3;

  @PlanningEntityCollectionProperty private List<PlanningDecision> decisions;

  @PlanningScore(bendableHardLevelsSize = 1, bendableSoftLevelsSize = SOFT_LEVELS)
  private BendableLongScore score;

  private LocalSearchRun run;

  /** For OptaPlanner, which then copies the fields. */
  public PlanningPoint() {}

  PlanningPoint(LocalSearchRun run, List<List<Choice>> domains, int[] point) {
    this.run = run;
    decisions = new ArrayList<>();
    for (int k = 0; k < point.length; k++) {
      decisions.add(new PlanningDecision(domains.get(k), point[k]));
    }
  }

  /** All choices of each decision. */
  static List<List<Choice>> domains(List<Decision> decisions) {
    return decisions.stream()
        .map(decision -> IntStream.range(0, decision.size()).mapToObj(Choice::new).toList())
        .toList();
  }

  LocalSearchRun run() {
    return run;
  }

  PlanningDecision decision(int index) {
    return decisions.get(index);
  }

  BendableLongScore evaluate() {
    int[] point = run.scratch();
    write(point);
    return run.evaluate(point);
  }

  /** Writes the values of all decisions. */
  void write(int[] into) {
    for (int k = 0; k < into.length; k++) {
      into[k] = decisions.get(k).value();
    }
  }
}
