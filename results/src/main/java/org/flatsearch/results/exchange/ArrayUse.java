package org.flatsearch.results.exchange;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.cost.Bound;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * How far a peer's mapping fills the array. A schedule fills it as far as its tiles go; a mapping
 * may have smaller loops in space.
 *
 * @param elements for each stage, how many elements of the two dimensions on the array's rows and
 *     columns lie there at once
 * @param cycles the cycles of the array in the mapping
 */
public record ArrayUse(Map<Stage, Map<Dimension, Integer>> elements, double cycles) {
  public ArrayUse {
    elements = Map.copyOf(elements);
  }

  /** The sides on which {@code schedule} fills more of an array with this many rows and columns. */
  private Map<Stage, List<Dimension>> filledMore(
      AttentionSchedule schedule, int rows, int columns) {
    Map<Stage, List<Dimension>> more = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      StageLoops loops = schedule.stage(stage);
      Dimension x = loops.stationarity().x(stage);
      List<Dimension> dimensions = new ArrayList<>();
      elements
          .get(stage)
          .forEach(
              (dimension, used) -> {
                int side = (dimension == x) != loops.transposed() ? rows : columns;
                if (used < Math.min(side, schedule.tile(stage, dimension))) {
                  dimensions.add(dimension);
                }
              });
      more.put(stage, dimensions);
    }
    return more;
  }

  /** Says that {@code schedule} may fill more of an array whose size is unknown. */
  Optional<String> note(AttentionSchedule schedule) {
    return filledMore(schedule, Integer.MAX_VALUE, Integer.MAX_VALUE).values().stream()
            .allMatch(List::isEmpty)
        ? Optional.empty()
        : Optional.of(
            ("The mapping fills %s. A schedule fills the array as far as its tiles go; with"
                    + " --accelerator and --workload, a note says what that changes.")
                .formatted(text()));
  }

  /** Says what changes as {@code schedule} fills more of the array, if it does. */
  Optional<String> note(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
    boolean same =
        filledMore(schedule, accelerator.rows(), accelerator.columns()).values().stream()
            .allMatch(List::isEmpty);
    return same
        ? Optional.empty()
        : Optional.of(
            ("The mapping fills %s of %s x %s PEs, in %s cycles; a schedule fills them as far as"
                    + " its tiles go, in %s cycles. --as-is keeps the use of the array.")
                .formatted(
                    text(),
                    accelerator.rows(),
                    accelerator.columns(),
                    Math.round(cycles),
                    arrayCycles(cost(schedule, accelerator, workload), accelerator)));
  }

  private String text() {
    return "%s in logit and %s in attend"
        .formatted(text(elements.get(Stage.LOGIT)), text(elements.get(Stage.ATTEND)));
  }

  private static String text(Map<Dimension, Integer> stage) {
    List<String> sides = new ArrayList<>();
    stage.forEach((dimension, used) -> sides.add(used + " of '" + dimension.jsonName() + "'"));
    return String.join(" and ", sides);
  }

  /**
   * {@code imported} with tiles cut to what the mapping has on the array, where its tensors, which
   * stay outside the loops that are cut, move the same words.
   */
  ImportedSchedule keptIn(
      ImportedSchedule imported, Accelerator accelerator, AttentionWorkload workload) {
    AttentionSchedule kept = imported.schedule();
    Cost before = cost(kept, accelerator, workload);
    List<String> left = new ArrayList<>();
    for (Map.Entry<Stage, List<Dimension>> stage :
        filledMore(kept, accelerator.rows(), accelerator.columns()).entrySet()) {
      for (Dimension dimension : stage.getValue()) {
        AttentionSchedule cut = cut(kept, stage.getKey(), dimension);
        Cost after = cost(cut, accelerator, workload);
        if (after.trafficBytesByTensor().equals(before.trafficBytesByTensor())
            && after.violationBytes() <= before.violationBytes()) {
          kept = cut;
        } else {
          left.add("'%s' of %s".formatted(dimension.jsonName(), stage.getKey().jsonName()));
        }
      }
    }
    List<String> notes = new ArrayList<>(imported.notes());
    long now = arrayCycles(cost(kept, accelerator, workload), accelerator);
    notes.add(
        "The array takes %s cycles, in the mapping %s%s."
            .formatted(
                now,
                Math.round(cycles),
                left.isEmpty()
                    ? ""
                    : "; as other words would move, it is filled along "
                        + String.join(", ", left)));
    return new ImportedSchedule(kept, imported.extents(), notes, Optional.of(this));
  }

  private AttentionSchedule cut(AttentionSchedule schedule, Stage stage, Dimension dimension) {
    boolean shared = schedule.form().shares(dimension);
    int used = elements.get(stage).get(dimension);
    if (shared) {
      // The other stage needs as much as it has there.
      for (Stage other : Stage.values()) {
        used = Math.max(used, elements.get(other).getOrDefault(dimension, 1));
      }
    }
    int tile = used;
    Map<Stage, StageLoops> stages = new EnumMap<>(Stage.class);
    for (Stage each : Stage.values()) {
      StageLoops loops = schedule.stage(each);
      boolean cuts = !shared && each == stage;
      stages.put(
          each,
          cuts
              ? new StageLoops(
                  cut(loops.loops(), dimension, tile), loops.stationarity(), loops.transposed())
              : loops);
    }
    return new AttentionSchedule(
        shared ? cut(schedule.shared(), dimension, tile) : schedule.shared(),
        stages.get(Stage.LOGIT),
        stages.get(Stage.ATTEND),
        schedule.residency());
  }

  private static List<TiledLoop> cut(List<TiledLoop> loops, Dimension dimension, int tile) {
    return loops.stream()
        .map(loop -> loop.dimension() == dimension ? new TiledLoop(dimension, tile) : loop)
        .toList();
  }

  private static Cost cost(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
    return RatedSchedule.of(schedule, CostModels.named(LoopNestModel.NAME), accelerator, workload)
        .cost();
  }

  private static long arrayCycles(Cost cost, Accelerator accelerator) {
    return Math.round(cost.busySeconds().get(Bound.ARRAY) * accelerator.clockHz());
  }
}
