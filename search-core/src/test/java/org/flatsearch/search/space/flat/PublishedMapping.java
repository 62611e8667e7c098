package org.flatsearch.search.space.flat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Assumptions;

/** One row of FLAT's published results, as far as it says which mapping was chosen. */
record PublishedMapping(Map<String, String> cells) {
  private static final Path FILE =
      Path.of(System.getProperty("flatsearch.reference", "../../shared/data"))
          .resolve("flat_published_dev.csv");

  /** All rows of the reference file; skips the calling test where it is absent. */
  static List<PublishedMapping> all() throws IOException {
    if (!Files.exists(FILE)) {
      String message = "reference data is absent: " + FILE.toAbsolutePath().normalize();
      if (Boolean.getBoolean("flatsearch.requireReference")) {
        throw new AssertionError(message);
      }
      Assumptions.abort(message);
    }
    List<String> lines = Files.readAllLines(FILE);
    String[] names = lines.get(0).split(",");
    return lines.stream().skip(1).map(line -> of(names, line.split(","))).toList();
  }

  private static PublishedMapping of(String[] names, String[] values) {
    Map<String, String> cells = new HashMap<>();
    for (int k = 0; k < names.length; k++) {
      cells.put(names[k], values[k]);
    }
    return new PublishedMapping(cells);
  }

  Accelerator accelerator() {
    return SpecCatalogue.accelerator("flat-" + cells.get("platform"));
  }

  AttentionWorkload workload() {
    return SpecCatalogue.workload(cells.get("models").toLowerCase(Locale.ROOT))
        .with(Map.of("queryLength", cells.get("P"), "keyLength", cells.get("M")));
  }

  double latencySeconds() {
    return Double.parseDouble(cells.get("actual_latency"));
  }

  /** The labels of the decisions of the published space that make this mapping. */
  List<String> labels() {
    return List.of(
        place("Q_loc"),
        place("K_loc"),
        place("V_loc"),
        place("AV_loc"),
        isOnChip("QK_loc") ? "fused" : "dram",
        cells.get("QK_stationarity"),
        cells.get("fusion_granularity").equals("head") ? "head" : cells.get("P1"));
  }

  private String place(String column) {
    return isOnChip(column) ? "row" : "array";
  }

  private boolean isOnChip(String column) {
    return cells.get(column).equals("onchip");
  }

  @Override
  public String toString() {
    return cells.get("platform") + " " + cells.get("models") + " " + cells.get("seq_len");
  }
}
