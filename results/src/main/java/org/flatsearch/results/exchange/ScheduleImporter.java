package org.flatsearch.results.exchange;

import java.nio.file.Path;
import java.util.List;

/**
 * Reads schedules from the mappings of another tool: the plug-in interface for import formats.
 * Implementations are found by {@link java.util.ServiceLoader}: a jar on the class path that names
 * one in {@code META-INF/services/org.flatsearch.results.exchange.ScheduleImporter} adds a format.
 */
public interface ScheduleImporter {
  /** The name of the format on the command line, such as {@code timeloop}. */
  String format();

  /** One line for lists: which files it reads. */
  String description();

  /**
   * Reads one schedule.
   *
   * @param files the files of one mapping in any order; unrelated files are ignored
   * @throws org.flatsearch.json.InvalidInputException if a file cannot be read, or no schedule can
   *     express the mapping, naming the place and the reason
   * @throws org.flatsearch.schedule.IllegalScheduleException if the mapping breaks a rule of the
   *     schedule; {@code import} adds the names of the files
   */
  ImportedSchedule read(List<Path> files);
}
