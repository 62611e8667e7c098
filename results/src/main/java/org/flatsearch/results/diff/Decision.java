package org.flatsearch.results.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;

/**
 * A decision of a schedule, as it is shown to people.
 *
 * @param name its name, such as {@code logit key tile}
 * @param value its value in a schedule; empty if the schedule has no such decision
 * @param transfer copies the decision from the second nest into the first, which shares the same
 *     loops; null for a decision that cannot be copied alone
 */
record Decision(
    String name,
    Function<AttentionSchedule, String> value,
    BiConsumer<LoopNest, LoopNest> transfer) {

  /** All decisions, the shared ones first. */
  static List<Decision> all() {
    List<Decision> decisions = new ArrayList<>();
    decisions.add(
        new Decision(
            "shared loops",
            schedule ->
                schedule.form().dimensions().stream()
                    .map(Dimension::jsonName)
                    .collect(Collectors.joining(", ")),
            null));
    decisions.add(
        new Decision("logits", schedule -> schedule.isFused() ? "on chip" : "through DRAM", null));
    for (Dimension dimension : List.of(Dimension.INSTANCE, Dimension.ROW, Dimension.KEY)) {
      decisions.add(sharedTile(dimension));
    }
    decisions.add(
        new Decision(
            "keyPart tile",
            schedule -> tile(schedule.keyPart()),
            (into, from) -> into.keyPart = from.keyPart));
    decisions.add(
        new Decision(
            "keyStep tile",
            schedule -> tile(schedule.keyStep()),
            (into, from) -> into.keyStep = from.keyStep));
    for (Stage stage : Stage.values()) {
      decisions.add(order(stage));
      stage.dimensions().forEach(dimension -> decisions.add(ownTile(stage, dimension)));
      decisions.add(stationarity(stage));
      decisions.add(transposed(stage));
    }
    for (Tensor tensor : Tensor.values()) {
      if (tensor.stage() != null) {
        decisions.add(residency(tensor));
      }
    }
    return decisions;
  }

  private static String tile(int keys) {
    return keys == 0 ? "" : Integer.toString(keys);
  }

  private static Decision sharedTile(Dimension dimension) {
    int d = dimension.ordinal();
    return new Decision(
        "shared " + dimension.jsonName() + " tile",
        schedule ->
            schedule.form().shares(dimension)
                ? Integer.toString(schedule.tile(Stage.LOGIT, dimension))
                : "",
        (into, from) -> {
          into.logit.tile[d] = from.logit.tile[d];
          into.attend.tile[d] = from.attend.tile[d];
        });
  }

  private static Decision order(Stage stage) {
    return new Decision(
        stage.jsonName() + " order",
        schedule ->
            schedule.stage(stage).loops().stream()
                .map(TiledLoop::dimension)
                .map(Dimension::jsonName)
                .collect(Collectors.joining(", ")),
        (into, from) -> {
          // Residencies stay at the same loops, whatever their positions are now.
          AttentionSchedule before = into.toSchedule();
          System.arraycopy(from.stage(stage).order, 0, into.stage(stage).order, 0, LoopNest.LOOPS);
          before
              .residency()
              .forEach(
                  (tensor, residency) -> {
                    if (tensor.stage() == stage && residency.inside() != null) {
                      into.inside[tensor.ordinal()] =
                          into.stage(stage).position(residency.inside().ordinal());
                    }
                  });
        });
  }

  private static Decision ownTile(Stage stage, Dimension dimension) {
    int d = dimension.ordinal();
    return new Decision(
        stage.jsonName() + " " + dimension.jsonName() + " tile",
        schedule ->
            schedule.form().shares(dimension)
                ? ""
                : Integer.toString(schedule.tile(stage, dimension)),
        (into, from) -> into.stage(stage).tile[d] = from.stage(stage).tile[d]);
  }

  private static Decision stationarity(Stage stage) {
    return new Decision(
        stage.jsonName() + " stationarity",
        schedule -> schedule.stage(stage).stationarity().jsonName(),
        (into, from) -> into.stage(stage).stationarity = from.stage(stage).stationarity);
  }

  private static Decision transposed(Stage stage) {
    return new Decision(
        stage.jsonName() + " transposed",
        schedule -> Boolean.toString(schedule.stage(stage).transposed()),
        (into, from) -> into.stage(stage).transposed = from.stage(stage).transposed);
  }

  private static Decision residency(Tensor tensor) {
    int t = tensor.ordinal();
    return new Decision(
        tensor.jsonName() + " held",
        schedule -> {
          Residency residency = schedule.residency().get(tensor);
          return residency == null ? "" : residency.text();
        },
        (into, from) -> {
          into.slots[t] = from.slots[t];
          into.place[t] = from.place[t];
          into.inside[t] =
              from.inside[t] == LoopNest.AT_ARRAY
                  ? LoopNest.AT_ARRAY
                  : into.stage(tensor.stage())
                      .position(from.stage(tensor.stage()).order[from.inside[t]]);
        });
  }
}
