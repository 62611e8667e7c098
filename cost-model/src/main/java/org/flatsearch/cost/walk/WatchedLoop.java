package org.flatsearch.cost.walk;

import org.flatsearch.schedule.Stage;

/**
 * A loop whose iterations may repeat one another in time.
 *
 * @param stage the stage that has it, or null if it is shared
 * @param position where it is in the stage
 * @param isRounds whether it is the loop over a core's dealt tiles, which are all alike, so that it
 *     does not matter at which of them an instance begins
 * @param iterations how many iterations it has; for rounds, those of the busiest core; 0 if they do
 *     not repeat one another
 * @param rounds how many dealt tiles one iteration has; 0 if the loop is not dealt
 * @param sharedTiles how many shared tiles one iteration has; 0 if it is not shared
 */
record WatchedLoop(
    Stage stage, int position, boolean isRounds, long iterations, long rounds, long sharedTiles) {

  /** The loop at {@code position} of {@code stage}. */
  static WatchedLoop of(TiledStage stage, Dealing dealing, int position) {
    boolean isShared = position < stage.sharedLoops;
    if (!dealing.repeats(stage, position)) {
      return new WatchedLoop(isShared ? null : stage.stage, position, false, 0, 0, 0);
    }
    boolean isDealt = position < dealing.loops();
    boolean isRounds = isDealt && dealing.alike();
    long sharedTiles = isShared ? 1 : 0;
    for (int k = isRounds ? dealing.loops() : position + 1; k < stage.sharedLoops; k++) {
      sharedTiles *= stage.count[k];
    }
    boolean isInstances = position == Dealing.INSTANCE_LOOP && !isRounds;
    return new WatchedLoop(
        isShared ? null : stage.stage,
        isRounds ? 0 : position,
        isRounds,
        isRounds ? dealing.rounds() : stage.count[position],
        isDealt ? (isInstances ? dealing.tilesOfInstance() : 1) : 0,
        sharedTiles);
  }

  /** Whether the stage of this ordinal has this loop. */
  boolean isOf(int stage) {
    return this.stage == null || this.stage.ordinal() == stage;
  }
}
