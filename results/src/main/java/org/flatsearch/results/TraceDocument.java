package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.flatsearch.goal.Trace;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;

/**
 * A {@link Trace} in a document. Traces make up most of it, so they are written briefly:
 * improvements as {@code [evaluation, violation in bytes, objective values if it fits…]}, lower
 * bounds as {@code [evaluation, values…]}.
 */
public final class TraceDocument {
  /** The names of its fields. */
  public static final List<String> FIELDS = List.of("improvements", "lowerBounds");

  private TraceDocument() {}

  /** Adds the fields of a trace to an object. */
  public static void addTo(ObjectNode json, Trace trace) {
    ArrayNode improvements = json.putArray("improvements");
    for (Trace.Improvement improvement : trace.improvements()) {
      ArrayNode entry = improvements.addArray().add(improvement.evaluation());
      entry.add(StrictJson.number(improvement.violation()));
      improvement.values().forEach(value -> entry.add(StrictJson.number(value)));
    }
    ArrayNode bounds = json.putArray("lowerBounds");
    for (Trace.LowerBound bound : trace.lowerBounds()) {
      ArrayNode entry = bounds.addArray().add(bound.evaluation());
      bound.values().forEach(value -> entry.add(StrictJson.number(value)));
    }
  }

  /**
   * Reads the fields of a trace from an object that may have others.
   *
   * @param objectives the number of objectives
   * @throws org.flatsearch.json.InvalidInputException naming the place and the broken rule
   */
  public static Trace read(JsonObjectReader json, int objectives) {
    List<Trace.Improvement> improvements = new ArrayList<>();
    for (JsonValueReader entry : json.requiredArray("improvements", "[]")) {
      double violation = length(entry, 2, Integer.MAX_VALUE).get(1).asDouble();
      int length = violation == 0 ? 2 + objectives : 2;
      List<JsonValueReader> figures = length(entry, length, length);
      improvements.add(
          new Trace.Improvement(
              figures.get(0).asLong(1, Long.MAX_VALUE),
              violation,
              Numbers.read(figures.subList(2, figures.size()))));
    }
    List<Trace.LowerBound> bounds = new ArrayList<>();
    for (JsonValueReader entry : json.requiredArray("lowerBounds", "[]")) {
      List<JsonValueReader> figures = length(entry, 1 + objectives, 1 + objectives);
      bounds.add(
          new Trace.LowerBound(
              figures.get(0).asLong(0, Long.MAX_VALUE),
              Numbers.read(figures.subList(1, figures.size()))));
    }
    return new Trace(improvements, bounds);
  }

  /**
   * The elements of a list, whose number is checked.
   *
   * @throws org.flatsearch.json.InvalidInputException if it is out of range
   */
  public static List<JsonValueReader> length(JsonValueReader entry, int least, int most) {
    List<JsonValueReader> figures = entry.asArray();
    if (figures.size() < least || figures.size() > most) {
      throw entry.invalid(
          "must be a list of %s%s numbers, found one of %s."
              .formatted(least == most ? "" : "at least ", least, figures.size()));
    }
    return figures;
  }
}
