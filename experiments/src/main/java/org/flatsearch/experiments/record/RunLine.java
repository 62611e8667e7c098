package org.flatsearch.experiments.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.MadeFor;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.SearchTrace;
import org.flatsearch.results.Stop;
import org.flatsearch.results.Verification;
import org.flatsearch.search.Objective;

/**
 * The JSON form of a {@link RunRecord}. Traces make up most of a line, so they are written briefly:
 * improvements as {@code [evaluation, violation in bytes, objective values if it fits…]}, lower
 * bounds as {@code [evaluation, values…]}.
 */
final class RunLine {
  private static final String[] FIELDS = {
    "run",
    "search",
    "accelerator",
    "workload",
    "model",
    "space",
    "restrictions",
    "objective",
    "tolerance",
    "strategy",
    "parameters",
    "seed",
    "budget",
    "stop",
    "evaluations",
    "best",
    "decisions",
    "status",
    "lowerBound",
    "front",
    "verification",
    "improvements",
    "lowerBounds",
    "counters",
    "seconds",
    "cpuSeconds"
  };

  private static final long MOST_SECONDS = 1_000_000_000_000L;

  private RunLine() {}

  static ObjectNode of(RunRecord run) {
    ObjectNode json = StrictJson.newObject();
    json.put("run", run.id());
    json.put("search", run.search());
    json.put("accelerator", run.accelerator());
    json.put("workload", run.workload());
    json.put("model", run.model());
    json.put("space", run.space());
    run.restrictions().forEach(json.putArray("restrictions")::add);
    Run.putObjective(json, run.objective());
    json.put("strategy", run.strategy());
    run.parameters().forEach(json.putObject("parameters")::put);
    json.put("seed", run.seed());
    json.set("budget", Run.toJson(run.budget()));
    json.put("stop", run.stop().jsonName());
    json.put("evaluations", run.evaluations());
    MadeFor madeFor = new MadeFor(run.accelerator(), run.workload());
    run.best().ifPresent(best -> best.addTo(json.putObject("best"), madeFor));
    run.decisions().forEach(json.putArray("decisions")::add);
    json.put("status", run.status().jsonName());
    numbers(json.putArray("lowerBound"), run.lowerBound());
    ArrayNode front = json.putArray("front");
    run.front().forEach(point -> numbers(front.addArray(), point));
    run.verification().ifPresent(replay -> json.set("verification", replay.toJson(madeFor)));
    trace(json, run.trace());
    run.counters().forEach(json.putObject("counters")::put);
    json.set("seconds", StrictJson.number(run.seconds()));
    json.set("cpuSeconds", StrictJson.number(run.cpuSeconds()));
    return json;
  }

  private static void trace(ObjectNode json, SearchTrace trace) {
    ArrayNode improvements = json.putArray("improvements");
    for (SearchTrace.Improvement improvement : trace.improvements()) {
      ArrayNode entry = improvements.addArray().add(improvement.evaluation());
      entry.add(StrictJson.number(improvement.violationBytes()));
      numbers(entry, improvement.values());
    }
    ArrayNode bounds = json.putArray("lowerBounds");
    for (SearchTrace.LowerBound bound : trace.lowerBounds()) {
      numbers(bounds.addArray().add(bound.evaluation()), bound.values());
    }
  }

  private static void numbers(ArrayNode array, List<Double> values) {
    values.forEach(value -> array.add(StrictJson.number(value)));
  }

