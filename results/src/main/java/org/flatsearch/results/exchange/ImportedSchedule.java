package org.flatsearch.results.exchange;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.IllegalScheduleException;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A schedule imported from another tool.
 *
 * @param schedule the schedule
 * @param extents the extents that its loops run through, in elements; at least 1 for each dimension
 * @param notes one sentence for each assumption about something that the file does not state
 * @param arrayUse how far the mapping fills the array, if the file says so
 */
public record ImportedSchedule(
    AttentionSchedule schedule,
    Map<Dimension, Integer> extents,
    List<String> notes,
    Optional<ArrayUse> arrayUse) {
  /** A schedule from a file that does not say how the array is filled. */
  public ImportedSchedule(
      AttentionSchedule schedule, Map<Dimension, Integer> extents, List<String> notes) {
    this(schedule, extents, notes, Optional.empty());
  }

  /**
   * Checks that the tiles fit the extents.
   *
   * @throws IllegalScheduleException if a tile exceeds the extent of its dimension
   */
  public ImportedSchedule {
    Objects.requireNonNull(schedule, "schedule");
    extents = Collections.unmodifiableMap(new EnumMap<>(extents));
    notes = List.copyOf(notes);
    Objects.requireNonNull(arrayUse, "arrayUse");
    for (Stage stage : Stage.values()) {
      for (Dimension dimension : stage.dimensions()) {
        requireFits(dimension, schedule.tile(stage, dimension), extents.get(dimension));
      }
    }
  }

  private static void requireFits(Dimension dimension, int tile, int extent) {
    if (tile > extent) {
      throw new IllegalScheduleException(
          "%s tile %s exceeds the %s that the mapping runs through; use a tile from 1 to %s"
              .formatted(dimension.jsonName(), tile, extent, extent));
    }
  }

  /**
   * Checks that the mapping was made for a workload of this size.
   *
   * @param origin the files that it was read from, for messages
   * @throws InvalidInputException if an extent differs
   */
  public void requireMadeFor(AttentionWorkload workload, String origin) {
    extents.forEach(
        (dimension, extent) -> {
          int expected = Extents.of(workload, dimension);
          if (extent != expected) {
            throw new InvalidInputException(
                ("%s: the mapping runs through %s of '%s' but workload '%s' has %s; name the"
                        + " workload that it was made for.")
                    .formatted(origin, extent, dimension.jsonName(), workload.name(), expected));
          }
        });
  }

  /** What to say of the array as long as the accelerator is unknown. */
  public Optional<String> arrayNote() {
    return arrayUse.flatMap(use -> use.note(schedule));
  }

  /**
   * This import on an accelerator, with a note on what its array does.
   *
   * @param asIs whether tiles are cut, so that the array is filled as far as in the mapping
   * @param origin the files that it was read from, for messages
   */
  public ImportedSchedule on(
      Accelerator accelerator, AttentionWorkload workload, boolean asIs, String origin) {
    requireMadeFor(workload, origin);
    if (arrayUse.isEmpty()) {
      return this;
    }
    if (asIs) {
      return arrayUse.get().keptIn(this, accelerator, workload);
    }
    List<String> all = new ArrayList<>(notes);
    arrayUse.get().note(schedule, accelerator, workload).ifPresent(all::add);
    return new ImportedSchedule(schedule, extents, all, arrayUse);
  }

  /**
   * This import with two slots for buffered tensors, which no peer's mapping states: for those
   * first that lower the latency most, as long as all fit.
   *
   * @param origin the files that it was read from, for messages
   */
  public ImportedSchedule withSlots(
      Accelerator accelerator, AttentionWorkload workload, String origin) {
    requireMadeFor(workload, origin);
    CostModel model = CostModels.named(LoopNestModel.NAME);
    RatedSchedule best = RatedSchedule.of(schedule, model, accelerator, workload);
    boolean found = true;
    while (found) {
      AttentionSchedule before = best.schedule();
      Optional<RatedSchedule> next =
          before.residency().entrySet().stream()
              .filter(held -> !held.getValue().isAtArray() && held.getValue().slots() == 1)
              .map(held -> withTwoSlots(before, held.getKey()))
              .map(slotted -> RatedSchedule.of(slotted, model, accelerator, workload))
              .filter(rated -> rated.cost().isFeasible())
              .min(Comparator.comparingDouble(rated -> rated.cost().latencySeconds()));
      found = next.isPresent();
      best = next.orElse(best);
    }
    List<String> all = new ArrayList<>(notes);
    all.add("The mapping has no slots: each buffered tensor gets two if there is room, else one.");
    return new ImportedSchedule(best.schedule(), extents, all, arrayUse);
  }

  private static AttentionSchedule withTwoSlots(AttentionSchedule schedule, Tensor tensor) {
    Map<Tensor, Residency> residency = new EnumMap<>(schedule.residency());
    residency.computeIfPresent(tensor, (t, held) -> Residency.inside(held.inside(), 2));
    return new AttentionSchedule(schedule.shared(), schedule.logit(), schedule.attend(), residency);
  }
}
