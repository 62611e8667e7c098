package org.flatsearch.search.space.loopnest;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.flatsearch.cost.loopnest.LoopNestEvaluator;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Residency.Place;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/** The shared decisions of a box, in the form in which the two stages are counted. */
final class SharedBox {
  private static final int[] TILES = {
    DecisionIndex.INSTANCE_TILE, DecisionIndex.ROW_TILE, DecisionIndex.KEY_TILE
  };
  private static final int INSTANCE = Dimension.INSTANCE.ordinal();
  private static final int ROW = Dimension.ROW.ordinal();
  private static final int KEY = Dimension.KEY.ordinal();

  /** The ratio of tiles that costs hardly differ by. */
  private static final double NEARLY_ONE = 1.2;

  private final int[][] values;
  private final TileRanges[] ranges;
  private final boolean isMasked;
  private final LoopNestEvaluator evaluator;
  private final TileFigures[][] tiles =
      new TileFigures[Stage.values().length][Dimension.values().length];
  private final TileFigures instances = new TileFigures();
  private final TileFigures rows = new TileFigures();
  private final TileFigures keys = new TileFigures();

  /**
   * Holds the form, the slots of the logits and what both stages share of places; whoever counts a
   * stage sets the rest.
   */
  final LoopNest nest = new LoopNest();

  private final KeyCuts cuts;
  private Form form;
  private long volume;
  private int registers;
  private boolean loadsSteps;

  /**
   * @param values by decision, the allowed values
   * @param ranges by index, the allowed tiles
   */
  SharedBox(
      int[][] values,
      TileRanges[] ranges,
      KeyCuts cuts,
      boolean isMasked,
      LoopNestEvaluator evaluator) {
    this.values = values;
    this.isMasked = isMasked;
    this.cuts = cuts;
    this.ranges = ranges;
    this.evaluator = evaluator;
  }

  /** The decision to split a box at; -1 if all shared decisions are fixed. */
  int split(int[] low, int[] high) {
    if (low[DecisionIndex.FORM] != high[DecisionIndex.FORM]) {
      return DecisionIndex.FORM;
    }
    Form only = form(low);
    if (only.fused && low[DecisionIndex.LOGITS_SLOTS] != high[DecisionIndex.LOGITS_SLOTS]) {
      return DecisionIndex.LOGITS_SLOTS;
    }
    if (isInKeys(high) && !isInKeys(low)) {
      return DecisionIndex.V_INSIDE;
    }
    int category = splitRegistersOrCuts(only, low, high);
    if (category >= 0) {
      return category;
    }
    if (splitsSome(low, high)) {
      return DecisionIndex.KEY_TILE;
    }
    // Widest by ratio: a bound takes the least figures, and most are inverse to the tile size.
    int widest = -1;
    double most = 1;
    for (int index : TILES) {
      double width = width(only, index, low, high);
      if (width > most) {
        most = width;
        widest = index;
      }
    }
    return widest;
  }

  /** The ratio of the largest to the smallest tile of a loop that the stages share; else 1. */
  private double width(Form only, int index, int[] low, int[] high) {
    boolean shared =
        index == DecisionIndex.INSTANCE_TILE
            || (index == DecisionIndex.ROW_TILE ? only.sharesRows : only.sharesKeys);
    return shared ? ranges[index].ratio(low[index], high[index]) : 1;
  }

  /**
   * Whether the stages share rows, in tiles of nearly one size, and a mask hides keys, of which
   * each has tiles of its own. Tiles of rows and of keys together decide how many logits are
   * executed, so splitting the box hardly raises its bound before the tiles of keys are narrowed.
   */
  boolean hasOwnMaskedKeys(int[] low, int[] high) {
    Form only = form(low);
    return isMasked
        && only.sharesRows
        && !only.sharesKeys
        && Arrays.stream(TILES).allMatch(index -> width(only, index, low, high) <= NEARLY_ONE);
  }

  /**
   * A decision on registers or cuts of keys that has to be fixed before there are bounds; or -1.
   */
  private int splitRegistersOrCuts(Form only, int[] low, int[] high) {
    if (!only.fused) {
      return -1;
    }
    if (low[DecisionIndex.REGISTERS] != high[DecisionIndex.REGISTERS]) {
      return DecisionIndex.REGISTERS;
    }
    if (only.sharesKeys && low[DecisionIndex.KEY_PART_TILE] != high[DecisionIndex.KEY_PART_TILE]) {
      return DecisionIndex.KEY_PART_TILE;
    }
    if (only.shared != SharedLoops.INSTANCE_ROW_KEY) {
      return -1;
    }
    if (low[DecisionIndex.KEY_STEP_TILE] != high[DecisionIndex.KEY_STEP_TILE]) {
      return DecisionIndex.KEY_STEP_TILE;
    }
    boolean matters = value(DecisionIndex.KEY_STEP_TILE, low) < cuts.steps.length - 1;
    return matters && low[DecisionIndex.LOADS_STEPS] != high[DecisionIndex.LOADS_STEPS]
        ? DecisionIndex.LOADS_STEPS
        : -1;
  }

