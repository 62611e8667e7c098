package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Optional;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;

/**
 * The best schedule if one part of the accelerator were different.
 *
 * @param part what changes
 * @param factor by how much: 0.5 for half of it, 2 for twice
 * @param best the best schedule found, and its cost; empty if the search found none
 * @param optimality what the search on the changed accelerator proved
 */
public record WhatIf(
    Part part, double factor, Optional<RatedSchedule> best, Optimality optimality) {

  /** A part of an accelerator, in the order of a study. */
  public enum Part {
    /** The buffer. */
    BUFFER("bufferBytes"),
    /** The DRAM bandwidth of reads and of writes. */
    DRAM("dramBytesPerSecond"),
    /** The bandwidth of the on-chip port. */
    ON_CHIP("onChipBytesPerSecond"),
    /** The softmax lanes. */
    LANES("lanes"),
    /** The PE array. */
    ARRAY("array");

    private final String jsonName;

    Part(String jsonName) {
      this.jsonName = jsonName;
    }

    /** The name that documents use. */
    public String jsonName() {
      return jsonName;
    }
  }

  public WhatIf {
    Objects.requireNonNull(part, "part");
    Objects.requireNonNull(best, "best");
    Objects.requireNonNull(optimality, "optimality");
  }

  static WhatIf read(JsonObjectReader json) {
    json.allowOnly("part", "factor", "schedule", "cost", "optimality");
    return new WhatIf(
        json.required("part", "\"bufferBytes\"").asOneOf(Part.values(), Part::jsonName),
        json.requiredDouble("factor", "2"),
        // Either alone is a damaged document, not a search that found nothing.
        json.has("schedule") || json.has("cost")
            ? Optional.of(RatedSchedule.read(json))
            : Optional.empty(),
        Optimality.read(json.requiredObject("optimality", "{ \"status\": \"proven\" }")));
  }

  ObjectNode toJson() {
    ObjectNode json = StrictJson.newObject();
    json.put("part", part.jsonName());
    json.set("factor", StrictJson.number(factor));
    best.ifPresent(rated -> rated.addTo(json, Optional.empty()));
    json.set("optimality", optimality.toJson());
    return json;
  }
}
