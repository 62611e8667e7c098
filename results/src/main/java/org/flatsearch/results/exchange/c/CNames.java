package org.flatsearch.results.exchange.c;

import java.util.List;
import java.util.Locale;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/** The names of macros and variables in the C file, and the layout of its tensors. */
final class CNames {
  private CNames() {}

  /** The macro of the extent of {@code dimension}. */
  static String extent(Dimension dimension) {
    return switch (dimension) {
      case INSTANCE -> "INSTANCES";
      case ROW -> "ROWS";
      case KEY -> "KEYS";
      case QUERY_DIM -> "QUERY_DIM";
      case VALUE_DIM -> "VALUE_DIM";
    };
  }

  /** The macro of a tile; a shared loop has one for both stages. */
  static String tile(SharedLoops form, Stage stage, Dimension dimension) {
    return (form.shares(dimension) ? "" : stage.name() + "_") + "TILE_" + dimension.name();
  }

  /** The macro of the elements of {@code dimension} that one array pass covers. */
  static String pass(Stage stage, Dimension dimension) {
    return stage.name() + "_PASS_" + dimension.name();
  }

  /** The variable of a tensor. */
  static String variable(Tensor tensor) {
    return switch (tensor) {
      case Q, K, V, O -> tensor.name();
      default -> tensor.name().toLowerCase(Locale.ROOT);
    };
  }

  /** The macro of a figure of a tensor. */
  static String macro(Tensor tensor, String figure) {
    return tensor.name() + "_" + figure;
  }

  /** The tensor's second and third dimension, the first being the instances. */
  static List<Dimension> matrix(Tensor tensor) {
    return switch (tensor) {
      case Q -> List.of(Dimension.ROW, Dimension.QUERY_DIM);
      case K -> List.of(Dimension.KEY, Dimension.QUERY_DIM);
      case V -> List.of(Dimension.KEY, Dimension.VALUE_DIM);
      case O -> List.of(Dimension.ROW, Dimension.VALUE_DIM);
      case LOGITS, LOGITS_OUT, LOGITS_IN, SOFTMAX -> List.of(Dimension.ROW, Dimension.KEY);
      case STATISTICS -> List.of(Dimension.ROW);
    };
  }
}
