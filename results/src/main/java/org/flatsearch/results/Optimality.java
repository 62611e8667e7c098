package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.flatsearch.goal.Status;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;

/**
 * What a search proved about the optimum of its space.
 *
 * @param model name of the cost model that the proof is about
 * @param status how much is proven
 * @param lowerBound the bound that no schedule of the space beats, for each metric of the
 *     objective; empty if unknown
 * @param gap the {@linkplain #gap gap} of what was found, in the first metric; empty if unknown
 */
public record Optimality(String model, Status status, List<Double> lowerBound, OptionalDouble gap) {
  /** By how much a figure can be below its bound only because another model adds up its sums. */
  private static final double ROUNDING = 1e-9;

  public Optimality {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(status, "status");
    lowerBound = List.copyOf(lowerBound);
    Objects.requireNonNull(gap, "gap");
  }

  /**
   * How far a figure is above its proven lower bound, as a fraction of the bound: (found − bound) /
   * bound.
   *
   * @param found the first metric of what was found
   * @param lowerBound the bound for each metric; empty if nothing is proven
   * @return empty if there is no bound, if it is 0 and not reached, or if the figure is below: then
   *     the bound was proven for other schedules
   */
  public static OptionalDouble gap(double found, List<Double> lowerBound) {
    if (lowerBound.isEmpty()) {
      return OptionalDouble.empty();
    }
    double bound = lowerBound.get(0);
    if (found <= bound) {
      // Both are 0 for the energy on an accelerator that states no energy figures.
      return found >= bound * (1 - ROUNDING) ? OptionalDouble.of(0) : OptionalDouble.empty();
    }
    return bound > 0 ? OptionalDouble.of((found - bound) / bound) : OptionalDouble.empty();
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
