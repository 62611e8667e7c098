package org.flatsearch.search.space.loopnest;

import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stationarity;

/**
 * The choices of one stage that agree in all but tile sizes and slots: loop order, array mapping,
 * residencies, and which of its own loops have more than one iteration.
 */
final class StageClass {
  /** Value indexes of the order, the stationarity and the transposition. */
  final int[] mapping;

  /** Value indexes of the residencies, in the order of the plan's tensors. */
  final int[] residencies;

  /** By own dimension of the plan: whether its loop has more than one iteration. */
  final boolean[] tiled;

  final int[] order = new int[LoopNest.LOOPS];
  final Stationarity stationarity;
  final boolean transposed;

  /** By tensor of the plan: the position inside which it is held. */
  final int[] inside;

  StageClass(
      int[] mapping, int[] residencies, boolean[] tiled, LoopNest.StageNest loops, int[] inside) {
    this.mapping = mapping;
    this.residencies = residencies;
    this.tiled = tiled;
    this.inside = inside;
    System.arraycopy(loops.order, 0, order, 0, LoopNest.LOOPS);
    stationarity = loops.stationarity;
    transposed = loops.transposed;
  }
}
