package org.flatsearch.search.space.loopnest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency.Place;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * Finds the vector of a nest. For a tile size that the space leaves out, the vector has one that is
 * no worse in any figure, preferably one that the user allows. If the space has no such tile, as
 * can happen in a space of divisors, there is no vector.
 */
final class NestEncoder {
  private static final Dimension[] DIMENSIONS = Dimension.values();

  private final LoopNestSpace space;
  private final int[] vector = new int[DecisionIndex.COUNT];

  NestEncoder(LoopNestSpace space) {
    this.space = space;
  }

  Optional<int[]> encode(LoopNest nest) {
    Form form = Form.of(nest.form, nest.fused);
    vector[DecisionIndex.FORM] = form.ordinal();
    boolean found =
        tile(DecisionIndex.INSTANCE_TILE, Dimension.INSTANCE, nest.logit)
            && tile(DecisionIndex.ROW_TILE, Dimension.ROW, nest.logit)
            && tile(DecisionIndex.KEY_TILE, Dimension.KEY, nest.logit)
            && tile(DecisionIndex.QUERY_DIM_TILE, Dimension.QUERY_DIM, nest.logit)
            && tile(DecisionIndex.VALUE_DIM_TILE, Dimension.VALUE_DIM, nest.attend)
            && (form.sharesRows || tile(DecisionIndex.ATTEND_ROW_TILE, Dimension.ROW, nest.attend))
            && (form.sharesKeys || tile(DecisionIndex.ATTEND_KEY_TILE, Dimension.KEY, nest.attend));
    if (!found) {
      return Optional.empty();
    }
    mapping(Stage.LOGIT, form, nest.logit);
    mapping(Stage.ATTEND, form, nest.attend);
    if (form.fused) {
      vector[DecisionIndex.LOGITS_SLOTS] = nest.slots[Tensor.LOGITS.ordinal()] - 1;
    }
    for (Tensor tensor : Residencies.TENSORS) {
      if (form.decides(tensor)) {
        residency(tensor, nest);
      }
    }
    if (nest.hasValuesInKeys()) {
      vector[DecisionIndex.V_INSIDE] = Residencies.IN_KEYS;
      vector[DecisionIndex.V_SLOTS] = 0;
    }
    return cutsAndRegisters(nest) ? Optional.of(vector) : Optional.empty();
  }

  private boolean cutsAndRegisters(LoopNest nest) {
    int tile = nest.logit.tile[Dimension.KEY.ordinal()];
    vector[DecisionIndex.KEY_STEP_TILE] = space.cuts.valueOfStep(nest.keyStep, tile);
    vector[DecisionIndex.KEY_PART_TILE] = space.cuts.valueOfPart(nest.keyPart, tile);
    vector[DecisionIndex.REGISTERS] = Places.registers(nest);
    boolean loadsSteps =
        KeyCuts.isStep(nest.keyStep, tile)
            && (nest.place[Tensor.K.ordinal()] == Place.STEP
                || nest.place[Tensor.V.ordinal()] == Place.STEP);
    vector[DecisionIndex.LOADS_STEPS] = loadsSteps ? 1 : 0;
    for (int index = DecisionIndex.REGISTERS; index < vector.length; index++) {
      if (vector[index] < 0 || vector[index] >= space.decisions().get(index).size()) {
        return false;
      }
    }
    return true;
  }

  private boolean tile(int index, Dimension dimension, LoopNest.StageNest loops) {
    int size = loops.tile[dimension.ordinal()];
    List<TileFigures> tiles = space.tiles(dimension);
    TileFigures exact = space.figures(dimension, size);
    IntPredicate allowed = space.allowed(index).orElse(tile -> true);
    int at = -1;
    int atAllowed = -1;
    for (int k = space.largestUpTo(size, dimension); k >= 0 && atAllowed < 0; k--) {
      TileFigures tile = tiles.get(k);
      if (tile.isNoWorseThan(exact)) {
        at = Math.max(at, k);
        atAllowed = allowed.test(tile.tile) ? k : -1;
      }
    }
    vector[index] = atAllowed >= 0 ? atAllowed : at;
    return at >= 0;
  }

  private void mapping(Stage stage, Form form, LoopNest.StageNest loops) {
    List<Dimension> relevant = new ArrayList<>();
    for (int k = form.shared.count(); k < LoopNest.LOOPS; k++) {
      relevant.add(DIMENSIONS[loops.order[k]]);
    }
    vector[DecisionIndex.order(stage)] = LoopOrder.of(relevant);
    vector[DecisionIndex.stationarity(stage)] = loops.stationarity.ordinal();
    vector[DecisionIndex.transposed(stage)] = loops.transposed && !space.hasSquareArray ? 1 : 0;
  }

  private void residency(Tensor tensor, LoopNest nest) {
    int index = Residencies.index(tensor);
    int inside = nest.inside[tensor.ordinal()];
    if (inside == LoopNest.AT_ARRAY) {
      vector[index] = Residencies.loops(tensor).length;
      vector[index + 1] = 0;
      return;
    }
    // The innermost loop around the held tile that indexes the tensor.
    LoopNest.StageNest stage = nest.stage(tensor.stage());
    int position = inside;
    while (!tensor.isIndexedBy(DIMENSIONS[stage.order[position]])) {
      position--;
    }
    vector[index] = Residencies.value(tensor, stage.order[position]);
    vector[index + 1] = nest.slots[tensor.ordinal()] - 1;
  }
}
