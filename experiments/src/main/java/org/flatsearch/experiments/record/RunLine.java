package org.flatsearch.experiments.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.BestDocument;
import org.flatsearch.results.MadeFor;
import org.flatsearch.results.SearchSetting;
import org.flatsearch.results.TraceDocument;
import org.flatsearch.results.Verification;

/** The JSON form of a {@link RunRecord}. */
final class RunLine {
  private static final String[] FIELDS =
      Stream.of(
              List.of("run", "search", "accelerator", "workload"),
              SearchSetting.FIELDS,
              List.of(
                  "stop",
                  "evaluations",
                  "best",
                  "searched",
                  "decisions",
                  "status",
                  "lowerBound",
                  "front",
                  "verification"),
              TraceDocument.FIELDS,
              List.of("counters", "seconds", "cpuSeconds"))
          .flatMap(List::stream)
          .toArray(String[]::new);

  private static final long MOST_SECONDS = 1_000_000_000_000L;

  private RunLine() {}

  static ObjectNode of(RunRecord run) {
    ObjectNode json = StrictJson.newObject();
    json.put("run", run.id());
    json.put("search", run.search());
    json.put("accelerator", run.accelerator());
    json.put("workload", run.workload());
    run.setting().addTo(json);
    json.put("stop", run.stop().jsonName());
    json.put("evaluations", run.evaluations());
    MadeFor madeFor = new MadeFor(run.accelerator(), run.workload());
    BestDocument.addTo(json, run.searched(), run.verification(), run.setting().model(), madeFor);
    run.decisions().forEach(json.putArray("decisions")::add);
    json.put("status", run.status().jsonName());
    numbers(json.putArray("lowerBound"), run.lowerBound());
    ArrayNode front = json.putArray("front");
    run.front().forEach(point -> numbers(front.addArray(), point));
    run.verification().ifPresent(replay -> json.set("verification", replay.toJson(madeFor)));
    TraceDocument.addTo(json, run.trace());
    run.counters().forEach(json.putObject("counters")::put);
    json.set("seconds", StrictJson.number(run.seconds()));
    json.set("cpuSeconds", StrictJson.number(run.cpuSeconds()));
    return json;
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
    SearchSetting setting = SearchSetting.read(json);
    int objectives = setting.objective().size();
    Optional<Verification> verification =
        json.optionalObject("verification").map(Verification::read);
    RunRecord run =
        new RunRecord(
            json.requiredLine("run", "\"0123456789abcdef\""),
            shared.of(json.requiredLine("search", "\"all\"")),
            shared.of(json.requiredLine("accelerator", "\"flat-edge\"")),
            shared.of(json.requiredLine("workload", "\"bert\"")),
            // Repetitions differ in their seeds.
            shared.of(setting.withSeed(0)).withSeed(setting.seed()),
            json.required("stop", "\"complete\"").asOneOf(Stop.values(), Stop::jsonName),
            json.required("evaluations", "20000").asLong(0, Long.MAX_VALUE),
            BestDocument.readSearched(json, verification),
            json.requiredArray("decisions", "[]").stream().map(JsonValueReader::asInt).toList(),
            json.required("status", "\"proven\"").asOneOf(Status.values(), Status::jsonName),
            lowerBound(json.required("lowerBound", "[]"), objectives),
            json.requiredArray("front", "[]").stream()
                .map(point -> numbers(TraceDocument.length(point, objectives, objectives)))
                .toList(),
            verification,
            TraceDocument.read(json, objectives),
            json.requiredObject("counters", "{}").allLongs(),
            seconds(json.required("seconds", "0.1")),
            seconds(json.required("cpuSeconds", "0.1")));
    if (run.isFeasible() && run.values().isEmpty()) {
      throw json.required("improvements", "[]")
          .invalid("the last one must be the best schedule, which fits the buffer.");
    }
    return run;
  }

  private static List<Double> lowerBound(JsonValueReader value, int objectives) {
    boolean isUnknown = value.asArray().isEmpty();
    return isUnknown ? List.of() : numbers(TraceDocument.length(value, objectives, objectives));
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
