package org.flatsearch.experiments.text;

import org.flatsearch.results.LoopNestText;
import org.flatsearch.results.exchange.ImportedSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.spec.AttentionWorkload;

/** What an import found, as a loop nest over the extents of the mapping. */
public final class ImportText {
  private ImportText() {}

  /** The loop nest of an imported schedule. */
  public static String of(ImportedSchedule imported) {
    AttentionWorkload extents =
        new AttentionWorkload(
            "imported",
            "",
            extent(imported, Dimension.INSTANCE),
            1,
            1,
            extent(imported, Dimension.ROW),
            extent(imported, Dimension.KEY),
            extent(imported, Dimension.QUERY_DIM),
            extent(imported, Dimension.VALUE_DIM),
            1);
    return LoopNestText.of(imported.schedule(), extents);
  }

  private static int extent(ImportedSchedule imported, Dimension dimension) {
    return imported.extents().get(dimension);
  }
}
