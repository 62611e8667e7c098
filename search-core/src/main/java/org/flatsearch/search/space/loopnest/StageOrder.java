package org.flatsearch.search.space.loopnest;

import java.util.Arrays;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;

/**
 * The four loops of one stage, shared ones first, by form and by the decision on their order.
 *
 * <p>All of them are kept in a table: which one a search draws cannot be predicted, and branches on
 * it would take longer than the rest of decoding.
 */
final class StageOrder {
  /** In place of a dimension: no loop, the tensor is streamed at the array. */
  static final int ARRAY = Dimension.values().length;

  private static final StageOrder[][][] ALL =
      new StageOrder[Form.VALUES.length][Stage.values().length][LoopOrder.COUNT];

  static {
    for (Form form : Form.VALUES) {
      for (Stage stage : Stage.values()) {
        for (int order = 0; order < LoopOrder.COUNT; order++) {
          ALL[form.ordinal()][stage.ordinal()][order] = new StageOrder(form, stage, order);
        }
      }
    }
  }

  private final int[] loops = new int[LoopNest.LOOPS];
  private final int[] position = new int[ARRAY + 1];

  private StageOrder(Form form, Stage stage, int order) {
    int count = 0;
    for (Dimension dimension : form.shared.dimensions()) {
      loops[count++] = dimension.ordinal();
    }
    for (int k = 0; k < LoopNest.LOOPS - 1; k++) {
      int dimension = LoopOrder.dimension(order, k, stage);
      if (!form.shared.shares(Dimension.values()[dimension])) {
        loops[count++] = dimension;
      }
    }
    Arrays.fill(position, -1);
    for (int k = 0; k < LoopNest.LOOPS; k++) {
      position[loops[k]] = k;
    }
    position[ARRAY] = LoopNest.AT_ARRAY;
  }

  static StageOrder of(Form form, Stage stage, int order) {
    return ALL[form.ordinal()][stage.ordinal()][order];
  }

  /** Makes the loops of {@code nest} stand in this order. */
  void copyTo(LoopNest.StageNest nest) {
    nest.order[0] = loops[0];
    nest.order[1] = loops[1];
    nest.order[2] = loops[2];
    nest.order[3] = loops[3];
  }

  /**
   * Where the loop over a dimension stands, 0 outermost; {@link LoopNest#AT_ARRAY} for {@link
   * #ARRAY}.
   */
  int position(int dimension) {
    return position[dimension];
  }
}
