package org.flatsearch.results;

import java.util.Optional;
import org.flatsearch.cost.CostModel;
import org.flatsearch.plugin.PlugInFailedException;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A cost model could not score what it had accepted, or gave figures that are none. That is a
 * defect of the model, not of the schedule; the message names both.
 */
public final class ModelFailedException extends PlugInFailedException {
  private static final long serialVersionUID = 1L;

  ModelFailedException(CostModel model, AttentionSchedule schedule, Throwable cause) {
    this(model, schedule, cause.toString(), cause);
  }

  /**
   * A model that fails at a schedule.
   *
   * @param reason what is wrong with what the model gave
   */
  public ModelFailedException(CostModel model, AttentionSchedule schedule, String reason) {
    this(model, schedule, reason, null);
  }

  private ModelFailedException(
      CostModel model, AttentionSchedule schedule, String reason, Throwable cause) {
    super(
        "model '"
            + model.name()
            + "' failed ("
            + reason
            + ") at schedule "
            + new ScheduleDocument(schedule, Optional.empty()).toJson(),
        cause);
  }

  /** A model that fails before it is given a schedule. */
  ModelFailedException(
      CostModel model,
      Accelerator accelerator,
      AttentionWorkload workload,
      String reason,
      Throwable cause) {
    super(
        String.format(
            "model '%s' failed (%s) when it was bound to accelerator '%s' and workload '%s'",
            model.name(), reason, accelerator.name(), workload.name()),
        cause);
  }
}
