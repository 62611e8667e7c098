package org.flatsearch.results.exchange;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.IllegalScheduleException;
import org.flatsearch.schedule.Stage;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A schedule imported from another tool.
 *
 * @param schedule the schedule
 * @param extents the extents that its loops run through, in elements; at least 1 for each dimension
 * @param notes one sentence for each assumption about something that the file does not state
 */
public record ImportedSchedule(
    AttentionSchedule schedule, Map<Dimension, Integer> extents, List<String> notes) {
  /**
   * Checks that the extents are complete, and that the tiles fit them.
   *
   * @throws IllegalArgumentException naming the dimension that has no extent
   * @throws IllegalScheduleException if a tile exceeds the extent of its dimension
   */
  public ImportedSchedule {
    Objects.requireNonNull(schedule, "schedule");
    EnumMap<Dimension, Integer> copy = new EnumMap<>(Dimension.class);
    copy.putAll(extents);
    for (Dimension dimension : Dimension.values()) {
      Integer extent = copy.get(dimension);
      if (extent == null || extent < 1) {
        throw new IllegalArgumentException(
            ("an imported schedule must have an extent of at least 1 of each dimension; that of"
                    + " '%s' is %s")
                .formatted(dimension.jsonName(), extent));
      }
    }
    extents = Collections.unmodifiableMap(copy);
    notes = List.copyOf(notes);
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
}
