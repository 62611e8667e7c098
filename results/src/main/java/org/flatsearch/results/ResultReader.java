package org.flatsearch.results;

import java.util.List;
import java.util.Map;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/** Reads a {@link ResultDocument}. */
final class ResultReader {
  static final List<String> STOPS = List.of("complete", "evaluations", "time", "cancelled");
  private static final String DOCUMENT = "{ \"schemaVersion\": 1 }";

  private ResultReader() {}

  static ResultDocument read(JsonObjectReader root) {
    root.allowOnly(
        "schemaVersion",
        "accelerator",
        "workload",
        "model",
        "space",
        "strategy",
        "objective",
        "tolerance",
        "seed",
        "parameters",
        "require",
        "start",
        "budget",
        "evaluations",
        "seconds",
        "stop",
        "best",
        "optimality",
        "front",
        "counters",
        "verification",
        "whatIf",
        "trace");
    root.requireSchemaVersion(ResultDocument.SCHEMA_VERSION);
    return new ResultDocument(
        setting(root),
        root.required("evaluations", "256").asLong(0, Long.MAX_VALUE),
        root.requiredDouble("seconds", "0.01"),
        root.required("stop", "\"complete\"").asOneOf(STOPS.toArray(String[]::new), s -> s),
        root.optionalObject("best")
            .map(best -> RatedSchedule.read(best.allowOnly("schedule", "cost"))),
        Optimality.read(root.requiredObject("optimality", "{ \"status\": \"unknown\" }")),
        objects(root, "front").stream()
            .map(point -> RatedSchedule.read(point.allowOnly("schedule", "cost")))
            .toList(),
        SearchTrace.read(root.requiredObject("trace", "{ \"improvements\": [] }")),
        root.optionalObject("counters").map(JsonObjectReader::allLongs).orElse(Map.of()),
        root.optionalObject("verification").map(Verification::read),
        objects(root, "whatIf").stream().map(WhatIf::read).toList());
  }

  private static SearchSetting setting(JsonObjectReader root) {
    JsonObjectReader budget =
        root.requiredObject("budget", "{ \"evaluations\": 20000 }")
            .allowOnly("evaluations", "seconds");
    return new SearchSetting(
        Accelerator.fromJson(root.requiredObject("accelerator", DOCUMENT)),
        AttentionWorkload.fromJson(root.requiredObject("workload", DOCUMENT)),
        root.requiredString("model", "\"flat\""),
        root.requiredString("space", "\"full\""),
        root.requiredString("strategy", "\"exhaustive\""),
        root.required("objective", "[\"latency\"]").asStrings(),
        root.optional("tolerance").map(JsonValueReader::asFraction).orElse(0.0),
        root.requiredLong("seed", "1"),
        root.optionalObject("parameters").map(JsonObjectReader::allStrings).orElse(Map.of()),
        root.optional("require").map(JsonValueReader::asStrings).orElse(List.of()),
        root.optionalObject("start").map(start -> ScheduleDocument.read(start).schedule()),
        budget.optionalLong("evaluations"),
        budget.optionalDouble("seconds"));
  }

  private static List<JsonObjectReader> objects(JsonObjectReader root, String field) {
    return root.optional(field).map(JsonValueReader::asObjects).orElse(List.of());
  }
}
