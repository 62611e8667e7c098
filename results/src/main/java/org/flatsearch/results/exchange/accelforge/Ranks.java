package org.flatsearch.results.exchange.accelforge;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Tensor;

/** The names of dimensions and tensors in the workload. */
final class Ranks {
  private Ranks() {}

  static String variable(Dimension dimension) {
    return switch (dimension) {
      case INSTANCE -> "h";
      case ROW -> "m";
      case KEY -> "p";
      case QUERY_DIM -> "e";
      case VALUE_DIM -> "f";
    };
  }

  static String tensor(Tensor tensor) {
    return switch (tensor) {
      case Q, K, V -> tensor.jsonName();
      case O -> "AV";
      case LOGITS, LOGITS_OUT -> "QK";
      case LOGITS_IN, SOFTMAX -> "QK_softmax";
      case STATISTICS -> throw new IllegalArgumentException("statistics are not modelled");
    };
  }
}
