package org.flatsearch.results.exchange;

import java.util.Map;
import java.util.ServiceLoader;
import org.flatsearch.plugin.PlugIns;

/** The import formats on the class path, by name. */
public final class ScheduleImporters {
  private static final String WHAT = "import format";

  private ScheduleImporters() {}

  /** All importers that {@link ServiceLoader} finds, in the order of their names. */
  public static Map<String, ScheduleImporter> all() {
    return PlugIns.byName(ScheduleImporter.class, WHAT, ScheduleImporter::format);
  }

  /**
   * The importer of one format.
   *
   * @throws org.flatsearch.json.InvalidInputException if there is none, naming the nearest
   */
  public static ScheduleImporter named(String format) {
    return PlugIns.named(all(), WHAT, format);
  }
}
