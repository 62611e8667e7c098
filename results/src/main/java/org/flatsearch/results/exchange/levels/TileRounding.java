package org.flatsearch.results.exchange.levels;

import java.util.List;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Rounds tiles down for peers that have no ragged ones, or not everywhere; what fitted the buffer
 * still does.
 */
public final class TileRounding {
  private TileRounding() {}

  /**
   * {@code schedule} with tiles that divide their dimensions.
   *
   * @param tool what notes call the peer
   * @param notes receives a note for each tile that is rounded
   */
  public static AttentionSchedule round(
      AttentionSchedule schedule, AttentionWorkload workload, String tool, List<String> notes) {
    return PaddedProblem.retile(
        schedule,
        (stage, loop) ->
            dividing(where(schedule, stage, loop.dimension()), loop, workload, tool, notes));
  }

  /**
   * {@code schedule} with tiles that the array divides, where a peer has ragged tiles outside the
   * array only. What is dealt to cores has tiles that divide it.
   */
  public static AttentionSchedule roundToArray(
      AttentionSchedule schedule,
      Accelerator accelerator,
      AttentionWorkload workload,
      String tool,
      List<String> notes) {
    boolean dealsRows = CoreSplit.of(schedule, accelerator.cores(), workload).rows() > 1;
    return PaddedProblem.retile(
        schedule,
        (stage, loop) -> {
          Dimension dimension = loop.dimension();
          String where = where(schedule, stage, dimension);
          boolean dealt =
              dimension == Dimension.INSTANCE
                  || dimension == Dimension.ROW && schedule.form().shares(dimension) && dealsRows;
          int side = ArraySides.of(schedule, accelerator, stage, dimension);
          int tile = loop.tile();
          if (dealt) {
            return dividing(where, loop, workload, tool, notes);
          }
          int passes = Extents.tiles(tile, side);
          // An even split over as many passes takes no longer.
          if (tile >= Extents.of(workload, dimension) || tile % passes == 0) {
            return tile;
          }
          int rounded = tile - tile % side;
          notes.add(
              "%s has no ragged tiles on the array: the %s tile %s of '%s' becomes %s."
                  .formatted(tool, where, tile, dimension.jsonName(), rounded));
          return rounded;
        });
  }

  private static String where(AttentionSchedule schedule, Stage stage, Dimension dimension) {
    return schedule.form().shares(dimension) ? "shared" : stage == Stage.LOGIT ? "Logit" : "Attend";
  }

  private static int dividing(
      String where, TiledLoop loop, AttentionWorkload workload, String tool, List<String> notes) {
    int extent = Extents.of(workload, loop.dimension());
    int tile = Divisors.largest(extent, loop.tile());
    if (tile != loop.tile()) {
      notes.add(
          "%s has no ragged tiles: the %s tile %s of '%s' does not divide %s and becomes %s."
              .formatted(tool, where, loop.tile(), loop.dimension().jsonName(), extent, tile));
    }
    return tile;
  }
}
