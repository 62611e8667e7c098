package org.flatsearch.results.exchange.levels;

import java.util.stream.LongStream;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Stage;
import org.flatsearch.spec.AttentionWorkload;

/**
 * How the models deal the shared tiles to the cores: in contiguous blocks of as equal a size as
 * there can be, which may begin among the rows of an instance tile.
 */
public final class CoreBlocks {
  private CoreBlocks() {}

  /**
   * How many cores begin in the middle of the row tiles of an instance tile; each of them shares
   * this with the core before it. 0 if rows are not dealt.
   */
  public static long splitInstances(
      AttentionSchedule schedule, int cores, AttentionWorkload workload) {
    if (!schedule.form().dealsRows()) {
      return 0;
    }
    long rowTiles = tiles(schedule, Dimension.ROW, workload);
    long tiles = tiles(schedule, Dimension.INSTANCE, workload) * rowTiles;
    return LongStream.range(1, Math.min(cores, tiles))
        .map(core -> core * (tiles / cores) + Math.min(core, tiles % cores))
        .filter(first -> first % rowTiles != 0)
        .count();
  }

  /** The number of tiles of a shared dimension. */
  static int tiles(AttentionSchedule schedule, Dimension dimension, AttentionWorkload workload) {
    return Extents.tiles(Extents.of(workload, dimension), schedule.tile(Stage.LOGIT, dimension));
  }
}
