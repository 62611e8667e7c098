package org.flatsearch.search.strategy.local;

import java.util.List;
import org.optaplanner.core.api.domain.entity.PlanningEntity;
import org.optaplanner.core.api.domain.valuerange.ValueRangeProvider;
import org.optaplanner.core.api.domain.variable.PlanningVariable;

/** One decision as a planning entity, whose planning variable is its choice. */
@PlanningEntity
public class PlanningDecision {
  static final String VARIABLE = "choice";

  @ValueRangeProvider private List<Choice> domain;
  @PlanningVariable private Choice choice;

  /** For OptaPlanner, which then copies the fields. */
  public PlanningDecision() {}

  PlanningDecision(List<Choice> domain, int value) {
    this.domain = domain;
    choice = domain.get(value);
  }

  int value() {
    return choice.value();
  }

  Choice choice() {
    return choice;
  }

  /** The choice of {@code value}. */
  Choice choice(int value) {
    return domain.get(value);
  }

  void choose(Choice other) {
    choice = other;
  }
}
