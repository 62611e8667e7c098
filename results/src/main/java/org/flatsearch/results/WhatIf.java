package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;

/**
 * The best schedule if one part of the accelerator were different.
 *
 * @param part what changes, one of {@link #PARTS}
 * @param factor by how much: 0.5 for half of it, 2 for twice
 * @param best the best schedule found, and its cost; empty if the search found none
 * @param optimality what the search on the changed accelerator proved
 */
public record WhatIf(
    String part, double factor, Optional<RatedSchedule> best, Optimality optimality) {
  /** What the parts are called, in the order of a study. */
  public static final List<String> PARTS =
      List.of("bufferBytes", "dramBytesPerSecond", "onChipBytesPerSecond", "lanes", "array");

  public WhatIf {
    Objects.requireNonNull(part, "part");
    if (!PARTS.contains(part)) {
      throw new IllegalArgumentException("a part must be one of " + PARTS + ", found " + part);
    }
    Objects.requireNonNull(best, "best");
    Objects.requireNonNull(optimality, "optimality");
  }

  static WhatIf read(JsonObjectReader json) {
    json.allowOnly("part", "factor", "schedule", "cost", "optimality");
    return new WhatIf(
        json.required("part", "\"bufferBytes\"")
            .asOneOf(PARTS.toArray(String[]::new), part -> part),
        json.requiredDouble("factor", "2"),
        // Either alone is a damaged document, not a search that found nothing.
        json.has("schedule") || json.has("cost")
            ? Optional.of(RatedSchedule.read(json))
            : Optional.empty(),
        Optimality.read(json.requiredObject("optimality", "{ \"status\": \"proven\" }")));
  }

  ObjectNode toJson() {
    ObjectNode json = StrictJson.newObject();
    json.put("part", part);
    json.set("factor", StrictJson.number(factor));
    best.ifPresent(rated -> rated.addTo(json, Optional.empty()));
    json.set("optimality", optimality.toJson());
    return json;
  }
}
