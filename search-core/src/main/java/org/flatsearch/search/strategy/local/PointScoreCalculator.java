package org.flatsearch.search.strategy.local;

import org.optaplanner.core.api.score.buildin.bendablelong.BendableLongScore;
import org.optaplanner.core.api.score.calculator.EasyScoreCalculator;

/** Lets the run evaluate a point, which is the only way in which OptaPlanner evaluates. */
public final class PointScoreCalculator
    implements EasyScoreCalculator<PlanningPoint, BendableLongScore> {
  @Override
  public BendableLongScore calculateScore(PlanningPoint point) {
    return point.evaluate();
  }
}
