package org.flatsearch.results.exchange.levels;

import java.util.ArrayList;
import java.util.List;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Rounds tiles down to divisors of their dimension, for peers without ragged tiles; what fitted the
 * buffer still does.
 */
public final class TileRounding {
  private final AttentionWorkload workload;
  private final String tool;
  private final List<String> notes;

  private TileRounding(AttentionWorkload workload, String tool, List<String> notes) {
    this.workload = workload;
    this.tool = tool;
    this.notes = notes;
  }

  /**
   * {@code schedule} with tiles that divide their dimensions.
   *
   * @param tool what notes call the peer
   * @param notes receives a note for each tile that is rounded
   */
  public static AttentionSchedule round(
      AttentionSchedule schedule, AttentionWorkload workload, String tool, List<String> notes) {
    TileRounding rounding = new TileRounding(workload, tool, notes);
    return new AttentionSchedule(
        rounding.round("shared", schedule.shared()),
        rounding.round("Logit", schedule.logit()),
        rounding.round("Attend", schedule.attend()),
        schedule.residency());
  }

  private StageLoops round(String where, StageLoops stage) {
    return new StageLoops(round(where, stage.loops()), stage.stationarity(), stage.transposed());
  }

  private List<TiledLoop> round(String where, List<TiledLoop> loops) {
    List<TiledLoop> rounded = new ArrayList<>();
    for (TiledLoop loop : loops) {
      int extent = Extents.of(workload, loop.dimension());
      int tile = Divisors.largest(extent, loop.tile());
      if (tile != loop.tile()) {
        notes.add(
            "%s has no ragged tiles: the %s tile %s of '%s' does not divide %s and becomes %s."
                .formatted(tool, where, loop.tile(), loop.dimension().jsonName(), extent, tile));
      }
      rounded.add(new TiledLoop(loop.dimension(), tile));
    }
    return rounded;
  }
}
