package org.flatsearch.results.exchange.tileflow;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flatsearch.results.exchange.levels.LevelledSchedule;
import org.flatsearch.results.exchange.levels.Moves;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Other schedules for those that move each word of Q, K, V and O once. TileFlow holds tensors where
 * its loops put them, and evicts what one stage holds if the other has DRAM loops of its own. So K
 * and V stay while rows go by only in a Sharing scope, which holds all that a shared tile needs.
 */
final class ResidentOperands {
  private static final List<Tensor> OPERANDS = List.of(Tensor.Q, Tensor.K, Tensor.V, Tensor.O);

  private ResidentOperands() {}

  /** Whether {@code schedule} moves each word once, but its loops in TileFlow would not. */
  static boolean wouldMoveAgain(
      AttentionSchedule schedule, LevelledSchedule levelled, AttentionWorkload workload) {
    return schedule.isFused()
        && OPERANDS.stream().noneMatch(tensor -> schedule.residency().get(tensor).isAtArray())
        && movesOnce(schedule, workload)
        && !movesOnce(levelled.toSchedule(), workload);
  }

  /** Whether {@code schedule}, which streams nothing, moves each word of the operands once. */
  static boolean movesOnce(AttentionSchedule schedule, AttentionWorkload workload) {
    Moves moves = new Moves(schedule, workload);
    return OPERANDS.stream().allMatch(tensor -> moves.visits(tensor) == 1);
  }

  /**
   * {@code schedule} with the stages' own loops left to the array; the second has the shared loop
   * of keys left to it too.
   */
  static List<AttentionSchedule> choices(AttentionSchedule schedule, AttentionWorkload workload) {
    List<TiledLoop> withoutKeys =
        schedule.shared().stream().filter(loop -> loop.dimension() != Dimension.KEY).toList();
    return List.of(
        sharing(schedule.shared(), schedule, workload), sharing(withoutKeys, schedule, workload));
  }

  private static AttentionSchedule sharing(
      List<TiledLoop> shared, AttentionSchedule schedule, AttentionWorkload workload) {
    SharedLoops form = SharedLoops.of(shared);
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    schedule
        .residency()
        .forEach(
            (tensor, held) -> {
              boolean ofAllRows = held.inside() == Dimension.INSTANCE;
              Dimension inside = ofAllRows ? Dimension.INSTANCE : innermost(form, tensor);
              residency.put(tensor, Residency.inside(inside, held.slots()));
            });
    return new AttentionSchedule(
        shared,
        whole(schedule, Stage.LOGIT, form, workload),
        whole(schedule, Stage.ATTEND, form, workload),
        residency);
  }

  private static Dimension innermost(SharedLoops form, Tensor tensor) {
    return form.dimensions().stream()
        .filter(tensor::isIndexedBy)
        .reduce((outer, inner) -> inner)
        .orElseThrow();
  }

  private static StageLoops whole(
      AttentionSchedule schedule, Stage stage, SharedLoops form, AttentionWorkload workload) {
    List<TiledLoop> own =
        stage.dimensions().stream()
            .filter(dimension -> !form.shares(dimension))
            .map(dimension -> new TiledLoop(dimension, Extents.of(workload, dimension)))
            .toList();
    StageLoops loops = schedule.stage(stage);
    return new StageLoops(own, loops.stationarity(), loops.transposed());
  }

  /** Says which loops {@code choice} leaves to the array, and why. */
  static String note(
      AttentionSchedule schedule, AttentionSchedule choice, AttentionWorkload workload) {
    List<String> loops = new ArrayList<>();
    if (!choice.form().equals(schedule.form())) {
      repeated(schedule.shared(), workload)
          .filter(loop -> loop.equals(Dimension.KEY.jsonName()))
          .forEach(loops::add);
    }
    for (Stage stage : Stage.values()) {
      repeated(schedule.stage(stage).loops(), workload)
          .map(loop -> loop + " of " + stage.jsonName())
          .forEach(loops::add);
    }
    return "TileFlow would move words again that the schedule moves once. There is room to hold all"
        + " that a shared tile needs, so these loops go to the array: "
        + String.join(", ", loops)
        + ".";
  }

  private static Stream<String> repeated(List<TiledLoop> loops, AttentionWorkload workload) {
    return loops.stream()
        .filter(loop -> loop.tile() < Extents.of(workload, loop.dimension()))
        .map(loop -> loop.dimension().jsonName());
  }
}
