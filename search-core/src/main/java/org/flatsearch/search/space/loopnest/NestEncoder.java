package org.flatsearch.search.space.loopnest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * Finds the vector of a nest. A tile size that the space leaves out has one in it that is no worse
 * in any figure; the vector has that one, and one that the user allows if there is any. Empty if
 * the space has none (a space of divisors).
 */
final class NestEncoder {
  private static final Dimension[] DIMENSIONS = Dimension.values();

  private final LoopNestSpace space;
  private final int[] vector = new int[Place.COUNT];

  NestEncoder(LoopNestSpace space) {
    this.space = space;
  }

  Optional<int[]> encode(LoopNest nest) {
    Form form = Form.of(nest.form, nest.fused);
    vector[Place.FORM] = form.ordinal();
    boolean found =
        tile(Place.INSTANCE_TILE, Dimension.INSTANCE, nest.logit)
            && tile(Place.ROW_TILE, Dimension.ROW, nest.logit)
            && tile(Place.KEY_TILE, Dimension.KEY, nest.logit)
            && tile(Place.QUERY_DIM_TILE, Dimension.QUERY_DIM, nest.logit)
            && tile(Place.VALUE_DIM_TILE, Dimension.VALUE_DIM, nest.attend)
            && (form.sharesRows || tile(Place.ATTEND_ROW_TILE, Dimension.ROW, nest.attend))
            && (form.sharesKeys || tile(Place.ATTEND_KEY_TILE, Dimension.KEY, nest.attend));
    if (!found) {
      return Optional.empty();
    }
    mapping(Stage.LOGIT, form, nest.logit);
    mapping(Stage.ATTEND, form, nest.attend);
    if (form.fused) {
      vector[Place.LOGITS_SLOTS] = nest.slots[Tensor.LOGITS.ordinal()] - 1;
    }
    for (Tensor tensor : Residencies.TENSORS) {
      boolean isLogits = tensor == Tensor.LOGITS_OUT || tensor == Tensor.LOGITS_IN;
      if (!isLogits || !form.fused) {
        residency(tensor, nest);
      }
    }
    return Optional.of(vector);
  }

  private boolean tile(int place, Dimension dimension, LoopNest.StageNest loops) {
    int size = loops.tile[dimension.ordinal()];
    List<TileFigures> tiles = space.tiles(dimension);
    TileFigures exact = space.figures(dimension, size);
    IntPredicate allowed = space.allowed(place).orElse(tile -> true);
    int at = -1;
    int atAllowed = -1;
    for (int k = 0; k < tiles.size() && tiles.get(k).tile <= size; k++) {
      if (tiles.get(k).isNoWorseThan(exact)) {
        at = k;
        atAllowed = allowed.test(tiles.get(k).tile) ? k : atAllowed;
      }
    }
    vector[place] = atAllowed >= 0 ? atAllowed : at;
    return at >= 0;
  }

  private void mapping(Stage stage, Form form, LoopNest.StageNest loops) {
    List<Dimension> relevant = new ArrayList<>();
    for (int k = form.shared.count(); k < LoopNest.LOOPS; k++) {
      relevant.add(DIMENSIONS[loops.order[k]]);
    }
    boolean isLogit = stage == Stage.LOGIT;
    vector[isLogit ? Place.LOGIT_ORDER : Place.ATTEND_ORDER] = LoopOrder.of(relevant);
    vector[isLogit ? Place.LOGIT_STATIONARITY : Place.ATTEND_STATIONARITY] =
        loops.stationarity.ordinal();
    vector[isLogit ? Place.LOGIT_TRANSPOSED : Place.ATTEND_TRANSPOSED] =
        loops.transposed && !space.hasSquareArray() ? 1 : 0;
  }

  private void residency(Tensor tensor, LoopNest nest) {
    int place = Residencies.place(tensor);
    int[] loops = Residencies.loops(tensor);
    int inside = nest.inside[tensor.ordinal()];
    if (inside == LoopNest.AT_ARRAY) {
      vector[place] = loops.length;
      vector[place + 1] = 0;
      return;
    }
    // The innermost loop around the residency that indexes the tensor.
    LoopNest.StageNest stage = nest.stage(tensor.stage());
    int position = inside;
    while (!tensor.isIndexedBy(DIMENSIONS[stage.order[position]])) {
      position--;
    }
    for (int value = 0; value < loops.length; value++) {
      if (loops[value] == stage.order[position]) {
        vector[place] = value;
      }
    }
    vector[place + 1] = nest.slots[tensor.ordinal()] - 1;
  }
}
