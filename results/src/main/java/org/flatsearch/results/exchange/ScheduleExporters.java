package org.flatsearch.results.exchange;

import java.util.Map;
import java.util.ServiceLoader;
import org.flatsearch.plugin.PlugIns;

/** The export formats on the class path, by name. */
public final class ScheduleExporters {
  private static final String WHAT = "export format";

  private ScheduleExporters() {}

  /** All exporters that {@link ServiceLoader} finds, in the order of their names. */
  public static Map<String, ScheduleExporter> all() {
    return PlugIns.byName(ScheduleExporter.class, WHAT, ScheduleExporter::format);
  }

  /**
   * The exporter of one format.
   *
   * @throws org.flatsearch.json.InvalidInputException if there is none, naming the nearest
   */
  public static ScheduleExporter named(String format) {
    return PlugIns.named(all(), WHAT, format);
  }
}
