package org.flatsearch.results.exchange;

import java.util.Map;
import java.util.ServiceLoader;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugIns;

/** The export formats on the class path, by name. */
public final class ScheduleExporters {
  private ScheduleExporters() {}

  /** All exporters that {@link ServiceLoader} finds, in the order of their names. */
  public static Map<String, ScheduleExporter> all() {
    return PlugIns.byName(ScheduleExporter.class, "export format", ScheduleExporter::format);
  }

  /**
   * The exporter of one format.
   *
   * @throws InvalidInputException if there is none, naming the nearest
   */
  public static ScheduleExporter named(String format) {
    return Formats.named(format, all(), "export");
  }
}
