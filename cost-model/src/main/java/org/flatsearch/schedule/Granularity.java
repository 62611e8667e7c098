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
    int instances = schedule.tile(Stage.LOGIT, Dimension.INSTANCE);
    if (instances < workload.keyValueHeads()) {
      return HEAD;
    }
    return instances < 2 * workload.keyValueHeads() ? BATCH : BATCHED_MULTI_HEAD;
  }
}