  /**
   * Reads a line.
   *
   * @param shared what lines that were read before have in common with this one
   */
  static RunRecord read(JsonObjectReader json, SharedValues shared) {
    json.allowOnly(FIELDS);
    Objective objective = shared.of(Run.readObjective(json));
    RunRecord run =
        new RunRecord(
            json.requiredLine("run", "\"0123456789abcdef\""),
            shared.of(json.requiredLine("search", "\"all\"")),
            shared.of(json.requiredLine("accelerator", "\"flat-edge\"")),
            shared.of(json.requiredLine("workload", "\"bert\"")),
            shared.of(json.requiredLine("model", "\"flat\"")),
            shared.of(json.requiredLine("space", "\"full\"")),
            shared.of(restrictions(json)),
            objective,
            shared.of(json.requiredLine("strategy", "\"random\"")),
            json.requiredObject("parameters", "{}").allLines(),
            json.requiredLong("seed", "1"),
            shared.of(Run.readBudget(json.requiredObject("budget", "{ \"evaluations\": 20000 }"))),
            json.required("stop", "\"complete\"").asOneOf(Stop.values(), Stop::jsonName),
            json.required("evaluations", "20000").asLong(0, Long.MAX_VALUE),
            json.optionalObject("best").map(RatedSchedule::read),
            json.requiredArray("decisions", "[]").stream().map(JsonValueReader::asInt).toList(),
            json.required("status", "\"proven\"")
                .asOneOf(Optimality.Status.values(), Optimality.Status::jsonName),
            lowerBound(json.required("lowerBound", "[]"), objective.size()),
            json.requiredArray("front", "[]").stream()
                .map(point -> numbers(length(point, objective.size(), objective.size())))
                .toList(),
            json.optionalObject("verification").map(Verification::read),
            trace(json, objective.size()),
            json.requiredObject("counters", "{}").allLongs(),
            seconds(json.required("seconds", "0.1")),
            seconds(json.required("cpuSeconds", "0.1")));
    if (run.isFeasible() && run.values().isEmpty()) {
      throw json.required("improvements", "[]")
          .invalid("the last one must be the best schedule, which fits the buffer.");
    }
    return run;
  }

  /** Not the list of a stream, which a record would copy. */
  private static List<String> restrictions(JsonObjectReader json) {
    return List.copyOf(
        json.requiredArray("restrictions", "[]").stream().map(JsonValueReader::asLine).toList());
  }

  private static List<Double> lowerBound(JsonValueReader value, int objectives) {
    boolean isUnknown = value.asArray().isEmpty();
    return isUnknown ? List.of() : numbers(length(value, objectives, objectives));
  }

  private static SearchTrace trace(JsonObjectReader json, int objectives) {
    List<SearchTrace.Improvement> improvements = new ArrayList<>();
    for (JsonValueReader entry : json.requiredArray("improvements", "[]")) {
      double violationBytes = length(entry, 2, Integer.MAX_VALUE).get(1).asDouble();
      int length = violationBytes == 0 ? 2 + objectives : 2;
      List<JsonValueReader> figures = length(entry, length, length);
      improvements.add(
          new SearchTrace.Improvement(
              figures.get(0).asLong(1, Long.MAX_VALUE),
              violationBytes,
              numbers(figures.subList(2, figures.size()))));
    }
    List<SearchTrace.LowerBound> bounds = new ArrayList<>();
    for (JsonValueReader entry : json.requiredArray("lowerBounds", "[]")) {
      List<JsonValueReader> figures = length(entry, 1 + objectives, 1 + objectives);
      bounds.add(
          new SearchTrace.LowerBound(
              figures.get(0).asLong(0, Long.MAX_VALUE),
              numbers(figures.subList(1, figures.size()))));
    }
    return new SearchTrace(improvements, bounds);
  }

  /** The elements of a list, whose number is checked. */
  private static List<JsonValueReader> length(JsonValueReader entry, int least, int most) {
    List<JsonValueReader> figures = entry.asArray();
    if (figures.size() < least || figures.size() > most) {
      throw entry.invalid(
          "must be a list of %s%s numbers, found one of %s."
              .formatted(least == most ? "" : "at least ", least, figures.size()));
    }
    return figures;
  }

  /** Reads a time, small enough that the sum over many runs is finite. */
  private static double seconds(JsonValueReader value) {
    if (!(value.asDouble() >= 0 && value.asDouble() <= MOST_SECONDS)) {
      throw value.mustBe("a number of seconds from 0 to " + MOST_SECONDS);
    }
    return value.asDouble();
  }

  private static List<Double> numbers(List<JsonValueReader> values) {
    return values.stream().map(JsonValueReader::asDouble).toList();
  }
}
