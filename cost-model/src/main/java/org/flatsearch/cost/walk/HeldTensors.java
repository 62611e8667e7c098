package org.flatsearch.cost.walk;

import java.util.List;
import java.util.stream.IntStream;

/** The buffered tensors of a stage in the order of loading. */
final class HeldTensors {
  final HeldTensor[] all;

  /** By loop, from {@link StageCursor#ALL} on: the places of those that its iterations replace. */
  private final int[][] replaced = new int[TiledStage.LOOPS + 1][];

  HeldTensors(List<HeldTensor> tensors) {
    all = tensors.toArray(HeldTensor[]::new);
    for (int loop = StageCursor.ALL; loop < TiledStage.LOOPS; loop++) {
      int at = loop;
      replaced[loop - StageCursor.ALL] =
          IntStream.range(0, all.length).filter(k -> at <= all[k].replacingLoop).toArray();
    }
  }

  /** Those whose tile a new iteration of {@code loop} replaces, as places in {@link #all}. */
  int[] replacedAt(int loop) {
    return replaced[loop - StageCursor.ALL];
  }
}
