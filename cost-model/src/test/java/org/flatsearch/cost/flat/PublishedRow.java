package org.flatsearch.cost.flat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flatsearch.cost.ReferenceTable;
import org.flatsearch.cost.flat.FlatSchedule.Placement;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;

/** One row of FLAT's published results: a mapping and its figures. */
record PublishedRow(Map<String, String> cells) {
  /** All rows of the reference file; skips the calling test where it is absent. */
  static List<PublishedRow> all() {
    return ReferenceTable.rows("flat_published_dev.csv").stream().map(PublishedRow::new).toList();
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
