package org.flatsearch.results.exchange.levels;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
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
    all.add("The mapping knows no slots: each buffered tensor has one.");
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
}
