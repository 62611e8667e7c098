package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;

/**
 * How a search went, by evaluation and without times, so that the same search leaves the same
 * trace.
 *
 * @param improvements each point that was better than all before
 * @param lowerBounds each lower bound that was higher than all before
 */
public record SearchTrace(List<Improvement> improvements, List<LowerBound> lowerBounds) {
  public SearchTrace {
    improvements = PackedImprovements.of(improvements);
    lowerBounds = List.copyOf(lowerBounds);
  }

  /**
   * A new best point.
   *
   * @param evaluation its evaluation, counted from 1
   * @param violationBytes by how much it exceeds the buffer, 0 if it is feasible
   * @param values its objective values; none if it is infeasible
   */
  public record Improvement(long evaluation, double violationBytes, List<Double> values) {
    public Improvement {
      values = List.copyOf(values);
    }
  }

  /**
   * A new lower bound on the objective.
   *
   * @param evaluation evaluations done when it was proven
   * @param values the bound, by objective
   */
  public record LowerBound(long evaluation, List<Double> values) {
    public LowerBound {
      values = List.copyOf(values);
    }
  }

  static SearchTrace read(JsonObjectReader json) {
    json.allowOnly("improvements", "lowerBounds");
    return new SearchTrace(
        json.requiredArray("improvements", "[]").stream()
            .map(JsonValueReader::asObject)
            .map(SearchTrace::improvement)
            .toList(),
        json.requiredArray("lowerBounds", "[]").stream()
            .map(JsonValueReader::asObject)
            .map(SearchTrace::lowerBound)
            .toList());
  }

  private static Improvement improvement(JsonObjectReader json) {
    json.allowOnly("evaluation", "violationBytes", "values");
    return new Improvement(
        json.required("evaluation", "1").asLong(1, Long.MAX_VALUE),
        json.requiredDouble("violationBytes", "0"),
        Numbers.read(json.requiredArray("values", "[]")));
  }

  private static LowerBound lowerBound(JsonObjectReader json) {
    json.allowOnly("evaluation", "values");
    return new LowerBound(
        json.required("evaluation", "1").asLong(0, Long.MAX_VALUE),
        Numbers.read(json.requiredArray("values", "[]")));
  }

  ObjectNode toJson() {
    ObjectNode json = StrictJson.newObject();
    ArrayNode points = json.putArray("improvements");
    for (Improvement improvement : improvements) {
      ObjectNode entry = points.addObject().put("evaluation", improvement.evaluation());
      entry.set("violationBytes", StrictJson.number(improvement.violationBytes()));
      entry.set("values", Numbers.toJson(improvement.values()));
    }
    ArrayNode bounds = json.putArray("lowerBounds");
    for (LowerBound bound : lowerBounds) {
      bounds
          .addObject()
          .put("evaluation", bound.evaluation())
          .set("values", Numbers.toJson(bound.values()));
    }
    return json;
  }
}
