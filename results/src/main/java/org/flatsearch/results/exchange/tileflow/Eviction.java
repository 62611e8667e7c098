package org.flatsearch.results.exchange.tileflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flatsearch.results.exchange.levels.LevelLoop;
import org.flatsearch.results.exchange.levels.LevelledSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;

/** What a Sequential scope evicts when the other stage runs, and a schedule keeps. */
final class Eviction {
  private Eviction() {}

  /**
   * A note for each stage that gets its operands again in each iteration of the loop around both. A
   * stage with DRAM loops of its own does so anyway.
   */
  static List<String> notes(LevelledSchedule levelled) {
    List<String> notes = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      Optional<LevelLoop> loop = innermost(levelled, stage);
      if (levelled.fused() && levelled.ownDramLoops(stage).isEmpty() && loop.isPresent()) {
        notes.add(
            "TileFlow's Sequential scope evicts the operands of %s while the other stage runs: they"
                    .formatted(stage.jsonName())
                + " are fetched again in each iteration of '%s'; in a schedule they stay."
                    .formatted(loop.get().dimension().jsonName()));
      }
    }
    return notes;
  }

  /**
   * The innermost loop that repeats, of a stage with none of its own; all operands depend on that
   * of instances.
   */
  private static Optional<LevelLoop> innermost(LevelledSchedule levelled, Stage stage) {
    return levelled.stage(stage).dram().stream()
        .filter(loop -> loop.count() > 1 && loop.dimension() != Dimension.INSTANCE)
        .reduce((outer, inner) -> inner);
  }
}
