package org.flatsearch.results.exchange.levels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.exchange.ArrayUse;
import org.flatsearch.results.exchange.ImportedSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.IllegalScheduleException;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;

/** The last step of an import: from loops by level to a schedule. */
public final class LevelledImport {
  private LevelledImport() {}

  /**
   * The schedule of {@code levelled}.
   *
   * @param origin what messages call the mapping
   * @param remedy what else a message of refusal says, after a blank; may be empty
   * @throws InvalidInputException if the levels make no schedule
   */
  public static ImportedSchedule of(
      LevelledSchedule levelled, String origin, String remedy, List<String> notes) {
    List<String> all = new ArrayList<>(notes);
    cores(levelled).ifPresent(all::add);
    all.addAll(undealt(levelled));
    Map<Dimension, Integer> extents = new EnumMap<>(Dimension.class);
    for (Dimension dimension : Dimension.values()) {
      StageLevels stage = dimension == Dimension.VALUE_DIM ? levelled.attend() : levelled.logit();
      extents.put(dimension, Math.toIntExact(stage.extent(dimension)));
    }
    try {
      return new ImportedSchedule(
          levelled.toSchedule(), extents, all, Optional.of(arrayUse(levelled)));
    } catch (IllegalScheduleException e) {
      throw new InvalidInputException(origin + ": " + e.getMessage() + "." + remedy, e);
    }
  }

  private static ArrayUse arrayUse(LevelledSchedule levelled) {
    Map<Stage, Map<Dimension, Integer>> elements = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      StageLevels levels = levelled.stage(stage);
      Map<Dimension, Integer> ofStage = new EnumMap<>(Dimension.class);
      ofStage.put(levels.rows().dimension(), levels.rows().count());
      ofStage.put(levels.columns().dimension(), levels.columns().count());
      elements.put(stage, ofStage);
    }
    return new ArrayUse(elements, levelled.arrayCycles());
  }

  /**
   * The form of the loops around both stages, outermost first. Instances are always shared, keys if
   * their loop has several iterations, rows if they have a loop or if keys are shared; empty if the
   * order of the loops is that of no form.
   */
  public static Optional<SharedLoops> form(List<LevelLoop> loops) {
    List<Dimension> dimensions = new ArrayList<>(List.of(Dimension.INSTANCE));
    for (LevelLoop loop : loops) {
      boolean counts = loop.count() > 1 || loop.dimension() == Dimension.ROW;
      if (loop.dimension() != Dimension.INSTANCE && counts) {
        dimensions.add(loop.dimension());
      }
    }
    if (dimensions.contains(Dimension.KEY) && !dimensions.contains(Dimension.ROW)) {
      dimensions.add(dimensions.indexOf(Dimension.KEY), Dimension.ROW);
    }
    return Arrays.stream(SharedLoops.values())
        .filter(form -> form.dimensions().equals(dimensions))
        .findFirst();
  }

  /** Says that a schedule deals other tiles to the cores than the mapping does, if it may. */
  private static Optional<String> cores(LevelledSchedule levelled) {
    int rows = ways(levelled, Dimension.ROW);
    int instances = ways(levelled, Dimension.INSTANCE);
    if (rows > 1 && !levelled.form().shares(Dimension.ROW)) {
      return Optional.of(
          ("The mapping spreads rows over %s cores; a schedule deals rows only where its stages"
                  + " share their loop, and here it deals instances alone.")
              .formatted(rows));
    }
    if (rows == 1 && instances > 1 && levelled.form().dealsRows()) {
      return Optional.of(
          ("The mapping spreads instances over %s cores; a schedule deals tiles of instances and"
                  + " rows in blocks, which split instances if these do not come out even.")
              .formatted(instances));
    }
    return Optional.empty();
  }

  /** Says which dimensions the mapping spreads over cores, and a schedule never does. */
  private static List<String> undealt(LevelledSchedule levelled) {
    return Stream.of(levelled.logit(), levelled.attend())
        .flatMap(
            stage ->
                stage.cores().stream()
                    .filter(loop -> loop.count() > 1)
                    .filter(loop -> loop.dimension() != Dimension.INSTANCE)
                    .filter(loop -> loop.dimension() != Dimension.ROW)
                    .map(
                        loop ->
                            ("The mapping spreads '%s' of %s over %s cores; a schedule deals only"
                                    + " instances and rows, so here each core runs all its tiles.")
                                .formatted(
                                    loop.dimension().jsonName(),
                                    stage.stage().jsonName(),
                                    loop.count())))
        .toList();
  }

  /** Over how many cores a dimension is spread, in the stage where that is more. */
  private static int ways(LevelledSchedule levelled, Dimension dimension) {
    return Stream.of(levelled.logit(), levelled.attend())
        .mapToInt(stage -> StageLevels.find(stage.cores(), dimension).count())
        .max()
        .orElseThrow();
  }
}
