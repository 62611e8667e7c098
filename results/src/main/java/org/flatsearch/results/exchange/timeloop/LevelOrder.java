package org.flatsearch.results.exchange.timeloop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.results.exchange.levels.PeerNames;

/**
 * The memory levels of a mapping, outermost first. In Timeloop the architecture decides on their
 * order, and directives come in any; without it, they are taken to come in the order of the levels,
 * outermost or innermost first, by where DRAM stands.
 *
 * @param levels the names of the levels that have loops
 * @param note what was assumed about them, if anything
 */
record LevelOrder(List<String> levels, Optional<String> note) {
  private static final String OUTERMOST = "DRAM";
  private static final List<String> KINDS = List.of("DRAM", "the buffer", "the registers");

  /**
   * The order of some levels.
   *
   * @param targets where directives with loops name their levels, in the order of the file
   * @param architecture the levels of the architecture, outermost first; empty if it is not known
   * @throws org.flatsearch.json.InvalidInputException if the order is unknown
   */
  static LevelOrder of(List<JsonValueReader> targets, List<String> architecture) {
    Map<String, JsonValueReader> named = new LinkedHashMap<>();
    for (JsonValueReader target : targets) {
      named.putIfAbsent(PeerNames.read(target, "memory level"), target);
    }
    List<String> levels = new ArrayList<>(named.keySet());
    if (!architecture.isEmpty()) {
      named.forEach((name, target) -> requireOneOf(architecture, name, target));
      levels.sort(Comparator.comparingInt(architecture::indexOf));
      return new LevelOrder(levels, Optional.empty());
    }
    Optional<String> dram = levels.stream().filter(OUTERMOST::equalsIgnoreCase).findFirst();
    if (dram.isEmpty()) {
      return new LevelOrder(levels, assumption(levels));
    }
    int place = levels.indexOf(dram.get());
    if (place > 0 && place < levels.size() - 1) {
      throw named
          .get(dram.get())
          .invalid(
              ("%s comes after %s and before others; the directives must name the levels from the"
                      + " outermost to the innermost, or the other way round.")
                  .formatted(dram.get(), levels.get(0)));
    }
    if (place > 0) {
      Collections.reverse(levels);
    }
    return new LevelOrder(levels, Optional.empty());
  }

  private static void requireOneOf(List<String> architecture, String name, JsonValueReader target) {
    if (!architecture.contains(name)) {
      throw target.mustBe(
          "one of the levels of the architecture, " + String.join(", ", architecture));
    }
  }

  private static Optional<String> assumption(List<String> levels) {
    List<String> taken = new ArrayList<>();
    for (int k = 0; k < Math.min(levels.size(), KINDS.size()); k++) {
      taken.add("'%s' for %s".formatted(levels.get(k), KINDS.get(k)));
    }
    return Optional.of(
        "No level is called DRAM, so the order of the directives counts: it takes "
            + String.join(", ", taken)
            + ". If that is wrong, name the file with the architecture, too.");
  }

  /** The names of the levels of a document's architecture, outermost first. */
  static List<String> architecture(JsonNode document) {
    List<String> levels = new ArrayList<>();
    collect(document.path("architecture"), levels);
    return levels;
  }

  /** Nodes have levels of their own, and more nodes inside those. */
  private static void collect(JsonNode node, List<String> levels) {
    for (JsonNode level : node.path("local")) {
      // An array of levels is called such as Buffer[0..3].
      levels.add(level.path("name").asText().replaceFirst("\\[.*", ""));
    }
    for (JsonNode inner : node.path("subtree")) {
      collect(inner, levels);
    }
  }
}
