package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;

/**
 * What a search proved about the optimum of its space.
 *
 * @param model name of the cost model that the proof is about
 * @param status how much is proven
 * @param lowerBound the bound that no schedule of the space beats, for each metric of the
 *     objective; empty if unknown
 * @param gap (found − lower bound) / lower bound of the first objective; empty if unknown
 */
public record Optimality(String model, Status status, List<Double> lowerBound, OptionalDouble gap) {

  /** How much is proven. */
  public enum Status {
    /** No schedule of the space is better. */
    PROVEN("proven"),
    /** A lower bound is known. */
    BOUNDED("bounded"),
    /** Nothing is proven. */
    UNKNOWN("unknown");

    private final String jsonName;

    Status(String jsonName) {
      this.jsonName = jsonName;
    }

    /** The name that documents use. */
    public String jsonName() {
      return jsonName;
    }
  }

  public Optimality {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(status, "status");
    lowerBound = List.copyOf(lowerBound);
    Objects.requireNonNull(gap, "gap");
  }

  /**
   * Reads the {@code optimality} object of a document.
   *
   * @throws org.flatsearch.json.InvalidInputException naming the place and the broken rule
   */
  public static Optimality read(JsonObjectReader json) {
    json.allowOnly("model", "status", "lowerBound", "gap");
    return new Optimality(
        json.requiredString("model", "\"flat\""),
        json.required("status", "\"proven\"").asOneOf(Status.values(), Status::jsonName),
        Numbers.read(json.requiredArray("lowerBound", "[]")),
        json.optionalDouble("gap"));
  }

  /** The {@code optimality} object of a document. */
  public ObjectNode toJson() {
    ObjectNode json = StrictJson.newObject();
    json.put("model", model);
    json.put("status", status.jsonName());
    json.set("lowerBound", Numbers.toJson(lowerBound));
    gap.ifPresent(value -> json.set("gap", StrictJson.number(value)));
    return json;
  }
}
