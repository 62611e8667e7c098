package org.flatsearch.search.space;

import java.util.List;
import java.util.StringJoiner;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;

/**
 * A schedule on one line, for messages: {@code i1 p128 | logit m4096 e64 output | attend m4096 f64
 * input | Q@row*2 K@array V@array O@row*2 logits@row}. Numbers are tiles, {@code *} slots where
 * there are several; {@code i1 keyPart4096 p128 m512 keyStep128} has parts and steps of keys.
 */
final class ScheduleLine {
  private ScheduleLine() {}

  static String of(AttentionSchedule schedule) {
    StringJoiner tensors = new StringJoiner(" ");
    schedule.residency().forEach((tensor, residency) -> tensors.add(of(tensor, residency)));
    return "%s | logit %s | attend %s | %s"
        .formatted(shared(schedule), of(schedule.logit()), of(schedule.attend()), tensors);
  }

  private static String shared(AttentionSchedule schedule) {
    String loops = of(schedule.shared());
    String parts = schedule.keyPart() > 0 ? " keyPart" + schedule.keyPart() : "";
    String steps = schedule.keyStep() > 0 ? " keyStep" + schedule.keyStep() : "";
    return loops.replaceFirst("$|(?= )", parts) + steps;
  }

  private static String of(StageLoops stage) {
    return of(stage.loops())
        + " "
        + stage.stationarity().jsonName()
        + (stage.transposed() ? " transposed" : "");
  }

  private static String of(List<TiledLoop> loops) {
    StringJoiner text = new StringJoiner(" ");
    for (TiledLoop loop : loops) {
      text.add("" + loop.dimension().symbol() + loop.tile());
    }
    return text.toString();
  }

  private static String of(Tensor tensor, Residency residency) {
    return tensor.jsonName()
        + "@"
        + residency.insideName()
        + (residency.place() == Residency.Place.REGISTERS ? ":registers" : "")
        + (residency.slots() > 1 ? "*" + residency.slots() : "");
  }
}
