package org.flatsearch.cost.walk;

import java.util.Arrays;
import java.util.List;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;

/**
 * A loop whose iterations may repeat one another in time.
 *
 * @param stages the stages that have it: both if it is shared
 * @param dimension what it runs over, or {@link #ROUNDS}
 * @param iterations how many iterations it has; for rounds, those of the busiest core
 * @param sharedTiles how many shared tiles one iteration has; 0 if it is not shared
 */
record WatchedLoop(List<Stage> stages, int dimension, long iterations, long sharedTiles) {
  /**
   * In place of a dimension: the loop over a core's dealt tiles, if these are all alike, so that it
   * does not matter at which of them an instance begins.
   */
  static final int ROUNDS = Dimension.values().length;

  /** The loop at {@code position} of {@code stage}. */
  static WatchedLoop of(Tiling tiling, Dealing dealing, Stage stage, int position) {
    LoopNest.StageNest nest = tiling.nest().stage(stage);
    int shared = tiling.nest().form.count();
    boolean isShared = position < shared;
    boolean isRounds = dealing.alike() && position < dealing.loops();
    long sharedTiles = isShared ? 1 : 0;
    for (int inner = isRounds ? dealing.loops() : position + 1; inner < shared; inner++) {
      sharedTiles *= tiling.count(stage, nest.order[inner]);
    }
    return new WatchedLoop(
        isShared ? Arrays.asList(Stage.values()) : List.of(stage),
        isRounds ? ROUNDS : nest.order[position],
        isRounds ? dealing.rounds() : tiling.count(stage, nest.order[position]),
        sharedTiles);
  }
}
