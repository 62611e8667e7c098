package org.flatsearch.results.diff;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.IllegalScheduleException;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;

/** Combines two schedules of the same form, part by part, without a {@code LoopNest}. */
final class WithOneDecision {
  private WithOneDecision() {}

  /**
   * The first schedule with one decision of the second; empty if there is no such schedule.
   *
   * @param decision its name in a comparison, such as {@code logit key tile}
   */
  static Optional<AttentionSchedule> of(String decision, AttentionSchedule a, AttentionSchedule b) {
    try {
      Map<Tensor, Residency> residency = new EnumMap<>(a.residency());
      a.residency().keySet().stream()
          .filter(tensor -> decision.equals(tensor.jsonName() + " held"))
          .forEach(tensor -> residency.put(tensor, b.residency().get(tensor)));
      return Optional.of(
          new AttentionSchedule(
              tiles("shared", decision, a.shared(), b.shared()),
              stage("logit", decision, a.logit(), b.logit()),
              stage("attend", decision, a.attend(), b.attend()),
              residency));
    } catch (IllegalScheduleException e) {
      return Optional.empty();
    }
  }

  private static StageLoops stage(String name, String decision, StageLoops a, StageLoops b) {
    List<TiledLoop> loops = tiles(name, decision, a.loops(), b.loops());
    if (decision.equals(name + " order")) {
      loops = b.loops().stream().map(loop -> find(a.loops(), loop.dimension())).toList();
    }
    return new StageLoops(
        loops,
        (decision.equals(name + " stationarity") ? b : a).stationarity(),
        (decision.equals(name + " transposed") ? b : a).transposed());
  }

  private static List<TiledLoop> tiles(
      String where, String decision, List<TiledLoop> a, List<TiledLoop> b) {
    return a.stream()
        .map(
            loop ->
                decision.equals(where + " " + loop.dimension().jsonName() + " tile")
                    ? find(b, loop.dimension())
                    : loop)
        .toList();
  }

  private static TiledLoop find(List<TiledLoop> loops, Dimension dimension) {
    return loops.stream().filter(loop -> loop.dimension() == dimension).findFirst().orElseThrow();
  }

  /** A schedule of the same form that differs in every decision that can change. */
  static AttentionSchedule allChanged(AttentionSchedule schedule) {
    Map<Tensor, Residency> residency = new EnumMap<>(schedule.residency());
    residency.replaceAll((tensor, held) -> changed(tensor, held));
    return new AttentionSchedule(
        schedule.shared().stream().map(WithOneDecision::smaller).toList(),
        changed(schedule.logit()),
        changed(schedule.attend()),
        residency);
  }

  private static StageLoops changed(StageLoops stage) {
    List<TiledLoop> loops =
        new ArrayList<>(stage.loops().stream().map(WithOneDecision::smaller).toList());
    Collections.reverse(loops);
    Stationarity[] all = Stationarity.values();
    return new StageLoops(
        loops, all[(stage.stationarity().ordinal() + 1) % all.length], !stage.transposed());
  }

  private static TiledLoop smaller(TiledLoop loop) {
    return new TiledLoop(loop.dimension(), (loop.tile() + 1) / 2);
  }

  /** The next place for a tensor: inside each loop of its stage in turn, then at the array. */
  private static Residency changed(Tensor tensor, Residency held) {
    if (tensor == Tensor.LOGITS) {
      return Residency.inside(held.inside(), held.slots() % Residency.MAX_SLOTS + 1);
    }
    Stage stage = tensor.stage();
    List<Residency> places =
        Stream.concat(
                stage.dimensions().stream().map(dimension -> Residency.inside(dimension, 2)),
                Stream.of(Residency.atArray()))
            .toList();
    int at = held.isAtArray() ? places.size() - 1 : stage.dimensions().indexOf(held.inside());
    return places.get((at + 1) % places.size());
  }
}
