package org.flatsearch.results.exchange;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.NearestNames;

/** The import formats on the class path, by name. */
public final class ScheduleImporters {
  private ScheduleImporters() {}

  /** All importers that {@link ServiceLoader} finds, in the order of their names. */
  public static Map<String, ScheduleImporter> all() {
    Map<String, ScheduleImporter> importers = new TreeMap<>();
    for (ScheduleImporter importer : ServiceLoader.load(ScheduleImporter.class)) {
      importers.put(importer.format(), importer);
    }
    return importers;
  }

  /**
   * The importer of one format.
   *
   * @throws InvalidInputException if there is none, naming the nearest
   */
  public static ScheduleImporter named(String format) {
    Map<String, ScheduleImporter> importers = all();
    ScheduleImporter importer = importers.get(format);
    if (importer == null) {
      throw new InvalidInputException(
          "there is no import format '"
              + format
              + "'. "
              + NearestNames.advice(format, importers.keySet()));
    }
    return importer;
  }
}
