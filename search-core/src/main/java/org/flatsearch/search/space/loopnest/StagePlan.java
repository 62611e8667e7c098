package org.flatsearch.search.space.loopnest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.flatsearch.cost.loopnest.StageCosts;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * What one stage decides by itself in one form, within the allowed values: its own tiles, the
 * residencies of its tensors, and all classes of its choices.
 */
final class StagePlan {
  /** In place of a position: V is in the tile of K. */
  static final int IN_KEYS = LoopNest.AT_ARRAY + 1;

  final Form form;
  final Stage stage;

  /**
   * Ordinals of the dimensions whose tiles are the stage's own, and their indexes in the vector.
   */
  final int[] ownDimensions;

  final int[] ownIndexes;

  /** The allowed tiles of each own dimension. */
  final TileRanges[] own;

  /** The tensors whose residency the stage decides, and the indexes of those decisions. */
  final Tensor[] tensors;

  final int[] tensorIndexes;

  final List<StageClass> classes = new ArrayList<>();

  private final int[][] values;
  private final boolean valuesInKeys;
  private final Set<List<Integer>> known = new HashSet<>();

  /**
   * @param values by index, the allowed values
   * @param ranges by index, the allowed tiles
   * @param valuesInKeys whether V is in the tile of K in all choices, or else in none
   */
  StagePlan(
      Form form,
      Stage stage,
      int[][] values,
      TileRanges[] ranges,
      boolean squareArray,
      boolean valuesInKeys) {
    this.valuesInKeys = valuesInKeys;
    this.form = form;
    this.stage = stage;
    this.values = values;
    List<Dimension> notShared =
        stage.dimensions().stream().filter(dimension -> !form.shared.shares(dimension)).toList();
    ownDimensions = notShared.stream().mapToInt(Dimension::ordinal).toArray();
    ownIndexes = notShared.stream().mapToInt(d -> form.tileIndex(stage, d)).toArray();
    own = Arrays.stream(ownIndexes).mapToObj(index -> ranges[index]).toArray(TileRanges[]::new);
    tensors =
        Arrays.stream(Residencies.TENSORS)
            .filter(tensor -> tensor.stage() == stage && form.decides(tensor))
            .toArray(Tensor[]::new);
    tensorIndexes = Arrays.stream(tensors).mapToInt(Residencies::index).toArray();
    makeClasses(squareArray);
  }

  private void makeClasses(boolean squareArray) {
    int[] orders = values[DecisionIndex.order(stage)];
    int[] stationarities = values[DecisionIndex.stationarity(stage)];
    int[] transpositions = values[DecisionIndex.transposed(stage)];
    if (squareArray) {
      transpositions = new int[] {transpositions[0]};
    }
    for (int mask = 0; mask < 1 << own.length; mask++) {
      boolean[] tiled = new boolean[own.length];
      if (!isPossible(mask, tiled)) {
        continue;
      }
      for (int order : orders) {
        for (int stationarity : stationarities) {
          for (int transposed : transpositions) {
            addResidencies(new int[] {order, stationarity, transposed}, tiled);
          }
        }
      }
    }
  }

  /**
   * Whether the allowed tiles can give exactly these own loops more than one iteration.
   *
   * @param mask the loops, one bit each
   * @param tiled receives the same by own dimension
   */
  private boolean isPossible(int mask, boolean[] tiled) {
    for (int k = 0; k < own.length; k++) {
      tiled[k] = (mask >> k & 1) != 0;
      if (tiled[k] ? own[k].tiled() == 0 : own[k].tiled() == own[k].size()) {
        return false;
      }
    }
    return true;
  }

  /** The dimensions whose place in the order of loops matters, as {@link LoopOrder} takes them. */
  private int relevantToOrder(boolean[] tiled) {
    int relevant = 0;
    for (int k = 0; k < tiled.length; k++) {
      if (tiled[k]) {
        relevant |= LoopOrder.bit(Dimension.values()[ownDimensions[k]]);
      }
    }
    return relevant;
  }

  private void addResidencies(int[] mapping, boolean[] tiled) {
    int[] vector = new int[DecisionIndex.COUNT];
    vector[DecisionIndex.order(stage)] = mapping[0];
    vector[DecisionIndex.stationarity(stage)] = mapping[1];
    vector[DecisionIndex.transposed(stage)] = mapping[2];
    LoopNest nest = new LoopNest();
    NestDecoder.mapping(vector, stage, form, nest);
    addResidencies(mapping, tiled, nest, new int[tensors.length], new int[tensors.length], 0);
  }

