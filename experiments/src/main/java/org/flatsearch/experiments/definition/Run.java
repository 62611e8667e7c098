package org.flatsearch.experiments.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.search.Budget;
import org.flatsearch.search.Objective;
import org.flatsearch.search.Tolerance;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * One run of an experiment: everything that determines its result, so that any process with the
 * same program can execute it from its JSON form alone.
 *
 * @param search the name of the matrix that it belongs to, which does not influence the result
 * @param accelerator the accelerator that the schedule is for
 * @param workload the workload that it computes
 * @param model name of the cost model
 * @param space name of the space
 * @param restrictions restrictions of the space
 * @param objective what to minimise
 * @param strategy name of the strategy
 * @param parameters its parameters, by name
 * @param seed seed of every random choice
 * @param budget when to stop
 * @param refine how many changes of the schedule found are replayed afterwards; 0 for no replay at
 *     all
 */
public record Run(
    String search,
    Accelerator accelerator,
    AttentionWorkload workload,
    String model,
    String space,
    List<String> restrictions,
    Objective objective,
    String strategy,
    Map<String, String> parameters,
    long seed,
    Budget budget,
    int refine) {

  public Run {
    Objects.requireNonNull(search, "search");
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(space, "space");
    restrictions = List.copyOf(restrictions);
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(strategy, "strategy");
    // Most runs have none, and an experiment can have a million runs: a copy takes as much memory.
    parameters =
        parameters.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(parameters));
    Objects.requireNonNull(budget, "budget");
  }

  /** Hexadecimal digits that tell this run from every other; the same in every process. */
  public String id() {
    return new RunIdentity(this).id(seed);
  }

  /** What this run shares with runs that take about equally long. */
  public List<Object> kind() {
    return List.of(search, strategy, parameters, model, space, budget);
  }

  /** The same run within another budget. */
  public Run within(Budget other) {
    return with(seed, other, refine);
  }

  /** The same run with another seed. */
  public Run repeated(long otherSeed) {
    return with(otherSeed, budget, refine);
  }

  /** The same run without replays of what it finds. */
  public Run withoutReplays() {
    return with(seed, budget, 0);
  }

  private Run with(long otherSeed, Budget otherBudget, int otherRefine) {
    return new Run(
        search,
        accelerator,
        workload,
        model,
        space,
        restrictions,
        objective,
        strategy,
        parameters,
        otherSeed,
        otherBudget,
        otherRefine);
  }

  /** The run as a JSON object. */
  public ObjectNode toJson() {
    ObjectNode json = StrictJson.newObject();
    json.put("search", search);
    json.set("accelerator", accelerator.toJson());
    json.set("workload", workload.toJson());
    json.put("model", model);
    json.put("space", space);
    restrictions.forEach(json.putArray("restrictions")::add);
    putObjective(json, objective);
    json.put("strategy", strategy);
    parameters.forEach(json.putObject("parameters")::put);
    json.put("seed", seed);
    json.set("budget", toJson(budget));
    if (refine > 0) {
      json.put("refine", refine);
    }
    return json;
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

  /**
   * Reads a run.
   *
   * @throws org.flatsearch.json.InvalidInputException naming the place and the broken rule
   */
  public static Run read(JsonObjectReader json) {
    json.allowOnly(
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
        "refine");
    return new Run(
        json.requiredString("search", "\"all\""),
        Accelerator.fromJson(json.requiredObject("accelerator", "{ \"schemaVersion\": 1 }")),
        AttentionWorkload.fromJson(json.requiredObject("workload", "{ \"schemaVersion\": 1 }")),
        json.requiredString("model", "\"flat\""),
        json.requiredString("space", "\"full\""),
        json.required("restrictions", "[]").asStrings(),
        readObjective(json),
        json.requiredString("strategy", "\"random\""),
        json.requiredObject("parameters", "{}").allLines(),
        json.requiredLong("seed", "1"),
        readBudget(json.requiredObject("budget", "{ \"evaluations\": 20000 }")),
        json.optional("refine").map(value -> value.asInt(0, Integer.MAX_VALUE)).orElse(0));
  }

  /** Writes an objective as the fields {@code objective} and, if it has one, {@code tolerance}. */
  public static void putObjective(ObjectNode json, Objective objective) {
    objective.metrics().forEach(json.putArray("objective")::add);
    if (!objective.tolerance().equals(Tolerance.NONE)) {
      json.set("tolerance", StrictJson.number(objective.tolerance().relative()));
    }
  }

  /**
   * Reads the fields {@code objective}, at least one metric and none twice, and {@code tolerance}.
   */
  public static Objective readObjective(JsonObjectReader json) {
    JsonValueReader value = json.required("objective", "[\"latency\"]");
    List<String> metrics = value.asStrings();
    if (metrics.isEmpty() || new HashSet<>(metrics).size() < metrics.size()) {
      throw value.mustBe("a list of one or more metrics, each of them once");
    }
    double tolerance = json.optional("tolerance").map(JsonValueReader::asFraction).orElse(0.0);
    return new Objective(metrics, Tolerance.of(tolerance));
  }

  /** Reads a budget. */
  public static Budget readBudget(JsonObjectReader json) {
    json.allowOnly("evaluations", "seconds");
    return new Budget(
        json.optional("evaluations").map(v -> v.asLong(1, Long.MAX_VALUE)).orElse(Long.MAX_VALUE),
        json.optional("seconds").map(JsonValueReader::asPositive).orElse(Double.POSITIVE_INFINITY));
  }
}
