package org.flatsearch.results;

import java.util.Optional;
import org.flatsearch.cost.CostModel;
import org.flatsearch.schedule.AttentionSchedule;

/**
 * A cost model could not score a schedule that it had accepted. That is a defect of the model, not
 * of the schedule; the message names both.
 */
public final class ModelFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ModelFailedException(CostModel model, AttentionSchedule schedule, Throwable cause) {
    super(
        "model '"
            + model.name()
            + "' failed ("
            + cause
            + ") at schedule "
            + new ScheduleDocument(schedule, Optional.empty()).toJson(),
        cause);
  }
}
