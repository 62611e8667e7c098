package org.flatsearch.results.diff;

import java.util.Objects;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * One of the two schedules that are compared, with its target.
 *
 * @param label what messages and headings call it
 * @param schedule the schedule, which fits the workload
 * @param accelerator the accelerator that it runs on
 * @param workload the attention workload that it computes
 */
public record DiffSide(
    String label, AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
  public DiffSide {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(workload, "workload");
  }

  /** Whether both run the same workload on the same accelerator. */
  boolean hasTargetOf(DiffSide other) {
    return accelerator.hasFiguresOf(other.accelerator) && workload.hasFiguresOf(other.workload);
  }
}
