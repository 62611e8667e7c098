package org.flatsearch.experiments.text;

import org.flatsearch.results.LoopNestText;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.spec.AttentionWorkload;

/** A schedule with the words that sum it up. */
public final class ScheduleText {
  private ScheduleText() {}

  /** One line: granularity, where the logits are, how the softmax works. */
  public static String summary(AttentionSchedule schedule, AttentionWorkload workload) {
    String granularity =
        switch (schedule.granularity(workload)) {
          case ROW -> "rows of a head";
          case HEAD -> "whole heads";
          case BATCH -> "a whole batch element";
          case BATCHED_MULTI_HEAD -> "several batch elements";
        };
    String logits =
        !schedule.isFused()
            ? "logits through DRAM"
            : schedule.form().shares(Dimension.KEY)
                ? "logits on chip, online softmax"
                : "logits on chip";
    return "granularity "
        + schedule.granularity(workload).letter()
        + " ("
        + granularity
        + "), "
        + logits;
  }

  /** The loop nest, indented. */
  public static String nest(AttentionSchedule schedule, AttentionWorkload workload) {
    return LoopNestText.of(schedule, workload).indent(2);
  }
}
