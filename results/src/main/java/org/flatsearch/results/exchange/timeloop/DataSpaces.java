package org.flatsearch.results.exchange.timeloop;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/** The names of dimensions and tensors in the two problems. */
final class DataSpaces {
  /** The name of the logits, the same in both stages. */
  static final String LOGITS = "Logits";

  private DataSpaces() {}

  static String letter(Dimension dimension) {
    return String.valueOf(dimension.symbol()).toUpperCase(Locale.ROOT);
  }

  /** The dimension of a letter, if it has one. */
  static Optional<Dimension> dimension(char letter) {
    return Arrays.stream(Dimension.values())
        .filter(dimension -> letter(dimension).charAt(0) == letter)
        .findFirst();
  }

  /** The tensors of a stage, its output last. */
  static List<Tensor> of(Stage stage) {
    return List.of(stage.input(false), stage.weight(), stage.output(false));
  }

  /** The name of a tensor. */
  static String name(Tensor tensor) {
    return switch (tensor) {
      case LOGITS, LOGITS_OUT, LOGITS_IN -> LOGITS;
      default -> tensor.jsonName();
    };
  }

  /** The names of tensors, in their order. */
  static String names(Collection<Tensor> tensors) {
    return tensors.stream().map(DataSpaces::name).collect(Collectors.joining(", "));
  }

  /** The tensor of {@code stage} with this name, if there is one. */
  static Optional<Tensor> named(Stage stage, String name) {
    return of(stage).stream().filter(tensor -> name(tensor).equals(name)).findFirst();
  }
}
