package org.flatsearch.cost.walk;

import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * A position in one core's array work, which alternates between the stages: with s slots of logits
 * the Logit work of a shared tile runs s − 1 shared tiles ahead of the Attend work.
 *
 * <pre>
 *   s = 1, or logits through DRAM    L0 A0 L1 A1 L2 A2
 *   s = 2                            L0 L1 A0 L2 A1 A2
 *   s = 3                            L0 L1 L2 A0 A1 A2
 * </pre>
 */
final class ArrayOrder {
  private final StageCursor logit;
  private final StageCursor attend;
  private final long sharedTilesAhead;
  private StageCursor current;

  ArrayOrder(StepShape shape, Dealing dealing, int core) {
    logit = new StageCursor(shape, dealing, core, Stage.LOGIT);
    attend = new StageCursor(shape, dealing, core, Stage.ATTEND);
    sharedTilesAhead = shape.isFused() ? shape.slots(Tensor.LOGITS) - 1 : 0;
  }

  /** Goes to the next step; returns false if there is none. */
  boolean advance() {
    if (current == null || current.endsSharedTile()) {
      boolean logitMayGoAhead = begun(logit) - begun(attend) <= sharedTilesAhead;
      current = logit.hasNext() && logitMayGoAhead ? logit : attend;
      if (!current.hasNext()) {
        return false;
      }
    }
    current.advance();
    return true;
  }

  private static long begun(StageCursor cursor) {
    return cursor.isBegun() ? cursor.sharedTile() + 1 : 0;
  }

  /** The cursor of the stage whose turn it is, at the step to be done. */
  StageCursor current() {
    return current;
  }

  StageCursor cursor(Stage stage) {
    return stage == Stage.LOGIT ? logit : attend;
  }

  /** Adds this position. */
  void describe(TimelineState state, Slots slots) {
    state.value(current.stage().ordinal());
    state.value(logit.sharedTile() - attend.sharedTile());
    logit.describe(state, slots);
    attend.describe(state, slots);
  }
}
