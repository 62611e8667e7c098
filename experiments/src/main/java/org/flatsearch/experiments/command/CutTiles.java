package org.flatsearch.experiments.command;

import java.util.ArrayList;
import java.util.List;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A schedule used for another workload: its tiles stay, but for those that exceed their dimension.
 *
 * @param schedule the schedule, all of whose tiles fit
 * @param cuts what was cut, such as {@code logit key 512 to 128}
 */
record CutTiles(AttentionSchedule schedule, List<String> cuts) {
  static CutTiles of(AttentionSchedule original, AttentionWorkload workload) {
    List<String> cuts = new ArrayList<>();
    List<TiledLoop> shared = cut("shared", original.shared(), workload, cuts);
    StageLoops logit = cut(Stage.LOGIT, original.logit(), workload, cuts);
    StageLoops attend = cut(Stage.ATTEND, original.attend(), workload, cuts);
    int keyTile = original.tile(Stage.LOGIT, Dimension.KEY);
    boolean keysCut = keyTile > workload.keys();
    // A cut tile has all keys, so there is nothing left to split into parts.
    int keyPart = keysCut ? 0 : original.keyPart();
    int keyStep = Math.min(original.keyStep(), Math.min(keyTile, workload.keys()));
    return new CutTiles(
        new AttentionSchedule(shared, keyPart, keyStep, logit, attend, original.residency()), cuts);
  }

  private static StageLoops cut(
      Stage stage, StageLoops loops, AttentionWorkload workload, List<String> cuts) {
    return new StageLoops(
        cut(stage.jsonName(), loops.loops(), workload, cuts),
        loops.stationarity(),
        loops.transposed());
  }

  private static List<TiledLoop> cut(
      String where, List<TiledLoop> loops, AttentionWorkload workload, List<String> cuts) {
    List<TiledLoop> cut = new ArrayList<>();
    for (TiledLoop loop : loops) {
      int tile = Math.min(loop.tile(), Extents.of(workload, loop.dimension()));
      if (tile < loop.tile()) {
        cuts.add("%s %s %s to %s".formatted(where, loop.dimension().jsonName(), loop.tile(), tile));
      }
      cut.add(new TiledLoop(loop.dimension(), tile));
    }
    return cut;
  }
}
