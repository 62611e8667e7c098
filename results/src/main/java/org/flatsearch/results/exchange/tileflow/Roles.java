package org.flatsearch.results.exchange.tileflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;

/**
 * What the letters and operators of a TileFlow problem are in attention, by how its tensors depend
 * on each other: the first product of two tensors that are given makes the logits, the second one
 * the output, and what is between them is the softmax.
 *
 * @param dimensions the dimension of each letter; those of {@link Letters} if no problem is known
 * @param stages the operators that are a stage
 * @param intermediates the tensors between the stages
 */
record Roles(
    Map<Character, Dimension> dimensions, Map<String, Stage> stages, Set<String> intermediates) {

  /** Without a problem: the letters and names that the exporter writes. */
  static Roles ofLetters() {
    Map<Character, Dimension> dimensions = new HashMap<>();
    for (char letter = 'A'; letter <= 'Z'; letter++) {
      char each = letter;
      Letters.dimension(letter).ifPresent(dimension -> dimensions.put(each, dimension));
    }
    Map<String, Stage> stages = new HashMap<>();
    for (Stage stage : Stage.values()) {
      stages.put(Letters.operator(stage), stage);
    }
    return new Roles(dimensions, stages, Set.of(Letters.LOGITS));
  }

  Optional<Dimension> dimension(char letter) {
    return Optional.ofNullable(dimensions.get(letter));
  }

  /** An operator: the letters of its inputs by tensor, and its output. */
  private record Operator(
      String name,
      Map<String, Set<Character>> inputs,
      String output,
      Set<Character> outputLetters) {

    /** The letters that two inputs have and the output lacks. */
    Set<Character> reduced() {
      Set<Character> reduced = new HashSet<>();
      if (inputs.size() == 2) {
        List<Set<Character>> both = List.copyOf(inputs.values());
        reduced.addAll(both.get(0));
        reduced.retainAll(both.get(1));
        reduced.removeAll(outputLetters);
      }
      return reduced;
    }
  }

  /** The roles in a document's problem; empty if it has none, or another one than attention. */
  static Optional<Roles> of(JsonNode document) {
    List<Operator> operators = new ArrayList<>();
    for (JsonNode op : document.path("problem").path("ops")) {
      operators.add(operator(op));
    }
    Set<String> made = new HashSet<>();
    operators.forEach(operator -> made.add(operator.output()));
    List<Operator> products =
        operators.stream().filter(operator -> !operator.reduced().isEmpty()).toList();
    List<Operator> first =
        products.stream()
            .filter(op -> op.inputs().keySet().stream().noneMatch(made::contains))
            .toList();
    if (products.size() != 2 || first.size() != 1) {
      return Optional.empty();
    }
    Operator logit = first.get(0);
    Operator attend = products.get(products.get(0) == logit ? 1 : 0);
    Set<Character> instance = new HashSet<>(attend.outputLetters());
    instance.retainAll(logit.outputLetters());
    Set<Character> row = new HashSet<>(instance);
    for (Operator product : products) {
      product.inputs().values().forEach(instance::retainAll);
    }
    row.removeAll(instance);
    Set<Character> value = new HashSet<>(attend.outputLetters());
    value.removeAll(logit.outputLetters());
    Map<Character, Dimension> dimensions = new HashMap<>();
    instance.forEach(letter -> dimensions.put(letter, Dimension.INSTANCE));
    boolean single =
        put(dimensions, row, Dimension.ROW)
            && put(dimensions, attend.reduced(), Dimension.KEY)
            && put(dimensions, logit.reduced(), Dimension.QUERY_DIM)
            && put(dimensions, value, Dimension.VALUE_DIM);
    made.remove(attend.output());
    return single
        ? Optional.of(
            new Roles(
                dimensions, Map.of(logit.name(), Stage.LOGIT, attend.name(), Stage.ATTEND), made))
        : Optional.empty();
  }

  private static boolean put(
      Map<Character, Dimension> dimensions, Set<Character> letters, Dimension dimension) {
    letters.forEach(letter -> dimensions.put(letter, dimension));
    return letters.size() == 1;
  }

  private static Operator operator(JsonNode op) {
    Map<String, Set<Character>> tensors = new HashMap<>();
    for (JsonNode space : op.has("data-spaces") ? op.get("data-spaces") : op.path("data_spaces")) {
      Set<Character> letters = new LinkedHashSet<>();
      letters(space.path("projection"), letters);
      tensors.put(space.path("name").asText(), letters);
    }
    String output = op.path("out").asText();
    Set<Character> outputLetters = tensors.getOrDefault(output, Set.of());
    tensors.remove(output);
    return new Operator(op.path("name").asText(), tensors, output, outputLetters);
  }

  /** Adds the single letters in a projection, which are in lists of lists. */
  private static void letters(JsonNode term, Set<Character> letters) {
    if (term.isTextual() && term.asText().length() == 1) {
      letters.add(term.asText().charAt(0));
    }
    term.forEach(inner -> letters(inner, letters));
  }
}
