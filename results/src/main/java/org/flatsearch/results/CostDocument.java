package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flatsearch.cost.Bound;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.Cost.Violation;
import org.flatsearch.cost.CostFigure;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.schedule.Tensor;

/**
 * A {@link Cost} as the {@code cost} object of result and evaluation documents: its figures by
 * their names, those that are counts in an object of their own.
 */
public final class CostDocument {
  private static final String COUNTS = "counts";

  /** A flag that is written only if it is true. */
  private static final String EXTRAPOLATED = "extrapolated";

  /** Figures that documents of earlier versions lack. */
  static final Set<CostFigure> LATER = EnumSet.of(CostFigure.REGISTERS, CostFigure.EXECUTED_LOGITS);

  private CostDocument() {}

  /** The object, figures in SI units, as their names say. */
  public static ObjectNode toJson(Cost cost) {
    ObjectNode json = StrictJson.newObject();
    ObjectNode counts = StrictJson.newObject();
    for (CostFigure figure : CostFigure.values()) {
      if (isCount(figure)) {
        counts.put(figure.jsonName(), cost.figures().get(figure).longValue());
      } else if (figure != CostFigure.VIOLATION) {
        json.set(figure.jsonName(), StrictJson.number(cost.value(figure)));
      }
      figure.parts().ifPresent(parts -> write(json, parts, cost.parts().get(figure)));
    }
    json.put("bound", cost.bound().jsonName());
    ArrayNode violations = json.putArray("violations");
    for (Violation violation : cost.violations()) {
      ObjectNode entry = violations.addObject();
      entry.put(violation.tensor().isPresent() ? "tensor" : "memory", violation.what());
      entry.set("bytes", StrictJson.number(violation.bytes()));
    }
    json.set(COUNTS, counts);
    if (cost.extrapolated()) {
      json.put(EXTRAPOLATED, true);
    }
    return json;
  }

  /** Whether a document has the figure among its counts. */
  static boolean isCount(CostFigure figure) {
    return figure.unit() == CostFigure.Unit.COUNT;
  }

  private static <E extends Enum<E>> void write(
      ObjectNode json, CostFigure.Parts<E> parts, Map<? extends Enum<?>, Double> values) {
    ObjectNode object = json.putObject(parts.jsonName());
    for (E key : parts.all()) {
      if (values.containsKey(key)) {
        object.set(parts.keyName().apply(key), StrictJson.number(values.get(key)));
      }
    }
  }

  static Cost read(JsonObjectReader json) {
    List<String> fields = new ArrayList<>(List.of("bound", "violations", COUNTS, EXTRAPOLATED));
    List<String> countFields = new ArrayList<>();
    JsonObjectReader counts = json.requiredObject(COUNTS, "{}");
    Map<CostFigure, Number> figures = new EnumMap<>(CostFigure.class);
    Map<CostFigure, Map<? extends Enum<?>, Double>> parts = new EnumMap<>(CostFigure.class);
    for (CostFigure figure : CostFigure.values()) {
      if (figure != CostFigure.VIOLATION) {
        (isCount(figure) ? countFields : fields).add(figure.jsonName());
        Number value = read(figure, isCount(figure) ? counts : json);
        if (!figure.isDerived()) {
          figures.put(figure, value);
        }
      }
      figure
          .parts()
          .ifPresent(
              each -> {
                fields.add(each.jsonName());
                parts.put(figure, read(each, figure == CostFigure.ENERGY, json));
              });
    }
    json.allowOnly(fields);
    counts.allowOnly(countFields);
    Cost cost =
        new Cost(
            figures,
            parts,
            json.required("bound", "\"dram\"").asOneOf(Bound.values(), Bound::jsonName),
            violations(json),
            json.optional(EXTRAPOLATED).map(JsonValueReader::asBoolean).orElse(false));
    // Documents that are written from this one have both, and JSON has no infinities.
    requireFinite(json, "the product of energyJoules and latencySeconds", cost.edpJouleSeconds());
    requireFinite(json, "the sum of the bytes of all violations", cost.violationBytes());
    return cost;
  }

  private static Number read(CostFigure figure, JsonObjectReader json) {
    String name = figure.jsonName();
    boolean mayMiss = figure.isDerived() || LATER.contains(figure);
    if (isCount(figure)) {
      return mayMiss && json.optional(name).isEmpty()
          ? 0
          : json.required(name, "0").asLong(0, Long.MAX_VALUE);
    }
    return mayMiss ? json.optionalDouble(name).orElse(0) : json.requiredDouble(name, "0.0125");
  }

  /** Reads parts; {@code mayMiss} where documents of earlier versions lack them. */
  private static <E extends Enum<E>> Map<E, Double> read(
      CostFigure.Parts<E> parts, boolean mayMiss, JsonObjectReader json) {
    Map<E, Double> values = new EnumMap<>(parts.keys());
    if (mayMiss && json.optional(parts.jsonName()).isEmpty()) {
      return values;
    }
    JsonObjectReader object = json.requiredObject(parts.jsonName(), "{}");
    object.allowOnly(parts.all().stream().map(parts.keyName()).toList());
    for (E key : parts.all()) {
      object.optionalDouble(parts.keyName().apply(key)).ifPresent(value -> values.put(key, value));
    }
    return values;
  }

  private static void requireFinite(JsonObjectReader json, String what, double value) {
    if (!Double.isFinite(value)) {
      throw json.invalid(what + " must be a number below 1.8e308, found a larger one.");
    }
  }

  private static List<Violation> violations(JsonObjectReader json) {
    List<Violation> violations = new ArrayList<>();
    for (var element : json.requiredArray("violations", "[]")) {
      JsonObjectReader entry = element.asObject();
      Optional<Tensor> tensor = Optional.empty();
      if (entry.optional("memory").isPresent()) {
        entry.allowOnly("memory", "bytes");
        entry.required("memory", "").asOneOf(new String[] {Violation.REGISTERS}, name -> name);
      } else {
        entry.allowOnly("tensor", "bytes");
        tensor =
            Optional.of(
                entry.required("tensor", "\"K\"").asOneOf(Tensor.values(), Tensor::jsonName));
      }
      violations.add(new Violation(tensor, entry.requiredDouble("bytes", "0.0125")));
    }
    return violations;
  }
}
