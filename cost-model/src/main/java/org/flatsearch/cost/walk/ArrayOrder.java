package org.flatsearch.cost.walk;

import java.util.List;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * A position in one core's array work, which alternates between the stages: with s slots of logits
 * the Logit work of a shared tile runs s − 1 shared tiles ahead of the Attend work.
 *
 * <pre>
 *   s = 1, or logits through DRAM    L0 A0 L1 A1 L2 A2
 *   s = 2                            L0 L1 A0 L2 A1 A2
 *   s = 3                            L0 L1 L2 A0 A1 A2
 * </pre>
 */
final class ArrayOrder {
  private final StageCursor logit;
  private final StageCursor attend;
  private final long sharedTilesAhead;
  private StageCursor current;

  private ArrayOrder(StepShape shape, StageCursor logit, StageCursor attend) {
    this.logit = logit;
    this.attend = attend;
    sharedTilesAhead = shape.isFused() ? shape.slots(Tensor.LOGITS) - 1 : 0;
  }

  /** All steps of a core. */
  static ArrayOrder ofAll(StepShape shape, Dealing dealing, int core) {
    List<HeldTile> logit = shape.heldTiles(Stage.LOGIT);
    List<HeldTile> attend = shape.heldTiles(Stage.ATTEND);
    return new ArrayOrder(
        shape,
        new StageCursor(shape, dealing, core, Stage.LOGIT, logit, LoopNest.LOOPS),
        new StageCursor(shape, dealing, core, Stage.ATTEND, attend, LoopNest.LOOPS));
  }

  /**
   * The steps of a core for which something is loaded, and few others: of loops inside which
   * nothing is, only the first steps. A tile that stays for long, or a nest that streams
   * everything, would otherwise take as many steps to look at as there are.
   */
  static ArrayOrder ofLoads(StepShape shape, Dealing dealing, int core) {
    List<HeldTile> logit = shape.loadedTiles(Stage.LOGIT);
    List<HeldTile> attend = shape.loadedTiles(Stage.ATTEND);
    int logitLoops = replacingLoops(logit);
    int attendLoops = replacingLoops(attend);
    // The stages go through the same shared tiles, or one would seem to stay behind the other.
    int allShared = shape.tiling().nest().form.count();
    int shared = Math.min(allShared, Math.max(logitLoops, attendLoops));
    int least = Math.max(dealing.loops(), shared);
    return new ArrayOrder(
        shape,
        new StageCursor(shape, dealing, core, Stage.LOGIT, logit, Math.max(least, logitLoops)),
        new StageCursor(shape, dealing, core, Stage.ATTEND, attend, Math.max(least, attendLoops)));
  }

  private static int replacingLoops(List<HeldTile> tiles) {
    return tiles.stream().mapToInt(HeldTile::replacingLoops).max().orElse(0);
  }

  /** Whether there are tiles at all that the steps are looked at for. */
  boolean hasTiles() {
    return !logit.uses().isEmpty() || !attend.uses().isEmpty();
  }

  /** Goes to the next step; returns false if there is none. */
  boolean advance() {
    if (current == null || current.endsSharedTile()) {
      boolean logitMayGoAhead =
          logit.nextSharedTile() - attend.nextSharedTile() <= sharedTilesAhead;
      current = logit.hasNext() && logitMayGoAhead ? logit : attend;
      if (!current.hasNext()) {
        return false;
      }
    }
    current.advance();
    return true;
  }

  /** The cursor of the stage whose turn it is, at the step to be done. */
  StageCursor current() {
    return current;
  }

  StageCursor cursor(Stage stage) {
    return stage == Stage.LOGIT ? logit : attend;
  }

  /** Adds this position. */
  void describe(TimelineState state, Slots slots) {
    state.value(current.stage().ordinal());
    state.value(logit.sharedTile() - attend.sharedTile());
    logit.describe(state, slots);
    attend.describe(state, slots);
  }
}
