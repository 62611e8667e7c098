package org.flatsearch.search.strategy.local;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.optaplanner.core.api.score.director.ScoreDirector;
import org.optaplanner.core.impl.heuristic.move.Move;

/** Changes the choices of one or more decisions at once. Moves are equal if their choices are. */
final class ChoicesMove implements Move<PlanningPoint> {
  private final PlanningDecision[] decisions;
  private final Choice[] choices;

  /**
   * A move by which each decision takes the choice with the same index; no decision occurs twice.
   */
  ChoicesMove(PlanningDecision[] decisions, Choice[] choices) {
    this.decisions = decisions;
    this.choices = choices;
  }

  @Override
  public boolean isMoveDoable(ScoreDirector<PlanningPoint> director) {
    for (int k = 0; k < decisions.length; k++) {
      if (decisions[k].choice() != choices[k]) {
        return true;
      }
    }
    return false;
  }

  @Override
  public ChoicesMove doMove(ScoreDirector<PlanningPoint> director) {
    Choice[] before = new Choice[choices.length];
    for (int k = 0; k < decisions.length; k++) {
      before[k] = decisions[k].choice();
    }
    doMoveOnly(director);
    return new ChoicesMove(decisions, before);
  }

  @Override
  public void doMoveOnly(ScoreDirector<PlanningPoint> director) {
    for (int k = 0; k < decisions.length; k++) {
      director.beforeVariableChanged(decisions[k], PlanningDecision.VARIABLE);
      decisions[k].choose(choices[k]);
      director.afterVariableChanged(decisions[k], PlanningDecision.VARIABLE);
    }
  }

  @Override
  public Collection<?> getPlanningEntities() {
    return Arrays.asList(decisions);
  }

  @Override
  public Collection<?> getPlanningValues() {
    return List.of(choices);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChoicesMove move && Arrays.equals(choices, move.choices);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(choices);
  }
}
