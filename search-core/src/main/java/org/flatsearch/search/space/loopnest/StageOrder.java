package org.flatsearch.search.space.loopnest;

import java.util.stream.IntStream;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * The four loops of one stage in one order, shared loops first, and the positions inside which
 * tensors are held.
 *
 * <p>Each form keeps the results for all orders in a table: the processor cannot predict which
 * order a search draws, and branches on it would take longer than the rest of decoding.
 */
final class StageOrder {
  /**
   * The number of values of a decision on a residency: inside one of three loops, at the array, or
   * in K.
   */
  private static final int RESIDENCIES = 5;

  private static final Dimension[] DIMENSIONS = Dimension.values();

  private final int[] loops = new int[LoopNest.LOOPS];

  /** Positions by tensor, then by value of the decision on its residency. */
  private final int[] inside = new int[Tensor.values().length * RESIDENCIES];

  /** Values of the decision on a residency by tensor, then by position; negative for none. */
  private final int[] values = new int[Tensor.values().length * LoopNest.LOOPS];

  private StageOrder(SharedLoops shared, Stage stage, int order) {
    int count = 0;
    for (Dimension dimension : shared.dimensions()) {
      loops[count++] = dimension.ordinal();
    }
    for (int k = 0; k < LoopNest.LOOPS - 1; k++) {
      int dimension = LoopOrder.dimension(order, k, stage);
      if (!shared.shares(DIMENSIONS[dimension])) {
        loops[count++] = dimension;
      }
    }
    for (Tensor tensor : Residencies.TENSORS) {
      if (tensor.stage() == stage) {
        locate(tensor, Residencies.outermost(tensor, shared));
      }
    }
  }

  private void locate(Tensor tensor, int outermost) {
    int next = tensor.ordinal() * RESIDENCIES;
    for (int dimension : Residencies.loops(tensor)) {
      inside[next++] = Math.max(position(dimension), outermost);
    }
    inside[next++] = LoopNest.AT_ARRAY;
    inside[next] = 0; // where V is in K, K says what is held
    for (int position = 0; position < LoopNest.LOOPS; position++) {
      values[tensor.ordinal() * LoopNest.LOOPS + position] =
          Residencies.value(tensor, loops[position]);
    }
  }

  private int position(int dimension) {
    int position = 0;
    while (loops[position] != dimension) {
      position++;
    }
    return position;
  }

  /**
   * The loops of {@code stage} with these shared loops, by value of the decision on their order.
   */
  static StageOrder[] all(SharedLoops shared, Stage stage) {
    return IntStream.range(0, LoopOrder.COUNT)
        .mapToObj(order -> new StageOrder(shared, stage, order))
        .toArray(StageOrder[]::new);
  }

  /** Gives the loops of {@code nest} this order. */
  void copyTo(LoopNest.StageNest nest) {
    nest.order[0] = loops[0];
    nest.order[1] = loops[1];
    nest.order[2] = loops[2];
    nest.order[3] = loops[3];
  }

  /**
   * The position inside which a tensor of the stage is held.
   *
   * @param tensor ordinal of the tensor
   * @param value of the decision on its residency
   */
  int inside(int tensor, int value) {
    return inside[tensor * RESIDENCIES + value];
  }

  /**
   * The value of the decision on the residency of a tensor of the stage that means inside the loop
   * at {@code position}; negative if that loop does not index the tensor.
   *
   * @param tensor ordinal of the tensor
   */
  int valueInside(int tensor, int position) {
    return values[tensor * LoopNest.LOOPS + position];
  }

  /** The loop at {@code position}. */
  Dimension loop(int position) {
    return DIMENSIONS[loops[position]];
  }
}