  private void addResidencies(
      int[] mapping, boolean[] tiled, LoopNest nest, int[] residencies, int[] inside, int tensor) {
    if (tensor == tensors.length) {
      if (known.add(signature(mapping, tiled, nest.stage(stage), inside))) {
        classes.add(
            new StageClass(mapping, residencies.clone(), tiled, nest.stage(stage), inside.clone()));
      }
      return;
    }
    Set<Integer> positionsAlike = new HashSet<>();
    for (int value : values[tensorIndexes[tensor]]) {
      if (tensors[tensor] == Tensor.V && valuesInKeys != (value == Residencies.IN_KEYS)) {
        continue;
      }
      int position = position(tensors[tensor], value, tiled, nest.stage(stage));
      if (positionsAlike.add(position)) {
        residencies[tensor] = value;
        inside[tensor] = position;
        addResidencies(mapping, tiled, nest, residencies, inside, tensor + 1);
      }
    }
  }

  /**
   * What distinguishes a class from others. Where loops of a single iteration stand in the order
   * does not. (It can decide which position a residency stands for, so classes can be compared only
   * once the positions are known.)
   */
  private List<Integer> signature(
      int[] mapping, boolean[] tiled, LoopNest.StageNest loops, int[] inside) {
    List<Integer> signature = new ArrayList<>();
    for (boolean each : tiled) {
      signature.add(each ? 1 : 0);
    }
    signature.add(LoopOrder.firstAlike(mapping[0], relevantToOrder(tiled)));
    signature.add(mapping[1]);
    signature.add(mapping[2]);
    for (int position : inside) {
      signature.add(position >= LoopNest.AT_ARRAY ? -position : loops.order[position]);
    }
    return signature;
  }

  /**
   * The position inside which a residency holds its tensor. If the loop that it names has a single
   * iteration, that is the position of the next loop around it that indexes the tensor and can have
   * more.
   */
  private int position(Tensor tensor, int value, boolean[] tiled, LoopNest.StageNest loops) {
    if (value == Residencies.IN_KEYS) {
      return IN_KEYS;
    }
    int[] candidates = Residencies.loops(tensor);
    boolean isAtArray = value == candidates.length;
    int outermost = Residencies.outermost(tensor, form.shared);
    int position =
        isAtArray ? LoopNest.AT_ARRAY : Math.max(loops.position(candidates[value]), outermost);
    if (tensor == Tensor.K && valuesInKeys) {
      position = form.insideIfWithValues(position);
    } else if (isAtArray) {
      return position;
    }
    while (position > outermost && !changesTile(tensor, loops.order[position], tiled)) {
      position--;
    }
    return position;
  }

  /**
   * Whether iterations of a loop use different tiles of a tensor; shared loops may have several.
   */
  private boolean changesTile(Tensor tensor, int dimension, boolean[] tiled) {
    if (!tensor.isIndexedBy(Dimension.values()[dimension])) {
      return false;
    }
    for (int k = 0; k < ownDimensions.length; k++) {
      if (ownDimensions[k] == dimension) {
        return tiled[k];
      }
    }
    return true;
  }

  /** Gives the stage of {@code nest} the order, mapping and positions of a class, not the slots. */
  void load(StageClass stageClass, LoopNest nest) {
    LoopNest.StageNest loops = nest.stage(stage);
    System.arraycopy(stageClass.order, 0, loops.order, 0, LoopNest.LOOPS);
    loops.stationarity = stageClass.stationarity;
    loops.transposed = stageClass.transposed;
    for (int k = 0; k < tensors.length; k++) {
      nest.inside[tensors[k].ordinal()] =
          stageClass.inside[k] == IN_KEYS ? 0 : stageClass.inside[k];
    }
  }

  /** The allowed values of the slots of a tensor of this plan. */
  int[] slotValues(int tensor) {
    return values[tensorIndexes[tensor] + 1];
  }

  /** Gives every tensor the most slots that are allowed, which bound times. */
  void loadMostSlots(LoopNest nest) {
    for (int k = 0; k < tensors.length; k++) {
      int[] allowed = slotValues(k);
      nest.slots[tensors[k].ordinal()] = allowed[allowed.length - 1] + 1;
    }
  }

  /** Lowers footprints counted with the most slots to those with the fewest. */
  void relaxFootprint(StageClass stageClass, StageCosts costs) {
    for (int k = 0; k < tensors.length; k++) {
      if (stageClass.inside[k] >= LoopNest.AT_ARRAY) {
        continue;
      }
      int[] allowed = slotValues(k);
      int fewest = allowed[0] + 1;
      int most = allowed[allowed.length - 1] + 1;
      switch (tensors[k]) {
        case Q, LOGITS_IN -> costs.inputFootprintBytes = costs.inputFootprintBytes / most * fewest;
        case K, V -> costs.weightFootprintBytes = costs.weightFootprintBytes / most * fewest;
        default -> costs.outputFootprintBytes = costs.outputFootprintBytes / most * fewest;
      }
      if (tensors[k] == Tensor.Q || tensors[k] == Tensor.O) {
        costs.registerBytes = costs.registerBytes / most * fewest;
      }
    }
  }
}
