package org.flatsearch.schedule;

import org.flatsearch.spec.AttentionWorkload;

/** FLAT's granularities: which part of (batch, head, rows) one shared tile covers. */
public enum Granularity {
  /** M: every head of several batch elements, or of all. */
  BATCHED_MULTI_HEAD("M"),
  /** B: every head of one batch element. */
  BATCH("B"),
  /** H: whole heads, fewer than a batch element has. */
  HEAD("H"),
  /** R: some rows of a head. */
  ROW("R");

  private final String letter;

  Granularity(String letter) {
    this.letter = letter;
  }

  /** FLAT's letter. */
  public String letter() {
    return letter;
  }

  static Granularity of(AttentionSchedule schedule, AttentionWorkload workload) {
    if (schedule.form().shares(Dimension.ROW)
        && schedule.tile(Stage.LOGIT, Dimension.ROW) < workload.rows()) {
      return ROW;
    }
    int batches = schedule.tile(Stage.LOGIT, Dimension.INSTANCE) / workload.keyValueHeads();
    return switch (batches) {
      case 0 -> HEAD;
      case 1 -> BATCH;
      default -> BATCHED_MULTI_HEAD;
    };
  }
}
