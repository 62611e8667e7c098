package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.flatsearch.cost.CostFigure;
import org.flatsearch.json.StrictJson;

/** What the schema of a cost says of its figures, by the list of these. */
final class CostSchema {
  private CostSchema() {}

  /** Replaces what {@code schema} says of figures and their parts. */
  static void addFigures(ObjectNode schema) {
    ObjectNode properties = StrictJson.newObject();
    ArrayNode required = StrictJson.newObject().arrayNode();
    ObjectNode counts = (ObjectNode) schema.at("/properties/counts");
    ObjectNode ofCounts = counts.putObject("properties");
    ArrayNode requiredCounts = counts.putArray("required");
    for (CostFigure figure : CostFigure.values()) {
      boolean isCount = CostDocument.isCount(figure);
      boolean isRequired = !figure.isDerived() && !CostDocument.LATER.contains(figure);
      if (isCount) {
        ofCounts
            .putObject(figure.jsonName())
            .put("type", "integer")
            .put("minimum", 0)
            .put("maximum", Long.MAX_VALUE);
      } else if (figure != CostFigure.VIOLATION) {
        properties.putObject(figure.jsonName()).put("type", "number");
      }
      if (isRequired) {
        (isCount ? requiredCounts : required).add(figure.jsonName());
      }
      figure
          .parts()
          .ifPresent(
              parts -> {
                addParts(parts, properties.putObject(parts.jsonName()));
                if (figure != CostFigure.ENERGY) {
                  required.add(parts.jsonName());
                }
              });
    }
    for (String other : new String[] {"bound", "violations", "counts", "extrapolated"}) {
      properties.set(other, schema.at("/properties/" + other));
      if (!other.equals("extrapolated")) {
        required.add(other);
      }
    }
    schema.set("properties", properties);
    schema.set("required", required);
  }

  private static <E extends Enum<E>> void addParts(CostFigure.Parts<E> parts, ObjectNode schema) {
    ObjectNode properties = schema.put("type", "object").putObject("properties");
    for (E key : parts.all()) {
      properties.putObject(parts.keyName().apply(key)).put("type", "number");
    }
    schema.put("additionalProperties", false);
  }
}
