package org.flatsearch.search.space.loopnest;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;

/**
 * The index of each decision in the vector of {@link LoopNestSpace}: the shared ones first, then
 * those of Logit, then those of Attend, then those that have one value in many spaces.
 */
final class DecisionIndex {
  static final int FORM = 0;
  static final int INSTANCE_TILE = 1;

  /** The shared row tile; Logit's own where rows are not shared. */
  static final int ROW_TILE = 2;

  /** The shared key tile; Logit's own where keys are not shared. */
  static final int KEY_TILE = 3;

  static final int LOGITS_SLOTS = 4;

  static final int QUERY_DIM_TILE = 5;
  static final int LOGIT_ORDER = 6;
  static final int LOGIT_STATIONARITY = 7;
  static final int LOGIT_TRANSPOSED = 8;
  static final int Q_INSIDE = 9;
  static final int Q_SLOTS = 10;
  static final int K_INSIDE = 11;
  static final int K_SLOTS = 12;
  static final int LOGITS_OUT_INSIDE = 13;
  static final int LOGITS_OUT_SLOTS = 14;

  static final int ATTEND_ROW_TILE = 15;
  static final int ATTEND_KEY_TILE = 16;
  static final int VALUE_DIM_TILE = 17;
  static final int ATTEND_ORDER = 18;
  static final int ATTEND_STATIONARITY = 19;
  static final int ATTEND_TRANSPOSED = 20;
  static final int LOGITS_IN_INSIDE = 21;
  static final int LOGITS_IN_SLOTS = 22;
  static final int V_INSIDE = 23;
  static final int V_SLOTS = 24;
  static final int O_INSIDE = 25;
  static final int O_SLOTS = 26;

  /** Which tensors are in registers. */
  static final int REGISTERS = 27;

  static final int KEY_STEP_TILE = 28;

  /** Whether K and V are loaded by step, where they are held inside the loop over keys. */
  static final int LOADS_STEPS = 29;

  static final int KEY_PART_TILE = 30;

  static final int COUNT = 31;

  /** The indexes of tiles. */
  static final int[] TILES = {
    INSTANCE_TILE,
    ROW_TILE,
    KEY_TILE,
    QUERY_DIM_TILE,
    ATTEND_ROW_TILE,
    ATTEND_KEY_TILE,
    VALUE_DIM_TILE
  };

  private DecisionIndex() {}

  /** The dimension whose tile is decided at {@code index}. */
  static Dimension dimension(int index) {
    return switch (index) {
      case INSTANCE_TILE -> Dimension.INSTANCE;
      case ROW_TILE, ATTEND_ROW_TILE -> Dimension.ROW;
      case KEY_TILE, ATTEND_KEY_TILE -> Dimension.KEY;
      case QUERY_DIM_TILE -> Dimension.QUERY_DIM;
      case VALUE_DIM_TILE -> Dimension.VALUE_DIM;
      default -> throw new IllegalArgumentException("no tile at index " + index);
    };
  }

  /** The index of the loop order of {@code stage}; stationarity and transposition follow it. */
  static int order(Stage stage) {
    return stage == Stage.LOGIT ? LOGIT_ORDER : ATTEND_ORDER;
  }

  static int stationarity(Stage stage) {
    return stage == Stage.LOGIT ? LOGIT_STATIONARITY : ATTEND_STATIONARITY;
  }

  static int transposed(Stage stage) {
    return stage == Stage.LOGIT ? LOGIT_TRANSPOSED : ATTEND_TRANSPOSED;
  }
}
