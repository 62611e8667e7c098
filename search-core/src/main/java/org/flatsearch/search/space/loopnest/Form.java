package org.flatsearch.search.space.loopnest;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/** The six forms of a schedule: what is shared, and where the logits go. */
enum Form {
  /** Whole heads, logits through DRAM. */
  NONE_INSTANCE("none:instance", SharedLoops.INSTANCE, false),
  /** Tiles of rows, logits through DRAM. */
  NONE_ROW("none:instance-row", SharedLoops.INSTANCE_ROW, false),
  /** Whole heads, logits on chip. */
  ROW_INSTANCE("row:instance", SharedLoops.INSTANCE, true),
  /** FLAT: tiles of rows, whole rows of logits on chip. */
  ROW_ROW("row:instance-row", SharedLoops.INSTANCE_ROW, true),
  /** Online softmax, keys inside rows. */
  ONLINE_ROW_KEY("online:instance-row-key", SharedLoops.INSTANCE_ROW_KEY, true),
  /** Online softmax, rows inside keys. */
  ONLINE_KEY_ROW("online:instance-key-row", SharedLoops.INSTANCE_KEY_ROW, true);

  static final Form[] VALUES = values();

  final String label;
  final SharedLoops shared;
  final boolean fused;
  final boolean sharesRows;
  final boolean sharesKeys;

  /** The position of the innermost shared loop, inside which logits on chip are held. */
  final int insideOfLogits;

  /** The position of the innermost shared loop that indexes K. */
  private final int insideOfKeys;

  /** The index of Attend's row tile in the vector. */
  final int attendRowTile;

  /** The index of Attend's key tile in the vector. */
  final int attendKeyTile;

  private final StageOrder[] logitOrders;
  private final StageOrder[] attendOrders;

  Form(String label, SharedLoops shared, boolean fused) {
    this.label = label;
    this.shared = shared;
    this.fused = fused;
    sharesRows = shared.shares(Dimension.ROW);
    sharesKeys = shared.shares(Dimension.KEY);
    insideOfLogits = shared.count() - 1;
    insideOfKeys = sharesKeys ? shared.dimensions().indexOf(Dimension.KEY) : 0;
    attendRowTile = sharesRows ? DecisionIndex.ROW_TILE : DecisionIndex.ATTEND_ROW_TILE;
    attendKeyTile = sharesKeys ? DecisionIndex.KEY_TILE : DecisionIndex.ATTEND_KEY_TILE;
    logitOrders = StageOrder.all(shared, Stage.LOGIT);
    attendOrders = StageOrder.all(shared, Stage.ATTEND);
  }

  /**
   * The position inside which K is held if V is in its tile, which has to be that of a shared loop.
   *
   * @param position inside which K would be held otherwise
   */
  int insideIfWithValues(int position) {
    return position < shared.count() ? position : insideOfKeys;
  }

  /** Whether the residency of {@code tensor} is a decision in this form. */
  boolean decides(Tensor tensor) {
    return !fused || tensor != Tensor.LOGITS_OUT && tensor != Tensor.LOGITS_IN;
  }

  /** The index in the vector of the tile of a dimension in {@code stage}. */
  int tileIndex(Stage stage, Dimension dimension) {
    boolean isLogit = stage == Stage.LOGIT;
    return switch (dimension) {
      case INSTANCE -> DecisionIndex.INSTANCE_TILE;
      case ROW -> isLogit ? DecisionIndex.ROW_TILE : attendRowTile;
      case KEY -> isLogit ? DecisionIndex.KEY_TILE : attendKeyTile;
      case QUERY_DIM -> DecisionIndex.QUERY_DIM_TILE;
      case VALUE_DIM -> DecisionIndex.VALUE_DIM_TILE;
    };
  }

  /** The loops of {@code stage} in the given order, which is a value of its decision. */
  StageOrder order(Stage stage, int order) {
    return (stage == Stage.LOGIT ? logitOrders : attendOrders)[order];
  }

  static Form of(SharedLoops shared, boolean fused) {
    for (Form form : VALUES) {
      if (form.shared == shared && form.fused == fused) {
        return form;
      }
    }
    throw new IllegalArgumentException("no form shares " + shared + " with fused = " + fused);
  }
}
