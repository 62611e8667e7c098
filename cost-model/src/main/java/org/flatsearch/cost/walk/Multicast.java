package org.flatsearch.cost.walk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Tensor;

/**
 * Which cores receive a load. With multicast, a tile of an input that several cores load at the
 * same step of the same round of dealt tiles is read once, when all of them are ready for it.
 */
final class Multicast {
  private final StepShape shape;
  private final Dealing dealing;
  private final CoreTimeline[] cores;
  private final boolean enabled;

  /**
   * The core that was not ready when last asked: it is asked first, as those before it were ready.
   */
  private int waitedFor;

  private final int[] located = new int[Dimension.values().length];

  Multicast(StepShape shape, Dealing dealing, CoreTimeline[] cores, boolean enabled) {
    this.shape = shape;
    this.dealing = dealing;
    this.cores = cores;
    this.enabled = enabled && cores.length > 1;
  }

  /**
   * The cores that receive the load at the head of {@code core}'s queue, lowest number first; none
   * if there is no such load or one of them is not ready for it.
   */
  List<CoreTimeline> readyReceivers(CoreTimeline core) {
    if (!core.isReadyToLoad()) {
      return List.of();
    }
    LoadQueue.Load load = core.loads().head();
    if (!enabled || !shape.isAlikeForAllRows(load.tensor)) {
      return List.of(core);
    }
    // Blocks are in the order of cores, so those with tiles of these instances are neighbours.
    StageCursor step = core.loads().step();
    long tile = (long) step.index()[Tiling.I] * dealing.rowTiles() - step.round();
    int from = dealing.firstFrom(tile);
    int to = dealing.firstFrom(tile + dealing.rowTiles());
    waitedFor = from <= waitedFor && waitedFor < to ? waitedFor : from;
    for (int left = to - from; left > 0; left--) {
      if (loadsToo(waitedFor, load.tensor, step)
          && !isReadyFor(load.tensor, step, cores[waitedFor])) {
        return List.of();
      }
      waitedFor = waitedFor + 1 < to ? waitedFor + 1 : from;
    }
    List<CoreTimeline> receivers = new ArrayList<>();
    for (int other = from; other < to; other++) {
      if (loadsToo(other, load.tensor, step)) {
        receivers.add(cores[other]);
      }
    }
    return receivers;
  }

  private boolean isReadyFor(Tensor tensor, StageCursor step, CoreTimeline other) {
    if (!other.isReadyToLoad() || other.loads().head().tensor != tensor) {
      return false;
    }
    StageCursor theirs = other.loads().step();
    return theirs.round() == step.round()
        && Arrays.equals(undealt(theirs.index()), undealt(step.index()));
  }

  private int[] undealt(int[] index) {
    int[] copy = index.clone();
    copy[Tiling.I] = 0;
    copy[Tiling.P] = dealing.loops() == 2 ? 0 : copy[Tiling.P];
    return copy;
  }

  /**
   * Whether {@code core} loads the same tile of {@code tensor} at its own step that corresponds to
   * {@code step}.
   */
  private boolean loadsToo(int core, Tensor tensor, StageCursor step) {
    if (step.round() >= dealing.size(core)) {
      return false;
    }
    dealing.locate(core, step.round(), located);
    int instances = located[Tiling.I];
    if (instances != step.index()[Tiling.I]) {
      return false;
    }
    boolean firstStepOfRound = Arrays.stream(undealt(step.index())).allMatch(tile -> tile == 0);
    if (!firstStepOfRound
        || step.round() == 0
        || shape.changesWithinRound(tensor, dealing.loops())) {
      return true;
    }
    // A core that goes on with the same instances still holds the tile.
    dealing.locate(core, step.round() - 1, located);
    return located[Tiling.I] != instances;
  }
}
