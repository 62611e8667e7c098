package org.flatsearch.results.exchange.tileflow;

import java.util.Arrays;
import java.util.Optional;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;

/** The names of dimensions and stages in TileFlow's attention problem. */
final class Letters {
  /** The name of the logits. */
  static final String LOGITS = "C";

  private Letters() {}

  static char of(Dimension dimension) {
    return switch (dimension) {
      case INSTANCE -> 'H';
      case ROW -> 'M';
      case KEY -> 'L';
      case QUERY_DIM -> 'A';
      case VALUE_DIM -> 'N';
    };
  }

  /** The dimension of a letter, if it has one; B and H are both instances. */
  static Optional<Dimension> dimension(char letter) {
    if (letter == 'B') {
      return Optional.of(Dimension.INSTANCE);
    }
    return Arrays.stream(Dimension.values())
        .filter(dimension -> of(dimension) == letter)
        .findFirst();
  }

  static String operator(Stage stage) {
    return stage == Stage.LOGIT ? "ProduceC" : "ProduceO";
  }
}
