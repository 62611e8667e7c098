package org.flatsearch.results.exchange;

import java.util.OptionalLong;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Writes schedules in the format of another tool: the plug-in interface for export formats.
 * Implementations are found by {@link java.util.ServiceLoader}: a jar on the class path that names
 * one in {@code META-INF/services/org.flatsearch.results.exchange.ScheduleExporter} adds a format.
 * An exporter is stateless.
 */
public interface ScheduleExporter {
  /** The name of the format on the command line, such as {@code timeloop}. */
  String format();

  /** One line for lists: which tool reads it, and what it is good for. */
  String description();

  /**
   * The files for a schedule of {@code workload} on {@code accelerator}.
   *
   * @param schedule a schedule whose tiles fit the workload; it may exceed the buffer
   * @return the files, with a note for each part of the schedule that the format cannot express and
   *     that was rounded or left out
   * @throws org.flatsearch.schedule.IllegalScheduleException if a tile exceeds its dimension
   *     ({@link AttentionSchedule#requireFits})
   * @throws org.flatsearch.json.InvalidInputException if the format cannot express the schedule at
   *     all, saying why and what would help
   */
  ExportedFiles export(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload);

  /**
   * The cycles that the tool counts for the files of {@link #export}, in which nothing waits; empty
   * if the tool counts none, or if they cannot be told without it.
   *
   * @throws org.flatsearch.json.InvalidInputException if the format cannot express the schedule
   */
  default OptionalLong cycles(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
    return OptionalLong.empty();
  }

  /**
   * The files for a problem that is padded so that tiles and array divide it, for a format without
   * ragged tiles.
   *
   * @throws org.flatsearch.json.InvalidInputException if the format has ragged tiles
   */
  default ExportedFiles exportPadded(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
    throw new InvalidInputException(
        "format '" + format() + "' has ragged tiles and needs no padding; leave out --pad");
  }
}
