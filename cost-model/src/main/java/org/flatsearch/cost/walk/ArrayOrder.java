package org.flatsearch.cost.walk;

import java.util.Arrays;
import org.flatsearch.schedule.Stage;

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
  final StageCursor logit;
  final StageCursor attend;
  private final boolean isProduct;
  private final long sharedTilesAhead;

  /** The cursor of the stage whose turn it is, at the step to be done. */
  StageCursor current;

  /** Whether there is no step left. */
  boolean done;

  private ArrayOrder(
      StageCursor logit, StageCursor attend, boolean isProduct, long sharedTilesAhead) {
    this.logit = logit;
    this.attend = attend;
    this.isProduct = isProduct;
    this.sharedTilesAhead = sharedTilesAhead;
    attend.done = isProduct;
    takeTurns();
  }

  /** All steps of a core. */
  static ArrayOrder ofAll(WalkPlan plan, int core) {
    int loops = plan.nest.stages[0].loops;
    return of(plan, core, plan.held, loops, loops);
  }

  /**
   * The steps of a core for which something is loaded, and few others: of loops inside which
   * nothing is, only the first steps. A tile that stays for long, or a nest that streams
   * everything, would otherwise take as many steps to look at as there are.
   */
  static ArrayOrder ofLoads(WalkPlan plan, int core) {
    HeldTensors[] loaded = new HeldTensors[plan.held.length];
    int[] loops = new int[loaded.length];
    int innermost = 0;
    boolean all = plan.nest.stages[0].isIrregular;
    for (int stage = 0; stage < loaded.length; stage++) {
      loaded[stage] =
          new HeldTensors(
              Arrays.stream(plan.held[stage].all).filter(tensor -> tensor.mayBeLoaded).toList());
      for (HeldTensor tensor : loaded[stage].all) {
        loops[stage] = Math.max(loops[stage], tensor.replacingLoop + 1);
      }
      loops[stage] = all ? plan.nest.stages[stage].loops : loops[stage];
      innermost = Math.max(innermost, loops[stage]);
    }
    // The stages go through the same shared tiles, or one would seem to stay behind the other.
    int shared = Math.min(plan.nest.stages[0].sharedLoops, innermost);
    int least = Math.max(plan.dealing.loops(), shared);
    ArrayOrder order = of(plan, core, loaded, Math.max(least, loops[0]), Math.max(least, loops[1]));
    order.done = order.logit.held.all.length + order.attend.held.all.length == 0;
    return order;
  }

  private static ArrayOrder of(
      WalkPlan plan, int core, HeldTensors[] held, int logitLoops, int attendLoops) {
    int logit = Stage.LOGIT.ordinal();
    int attend = Stage.ATTEND.ordinal();
    return new ArrayOrder(
        new StageCursor(plan.nest.stages[logit], held[logit], plan.dealing, core, logitLoops),
        new StageCursor(plan.nest.stages[attend], held[attend], plan.dealing, core, attendLoops),
        plan.nest.isProduct,
        plan.sharedTilesAhead);
  }

  /** Goes to the next step. */
  void advance() {
    boolean endsSharedTile = current.endsSharedTile();
    current.advance();
    if (endsSharedTile) {
      takeTurns();
    }
  }

  private void takeTurns() {
    if (isProduct) {
      attend.sharedTile = logit.sharedTile; // as if Attend had been there, so that states repeat
    }
    boolean mayGoAhead = logit.sharedTile - attend.sharedTile <= sharedTilesAhead;
    current = !logit.done && mayGoAhead ? logit : attend;
    done = current.done;
  }

  /** Moves on as {@link StageCursor#skip} does. */
  void skip(WatchedLoop loop, long iterations) {
    if (loop.isOf(Stage.LOGIT.ordinal())) {
      logit.skip(loop, iterations);
    }
    if (loop.isOf(Stage.ATTEND.ordinal())) {
      attend.skip(loop, iterations);
    }
  }

  /** The least that is {@link StageCursor#left} of {@code loop}. */
  long left(WatchedLoop loop) {
    long ofLogit = loop.isOf(Stage.LOGIT.ordinal()) ? logit.left(loop) : Long.MAX_VALUE;
    long ofAttend = loop.isOf(Stage.ATTEND.ordinal()) ? attend.left(loop) : Long.MAX_VALUE;
    return Math.min(ofLogit, ofAttend);
  }

  /** Adds this position, with tiles numbered relative to those that have left. */
  void describe(TimelineState state, Slots slots) {
    state.value(current.stage.stage.ordinal());
    state.value(logit.sharedTile - attend.sharedTile);
    describe(logit, state, slots);
    describe(attend, state, slots);
  }

  private static void describe(StageCursor cursor, TimelineState state, Slots slots) {
    state.value(cursor.done);
    for (int k = 0; k < cursor.number.length; k++) {
      state.value(cursor.number[k] - slots.freed(cursor.held.all[k].id));
    }
    state.place(cursor);
    if (cursor.stage.isIrregular) {
      // What moves depends on it, and it is not the place that says so.
      state.value(TiledStage.continues(cursor.kind));
    }
  }
}
