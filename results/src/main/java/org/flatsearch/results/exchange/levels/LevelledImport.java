package org.flatsearch.results.exchange.levels;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.exchange.ImportedSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.IllegalScheduleException;

/** The last step of an import: from loops by level to a schedule. */
public final class LevelledImport {
  private LevelledImport() {}

  /**
   * The schedule of {@code levelled}, with the assumption about slots among its notes.
   *
   * @param origin what messages call the mapping
   * @throws InvalidInputException if the levels make no schedule
   */
  public static ImportedSchedule of(LevelledSchedule levelled, String origin, List<String> notes) {
    List<String> all = new ArrayList<>(notes);
    all.add("The mapping has no slots: each buffered tensor gets one.");
    int ways = Math.max(rowWays(levelled.logit()), rowWays(levelled.attend()));
    if (ways > 1 && !levelled.form().shares(Dimension.ROW)) {
      all.add(
          String.format(
              Locale.ROOT,
              "The mapping spreads rows over %d cores; a schedule deals rows only where its stages"
                  + " share their loop, and here it deals instances alone.",
              ways));
    }
    Map<Dimension, Integer> extents = new EnumMap<>(Dimension.class);
    for (Dimension dimension : Dimension.values()) {
      StageLevels stage = dimension == Dimension.VALUE_DIM ? levelled.attend() : levelled.logit();
      extents.put(dimension, Math.toIntExact(stage.extent(dimension)));
    }
    try {
      return new ImportedSchedule(levelled.toSchedule(), extents, all);
    } catch (IllegalScheduleException e) {
      throw new InvalidInputException(origin + ": " + e.getMessage() + ".", e);
    }
  }

  private static int rowWays(StageLevels stage) {
    return StageLevels.find(stage.cores(), Dimension.ROW).count();
  }
}