  /** Whether the value at this end of a box means V in the tile of K; it is the last value. */
  private boolean isInKeys(int[] end) {
    return value(DecisionIndex.V_INSIDE, end) == Residencies.IN_KEYS;
  }

  /** Whether keys are split with some tiles of the box, and not with others. */
  boolean splitsSome(int[] low, int[] high) {
    Form only = form(low);
    int part = value(DecisionIndex.KEY_PART_TILE, low);
    if (!only.sharesKeys || part == cuts.parts.length - 1) {
      return false;
    }
    TileRanges ofKeys = ranges[DecisionIndex.KEY_TILE];
    int first = low[DecisionIndex.KEY_TILE];
    boolean isSplit = cuts.part(only, part, ofKeys.at(first).tile) > 0;
    return IntStream.rangeClosed(first + 1, high[DecisionIndex.KEY_TILE])
        .anyMatch(k -> cuts.part(only, part, ofKeys.at(k).tile) > 0 != isSplit);
  }

  /** Whether a split at this decision leaves boxes that have something to bound. */
  static boolean isTile(int index) {
    return Arrays.stream(TILES).anyMatch(tile -> tile == index);
  }

  /** Says what holds the tensors of a stage whose class the nest has. */
  void place(Stage stage) {
    Places.of(stage, registers, loadsSteps, nest.hasValuesInKeys(), nest);
  }

  private Form form(int[] positions) {
    return Form.VALUES[values[DecisionIndex.FORM][positions[DecisionIndex.FORM]]];
  }

  /**
   * Loads a box of one form: finds the least figures of its shared tiles.
   *
   * @param exact whether all shared decisions are fixed
   */
  void load(int[] low, int[] high, boolean exact) {
    form = form(low);
    volume = 1;
    for (int index : TILES) {
      volume *= high[index] - low[index] + 1;
    }
    nest.form = form.shared;
    nest.fused = form.fused;
    nest.inside[Tensor.LOGITS.ordinal()] = form.insideOfLogits;
    nest.slots[Tensor.LOGITS.ordinal()] =
        values[DecisionIndex.LOGITS_SLOTS][low[DecisionIndex.LOGITS_SLOTS]] + 1;
    share(DecisionIndex.INSTANCE_TILE, low, high, INSTANCE, instances);
    if (form.sharesRows) {
      share(DecisionIndex.ROW_TILE, low, high, ROW, rows);
    }
    if (form.sharesKeys) {
      share(DecisionIndex.KEY_TILE, low, high, KEY, keys);
    }
    loadPlacesAndCuts(low, high);
    if (exact) {
      evaluator.deal(form.shared, instances, rows);
    } else if (isDealtAlike(low, high)) {
      evaluator.dealAlike(form.shared, instances, rows);
    } else {
      evaluator.dealBound(form.shared, instances, rows);
    }
  }

  private void loadPlacesAndCuts(int[] low, int[] high) {
    nest.place[Tensor.V.ordinal()] = isInKeys(low) ? Place.KEYS : Place.BUFFER;
    registers = value(DecisionIndex.REGISTERS, low);
    loadsSteps = value(DecisionIndex.LOADS_STEPS, low) == 1;
    Places.ofLogits(registers, nest);
    // Steps that cut some tiles of the box bound the rest too.
    int tile = ranges[DecisionIndex.KEY_TILE].at(high[DecisionIndex.KEY_TILE]).tile;
    nest.keyStep = cuts.step(form, value(DecisionIndex.KEY_STEP_TILE, low), tile);
    nest.keyPart = cuts.part(form, value(DecisionIndex.KEY_PART_TILE, low), tile);
  }

  private int value(int index, int[] end) {
    return values[index][end[index]];
  }

  /** Sets the least figures of a range of shared tiles for both stages. */
  private void share(int index, int[] low, int[] high, int dimension, TileFigures figures) {
    ranges[index].minimum(low[index], high[index], figures);
    for (TileFigures[] ofStage : tiles) {
      ofStage[dimension] = figures;
    }
  }

  /** Whether all points of a box deal their shared tiles to the cores in the same way. */
  private boolean isDealtAlike(int[] low, int[] high) {
    TileRanges ofRows = ranges[DecisionIndex.ROW_TILE];
    boolean sameRowTrips =
        ofRows.at(low[DecisionIndex.ROW_TILE]).trips
            == ofRows.at(high[DecisionIndex.ROW_TILE]).trips;
    return low[DecisionIndex.INSTANCE_TILE] == high[DecisionIndex.INSTANCE_TILE]
        && (sameRowTrips || !form.shared.dealsRows());
  }

  /** The form of all points of the box. */
  Form form() {
    return form;
  }

  /**
   * The product of the sizes of all three ranges of tiles, even those that the form does not share:
   * a measure of how large the box is, not a number of points.
   */
  long volume() {
    return volume;
  }

  /**
   * The figures of the tiles of a stage, by ordinal of the dimension. Those of shared tiles are
   * set; whoever counts the stage sets its own.
   */
  TileFigures[] tiles(Stage stage) {
    return tiles[stage.ordinal()];
  }
}
