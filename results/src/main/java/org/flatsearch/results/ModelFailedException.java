package org.flatsearch.results;

import java.util.Optional;
import org.flatsearch.cost.CostModel;
import org.flatsearch.plugin.PlugInFailedException;
import org.flatsearch.plugin.PlugIns;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Thrown when a cost model fails on what it accepted, or gives figures that break a rule: a defect
 * of the model, not of the schedule. The message names both.
 */
public final class ModelFailedException extends PlugInFailedException {
  private static final long serialVersionUID = 1L;

  ModelFailedException(CostModel model, AttentionSchedule schedule, Throwable cause) {
    this(model, schedule, PlugIns.told(cause), cause);
  }

  /**
   * Reports a model that fails on a schedule.
   *
   * @param reason what is wrong with the figures that the model gave
   */
  public ModelFailedException(CostModel model, AttentionSchedule schedule, String reason) {
    this(model, schedule, reason, null);
  }

  private ModelFailedException(
      CostModel model, AttentionSchedule schedule, String reason, Throwable cause) {
    super(
        "model '%s' failed (%s) at schedule %s"
            .formatted(
                model.name(), reason, new ScheduleDocument(schedule, Optional.empty()).toJson()),
        cause);
  }

  /** Reports a model that fails before it is given a schedule. */
  ModelFailedException(
      CostModel model,
      Accelerator accelerator,
      AttentionWorkload workload,
      String reason,
      Throwable cause) {
    super(
        "model '%s' failed (%s) when it was bound to accelerator '%s' and workload '%s'"
            .formatted(model.name(), reason, accelerator.name(), workload.name()),
        cause);
  }
}
