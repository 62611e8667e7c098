package org.flatsearch.cost.walk;

import org.flatsearch.cost.walk.WalkListener.Unit;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/** Tells a listener about events, in its words and in cycles. */
final class EventTrace {
  private static final Tensor[] TENSORS = Tensor.values();

  private final WalkListener listener;
  private final Durations durations;
  private boolean isOver;

  EventTrace(WalkListener listener, Durations durations) {
    this.listener = listener;
    this.durations = durations;
  }

  /** Whether the listener wants to hear no more. */
  boolean isOver() {
    return isOver;
  }

  void step(Core core, StageCursor step, long now, long ticks) {
    StringBuilder what = new StringBuilder(step.stage.stage == Stage.LOGIT ? "Logit" : "Attend");
    for (int loop = 0; loop < step.stage.loops; loop++) {
      what.append(' ')
          .append(loop == step.stage.partLoop ? "part " : "")
          .append(loop == step.stage.stepLoop ? "step " : "")
          .append(step.stage.dimension(loop).symbol())
          .append('=')
          .append(step.index[loop]);
    }
    tell(Unit.ARRAY, core.number, what.toString(), now, ticks);
  }

  void lanes(Core core, LaneJob job, long now) {
    tell(
        Unit.LANES,
        core.number,
        job.isSoftmax() ? "softmax" : job.streams().length > 0 ? "merge O" : "divide O",
        now,
        job.ticks());
  }

  /**
   * @param loaded the tensor that is loaded; null for other transfers
   */
  void transfer(Transfer transfer, HeldTensor loaded, Unit unit, long now) {
    String what =
        switch (transfer.purpose) {
          case Transfer.LOAD -> "load " + loaded.tensor.jsonName();
          case Transfer.STORE ->
              "store " + TENSORS[transfer.tensor].jsonName() + " " + transfer.tile;
          default -> "stream " + TENSORS[transfer.tensor].jsonName();
        };
    tell(unit, transfer.core, what, now, transfer.ticks);
  }

  private void tell(Unit unit, int core, String what, long begin, long ticks) {
    isOver =
        isOver
            || !listener.play(unit, core, what, durations.cycles(begin), durations.cycles(ticks));
  }
}
