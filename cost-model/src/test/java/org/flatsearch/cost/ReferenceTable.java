package org.flatsearch.cost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Tables of the reference data, which stay out of the project. */
public final class ReferenceTable {
  private static final Path FOLDER =
      Path.of(System.getProperty("flatsearch.reference", "../../shared/data"));

  private ReferenceTable() {}

  /**
   * The cells of each row by the names of their columns.
   *
   * <p>Where the file is absent, the calling test is skipped, or fails if the data are required.
   */
  public static List<Map<String, String>> rows(String name) {
    Path file = FOLDER.resolve(name);
    if (!Files.exists(file)) {
      String message = "reference data are absent: " + file.toAbsolutePath().normalize();
      if (Boolean.getBoolean("flatsearch.requireReference")) {
        throw new AssertionError(message);
      }
      Assumptions.abort(message);
    }
    try {
      List<String> lines = Files.readAllLines(file);
      String[] columns = lines.get(0).split(",");
      return lines.stream().skip(1).map(line -> row(columns, line.split(",", -1))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> row(String[] columns, String[] cells) {
    Map<String, String> row = new LinkedHashMap<>();
    for (int k = 0; k < columns.length; k++) {
      row.put(columns[k], cells[k]);
    }
    return row;
  }
}
