package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Tolerance;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.schedule.AttentionSchedule;

/**
 * How a schedule is searched for. With the accelerator and the workload, it determines the result,
 * unless a time limit cuts the search short. Plans, runs, their records and documents contain it,
 * in this form.
 *
 * @param model name of the cost model
 * @param space name of the space of schedules
 * @param restrictions restrictions of the space, as given
 * @param objective what is minimised
 * @param strategy name of the search method
 * @param parameters parameters of the strategy, by name
 * @param seed seed of every random choice
 * @param budget when to stop
 * @param start the schedule to begin from
 */
public record SearchSetting(
    String model,
    String space,
    List<String> restrictions,
    Objective objective,
    String strategy,
    Map<String, String> parameters,
    long seed,
    Budget budget,
    Optional<AttentionSchedule> start) {
  /** The names of its fields in documents. */
  public static final List<String> FIELDS =
      List.of(
          "model",
          "space",
          "restrictions",
          "objective",
          "tolerance",
          "strategy",
          "parameters",
          "seed",
          "budget",
          "start");

  public SearchSetting {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(space, "space");
    restrictions = List.copyOf(restrictions);
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(strategy, "strategy");
    // Most runs have none, and an experiment can have a million runs: a copy takes as much memory.
    parameters =
        parameters.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(parameters));
    Objects.requireNonNull(budget, "budget");
    Objects.requireNonNull(start, "start");
  }

  /** The same with another budget. */
  public SearchSetting with(Budget other) {
    return new SearchSetting(
        model, space, restrictions, objective, strategy, parameters, seed, other, start);
  }

  /** The same with other restrictions. */
  public SearchSetting under(List<String> others) {
    return new SearchSetting(
        model, space, others, objective, strategy, parameters, seed, budget, start);
  }

  /** The same with another seed. */
  public SearchSetting withSeed(long other) {
    return new SearchSetting(
        model, space, restrictions, objective, strategy, parameters, other, budget, start);
  }

  /** The same from another schedule, or from none. */
  public SearchSetting from(Optional<AttentionSchedule> other) {
    return new SearchSetting(
        model, space, restrictions, objective, strategy, parameters, seed, budget, other);
  }

  /**
   * Reads the fields of a setting from an object that may have others.
   *
   * @throws org.flatsearch.json.InvalidInputException naming the place and the broken rule
   */
  public static SearchSetting read(JsonObjectReader json) {
    return new SearchSetting(
        json.requiredLine("model", "\"flat\""),
        json.requiredLine("space", "\"full\""),
        json.requiredArray("restrictions", "[]").stream().map(JsonValueReader::asLine).toList(),
        objective(json),
        json.requiredLine("strategy", "\"random\""),
        json.requiredObject("parameters", "{}").allLines(),
        json.requiredLong("seed", "1"),
        budget(json.requiredObject("budget", "{ \"evaluations\": 20000 }")),
        json.optionalObject("start").map(from -> ScheduleDocument.read(from).schedule()));
  }

  private static Objective objective(JsonObjectReader json) {
    JsonValueReader value = json.required("objective", "[\"latency\"]");
    List<String> metrics = value.asStrings();
    if (metrics.isEmpty() || new HashSet<>(metrics).size() < metrics.size()) {
      throw value.mustBe("a list of one or more metrics, each of them once");
    }
    double tolerance = json.optional("tolerance").map(JsonValueReader::asFraction).orElse(0.0);
    return new Objective(metrics, Tolerance.of(tolerance));
  }

  private static Budget budget(JsonObjectReader json) {
    json.allowOnly("evaluations", "seconds");
    return new Budget(
        json.optional("evaluations").map(v -> v.asLong(1, Long.MAX_VALUE)).orElse(Long.MAX_VALUE),
        json.optional("seconds").map(JsonValueReader::asPositive).orElse(Double.POSITIVE_INFINITY));
  }

  /** Adds the fields to an object. */
  public void addTo(ObjectNode json) {
    json.put("model", model);
    json.put("space", space);
    restrictions.forEach(json.putArray("restrictions")::add);
    addTo(json, objective);
    json.put("strategy", strategy);
    parameters.forEach(json.putObject("parameters")::put);
    json.put("seed", seed);
    json.set("budget", toJson(budget));
    start.ifPresent(
        from -> json.set("start", new ScheduleDocument(from, Optional.empty()).toJson()));
  }

  /** Adds an objective as the fields {@code objective} and, if it has one, {@code tolerance}. */
  public static void addTo(ObjectNode json, Objective objective) {
    objective.metrics().forEach(json.putArray("objective")::add);
    if (!objective.tolerance().equals(Tolerance.NONE)) {
      json.set("tolerance", StrictJson.number(objective.tolerance().relative()));
    }
  }

  /** A budget as a JSON object, in which a limit that is not set is left out. */
  public static ObjectNode toJson(Budget budget) {
    ObjectNode json = StrictJson.newObject();
    if (budget.hasEvaluationLimit()) {
      json.put("evaluations", budget.evaluations());
    }
    if (budget.hasTimeLimit()) {
      json.set("seconds", StrictJson.number(budget.seconds()));
    }
    return json;
  }

  /** Its columns in a table of runs, in which a limit that is not set is null. */
  public Map<String, Object> columns() {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("model", model);
    columns.put("space", space);
    columns.put("restrictions", String.join("; ", restrictions));
    columns.put("objective", String.join("; ", objective.metrics()));
    columns.put("tolerance", objective.tolerance().relative());
    columns.put("strategy", strategy);
    columns.put(
        "parameters",
        parameters.entrySet().stream().map(Object::toString).collect(Collectors.joining("; ")));
    columns.put("seed", seed);
    columns.put("budget_evaluations", budget.hasEvaluationLimit() ? budget.evaluations() : null);
    columns.put("budget_seconds", budget.hasTimeLimit() ? budget.seconds() : null);
    return columns;
  }
}
