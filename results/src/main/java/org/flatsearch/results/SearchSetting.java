package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Everything that determines a search: whoever runs it again gets the same result, unless a time
 * limit cut it short.
 *
 * @param accelerator the accelerator that the schedule is to run on
 * @param workload the attention workload that it is to compute
 * @param model name of the cost model
 * @param modelVersion its version; empty in documents that do not have it
 * @param space name of the space of schedules
 * @param strategy name of the search method
 * @param objective what is minimised, most important first
 * @param tolerance relative difference up to which two values tie; 0 to compare in twelve digits
 * @param seed seed of every random choice
 * @param parameters parameters of the strategy, by name
 * @param restrictions restrictions of the space, as given
 * @param start the schedule that the search began from
 * @param budgetEvaluations limit on evaluations
 * @param budgetSeconds limit on wall-clock time
 */
public record SearchSetting(
    Accelerator accelerator,
    AttentionWorkload workload,
    String model,
    OptionalInt modelVersion,
    String space,
    String strategy,
    List<String> objective,
    double tolerance,
    long seed,
    Map<String, String> parameters,
    List<String> restrictions,
    Optional<AttentionSchedule> start,
    OptionalLong budgetEvaluations,
    OptionalDouble budgetSeconds) {

  public SearchSetting {
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(model, "model");
    ModelVersion.require(modelVersion);
    Objects.requireNonNull(space, "space");
    Objects.requireNonNull(strategy, "strategy");
    objective = List.copyOf(objective);
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    restrictions = List.copyOf(restrictions);
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(budgetEvaluations, "budgetEvaluations");
    Objects.requireNonNull(budgetSeconds, "budgetSeconds");
  }

  /** What the schedules of this search are made for. */
  public MadeFor madeFor() {
    return new MadeFor(accelerator.name(), workload.name());
  }

  /** Reads the fields of a setting from a document that has other fields too. */
  static SearchSetting read(JsonObjectReader root) {
    JsonObjectReader budget =
        root.requiredObject("budget", "{ \"evaluations\": 20000 }")
            .allowOnly("evaluations", "seconds");
    return new SearchSetting(
        Accelerator.fromJson(root.requiredObject("accelerator", "{ \"schemaVersion\": 1 }")),
        AttentionWorkload.fromJson(root.requiredObject("workload", "{ \"schemaVersion\": 1 }")),
        root.requiredString("model", "\"flat\""),
        ModelVersion.read(root),
        root.requiredString("space", "\"full\""),
        root.requiredString("strategy", "\"exhaustive\""),
        root.required("objective", "[\"latency\"]").asStrings(),
        root.optional("tolerance").map(JsonValueReader::asFraction).orElse(0.0),
        root.requiredLong("seed", "1"),
        root.optionalObject("parameters").map(JsonObjectReader::allLines).orElse(Map.of()),
        root.optional("require").map(JsonValueReader::asStrings).orElse(List.of()),
        root.optionalObject("start").map(from -> ScheduleDocument.read(from).schedule()),
        budget.optionalLong("evaluations"),
        budget.optionalDouble("seconds"));
  }

  /** Adds the fields to {@code root}; empty ones are left out. */
  void addTo(ObjectNode root) {
    root.set("accelerator", accelerator.toJson());
    root.set("workload", workload.toJson());
    root.put("model", model);
    ModelVersion.addTo(root, modelVersion);
    root.put("space", space);
    root.put("strategy", strategy);
    objective.forEach(root.putArray("objective")::add);
    if (tolerance > 0) {
      root.set("tolerance", StrictJson.number(tolerance));
    }
    root.put("seed", seed);
    if (!parameters.isEmpty()) {
      parameters.forEach(root.putObject("parameters")::put);
    }
    if (!restrictions.isEmpty()) {
      restrictions.forEach(root.putArray("require")::add);
    }
    start.ifPresent(
        from -> root.set("start", new ScheduleDocument(from, Optional.of(madeFor())).toJson()));
    ObjectNode budget = root.putObject("budget");
    budgetEvaluations.ifPresent(limit -> budget.put("evaluations", limit));
    budgetSeconds.ifPresent(limit -> budget.set("seconds", StrictJson.number(limit)));
  }
}
