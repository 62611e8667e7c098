package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.flatsearch.cost.Bound;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.Cost.Counts;
import org.flatsearch.cost.Cost.Violation;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.schedule.Tensor;

/** A {@link Cost} as the {@code cost} object of result and evaluation documents. */
public final class CostDocument {
  /** Figures that are a single number, in the order of the document. */
  static final List<String> NUMBERS =
      List.of(
          "latencySeconds",
          "energyJoules",
          "leakageJoules",
          "edpJouleSeconds",
          "trafficBytes",
          "footprintBytes",
          "utilization",
          "idealLatencySeconds",
          "spillFraction");

  /** The one of them that may be missing, and is only checked, because it follows from others. */
  static final String DERIVED = "edpJouleSeconds";

  /** Events that are counted. */
  static final List<String> COUNTS =
      List.of(
          "macs",
          "registerAccesses",
          "laneOperations",
          "onChipReadWords",
          "onChipWriteWords",
          "dramReadWords",
          "dramWriteWords");

  /** A flag that is written only if it is true. */
  static final String EXTRAPOLATED = "extrapolated";

  private static final String EXAMPLE = "0.0125";

  private CostDocument() {}

  /** The object, figures in SI units, as their names say. */
  public static ObjectNode toJson(Cost cost) {
    ObjectNode json = StrictJson.newObject();
    json.set("latencySeconds", StrictJson.number(cost.latencySeconds()));
    json.set("energyJoules", StrictJson.number(cost.energyJoules()));
    json.set("leakageJoules", StrictJson.number(cost.leakageJoules()));
    json.set("edpJouleSeconds", StrictJson.number(cost.edpJouleSeconds()));
    json.set("trafficBytes", StrictJson.number(cost.trafficBytes()));
    json.set("trafficBytesByTensor", numbers(cost.trafficBytesByTensor(), Tensor::jsonName));
    json.set("footprintBytes", StrictJson.number(cost.footprintBytes()));
    json.set("footprintBytesByTensor", numbers(cost.footprintBytesByTensor(), Tensor::jsonName));
    json.set("utilization", StrictJson.number(cost.utilization()));
    json.set("idealLatencySeconds", StrictJson.number(cost.idealLatencySeconds()));
    json.put("bound", cost.bound().jsonName());
    json.set("spillFraction", StrictJson.number(cost.spillFraction()));
    ArrayNode violations = json.putArray("violations");
    for (Violation violation : cost.violations()) {
      ObjectNode entry = violations.addObject().put("tensor", violation.tensor().jsonName());
      entry.set("bytes", StrictJson.number(violation.bytes()));
    }
    json.set("busySeconds", numbers(cost.busySeconds(), Bound::jsonName));
    json.set("counts", toJson(cost.counts()));
    if (cost.extrapolated()) {
      json.put(EXTRAPOLATED, true);
    }
    return json;
  }

  static ObjectNode toJson(Counts counts) {
    return StrictJson.newObject()
        .put("macs", counts.macs())
        .put("registerAccesses", counts.registerAccesses())
        .put("laneOperations", counts.laneOperations())
        .put("onChipReadWords", counts.onChipReadWords())
        .put("onChipWriteWords", counts.onChipWriteWords())
        .put("dramReadWords", counts.dramReadWords())
        .put("dramWriteWords", counts.dramWriteWords());
  }

  private static <E extends Enum<E>> ObjectNode numbers(
      Map<E, Double> values, Function<E, String> jsonName) {
    ObjectNode json = StrictJson.newObject();
    values.forEach((key, value) -> json.set(jsonName.apply(key), StrictJson.number(value)));
    return json;
  }

  static Cost read(JsonObjectReader json) {
    List<String> fields = new ArrayList<>(NUMBERS);
    fields.addAll(
        List.of(
            "trafficBytesByTensor",
            "footprintBytesByTensor",
            "bound",
            "violations",
            "busySeconds",
            "counts",
            EXTRAPOLATED));
    json.allowOnly(fields);
    json.optionalDouble(DERIVED);
    Cost cost =
        new Cost(
            number(json, "latencySeconds"),
            number(json, "energyJoules"),
            number(json, "leakageJoules"),
            number(json, "trafficBytes"),
            numbers(json, "trafficBytesByTensor", Tensor.class, Tensor::jsonName),
            number(json, "footprintBytes"),
            numbers(json, "footprintBytesByTensor", Tensor.class, Tensor::jsonName),
            number(json, "utilization"),
            number(json, "idealLatencySeconds"),
            json.required("bound", "\"dram\"").asOneOf(Bound.values(), Bound::jsonName),
            number(json, "spillFraction"),
            violations(json),
            numbers(json, "busySeconds", Bound.class, Bound::jsonName),
            counts(json.requiredObject("counts", "{}")),
            json.optional(EXTRAPOLATED).map(JsonValueReader::asBoolean).orElse(false));
    // Documents that are written from this one have both, and JSON has no infinities.
    requireFinite(json, "the product of energyJoules and latencySeconds", cost.edpJouleSeconds());
    requireFinite(json, "the sum of the bytes of all violations", cost.violationBytes());
    return cost;
  }

  private static void requireFinite(JsonObjectReader json, String what, double value) {
    if (!Double.isFinite(value)) {
      throw json.invalid(what + " must be a number below 1.8e308, found a larger one.");
    }
  }

  private static List<Violation> violations(JsonObjectReader json) {
    List<Violation> violations = new ArrayList<>();
    for (var element : json.requiredArray("violations", "[]")) {
      JsonObjectReader entry = element.asObject().allowOnly("tensor", "bytes");
      violations.add(
          new Violation(
              entry.required("tensor", "\"K\"").asOneOf(Tensor.values(), Tensor::jsonName),
              number(entry, "bytes")));
    }
    return violations;
  }

  private static Counts counts(JsonObjectReader json) {
    json.allowOnly(COUNTS);
    return new Counts(
        count(json, "macs"),
        count(json, "registerAccesses"),
        count(json, "laneOperations"),
        count(json, "onChipReadWords"),
        count(json, "onChipWriteWords"),
        count(json, "dramReadWords"),
        count(json, "dramWriteWords"));
  }

  private static long count(JsonObjectReader json, String field) {
    return json.required(field, "0").asLong(0, Long.MAX_VALUE);
  }

  private static double number(JsonObjectReader json, String field) {
    return json.requiredDouble(field, EXAMPLE);
  }

  private static <E extends Enum<E>> Map<E, Double> numbers(
      JsonObjectReader json, String field, Class<E> type, Function<E, String> jsonName) {
    JsonObjectReader object = json.requiredObject(field, "{}");
    E[] keys = type.getEnumConstants();
    object.allowOnly(Arrays.stream(keys).map(jsonName).toList());
    Map<E, Double> values = new EnumMap<>(type);
    for (E key : keys) {
      object.optionalDouble(jsonName.apply(key)).ifPresent(value -> values.put(key, value));
    }
    return values;
  }
}
