package org.flatsearch.cost.flat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flatsearch.cost.flat.FlatSchedule.Placement;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Assumptions;

/** One row of FLAT's published results: a mapping and its figures. */
record PublishedRow(Map<String, String> cells) {
  private static final Path FILE =
      Path.of(System.getProperty("flatsearch.reference", "../../shared/data"))
          .resolve("flat_published_dev.csv");

  /** All rows of the reference file; skips the calling test where it is absent. */
  static List<PublishedRow> all() throws IOException {
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

  private static PublishedRow of(String[] names, String[] values) {
    Map<String, String> cells = new HashMap<>();
    for (int k = 0; k < names.length; k++) {
      cells.put(names[k], values[k]);
    }
    return new PublishedRow(cells);
  }

  Accelerator accelerator() {
    return SpecCatalogue.accelerator("flat-" + cells.get("platform"));
  }

  AttentionWorkload workload() {
    return SpecCatalogue.workload(cells.get("models").toLowerCase(Locale.ROOT))
        .with(Map.of("queryLength", cells.get("P"), "keyLength", cells.get("M")));
  }

  double figure(String column) {
    return Double.parseDouble(cells.get(column));
  }

  /** The published mapping. */
  FlatSchedule mapping() {
    Stationarity stationarity =
        cells.get("QK_stationarity").equals("weight") ? Stationarity.WEIGHT : Stationarity.OUTPUT;
    return new FlatSchedule(workload())
        .place(placement("Q_loc"), placement("K_loc"), placement("V_loc"), placement("AV_loc"))
        .fused(cells.get("QK_loc").equals("onchip"))
        .stationarity(stationarity, stationarity)
        .rowTile(
            cells.get("fusion_granularity").equals("head")
                ? workload().rows()
                : Integer.parseInt(cells.get("P1")));
  }

  private Placement placement(String column) {
    return cells.get(column).equals("onchip") ? Placement.STAGED : Placement.STREAMED;
  }

  @Override
  public String toString() {
    return cells.get("platform") + " " + cells.get("models") + " " + cells.get("seq_len");
  }
}
