package org.flatsearch.cost.walk;

import java.util.List;
import java.util.stream.IntStream;

/** The buffered tensors of a stage in the order of loading. */
final class HeldTensors {
  final HeldTensor[] all;

  /** By loop, from {@link StageCursor#ALL} on: the places of those that its iterations replace. */
  private final int[][] replaced = new int[TiledStage.MOST_LOOPS + 1][];

  HeldTensors(List<HeldTensor> tensors) {
    all = tensors.toArray(HeldTensor[]::new);
    for (int loop = StageCursor.ALL; loop < TiledStage.MOST_LOOPS; loop++) {
      int at = loop;
      replaced[loop - StageCursor.ALL] =
          IntStream.range(0, all.length).filter(k -> at <= all[k].replacingLoop).toArray();
    }
  }

  /**
   * Those whose tile a new iteration of {@code loop} replaces, as places in {@link #all}; at the
   * first and after the last step, all.
   */
  int[] replacedAt(int loop) {
    return replaced[loop - StageCursor.ALL];
  }

  /**
   * Those of which two steps use tiles of different names.
   *
   * @param loop the outermost loop in which they differ
   */
  int[] replacedBetween(int loop, int[] index, int[] next) {
    int[] most = replacedAt(loop);
    int count = 0;
    for (int k : most) {
      count += all[k].name(index) == all[k].name(next) ? 0 : 1;
    }
    if (count == most.length) {
      return most;
    }
    int[] changed = new int[count];
    int at = 0;
    for (int k : most) {
      if (all[k].name(index) != all[k].name(next)) {
        changed[at++] = k;
      }
    }
    return changed;
  }
}
