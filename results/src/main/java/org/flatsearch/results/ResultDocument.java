package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flatsearch.goal.Stop;
import org.flatsearch.goal.Trace;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * One search and what it found, as a JSON document, schema version {@value #SCHEMA_VERSION}.
 *
 * <pre>{@code
 * { "schemaVersion": 1, "accelerator": {…}, "workload": {…}, "modelVersion": 3,
 *   "model": "flat", "space": "published", "restrictions": [], "objective": ["latency"],
 *   "strategy": "exhaustive", "parameters": {}, "seed": 1, "budget": {"evaluations": 1000},
 *   "evaluations": 256, "seconds": 0.01, "stop": "complete",
 *   "best": { "schedule": {…}, "cost": {…}, "model": "flat" },
 *   "optimality": { "model": "flat", "status": "proven", "lowerBound": […], "gap": 0 },
 *   "trace": { "improvements": […], "lowerBounds": […] } }
 * }</pre>
 *
 * <p>Empty fields (no front, no counters, …) are left out. If the same search is run again, only
 * {@code seconds} differs.
 *
 * @param accelerator the accelerator that the schedule is to run on
 * @param workload the attention workload that it is to compute
 * @param modelVersion version of the cost model; empty in documents that do not have it
 * @param setting what else determined the search
 * @param evaluations the total number of evaluations
 * @param seconds wall-clock time of the search and of the replays
 * @param stop why the search ended
 * @param searched the best schedule by the model of the search; if none fits, one with violations;
 *     empty if none was evaluated
 * @param optimality what was proven
 * @param front the Pareto front, for strategies that search for one
 * @param trace how the search went
 * @param counters other counts of the strategy, by name
 * @param verification the best schedules replayed by another model
 * @param whatIfs the best schedules on changed accelerators
 */
public record ResultDocument(
    Accelerator accelerator,
    AttentionWorkload workload,
    OptionalInt modelVersion,
    SearchSetting setting,
    long evaluations,
    double seconds,
    Stop stop,
    Optional<RatedSchedule> searched,
    Optimality optimality,
    List<RatedSchedule> front,
    Trace trace,
    Map<String, Long> counters,
    Optional<Verification> verification,
    List<WhatIf> whatIfs) {
  /** The version that is written and read. */
  public static final int SCHEMA_VERSION = 1;

  private static final String[] FIELDS =
      Stream.concat(
              SearchSetting.FIELDS.stream(),
              Stream.of(
                  "accelerator",
                  "workload",
                  ModelVersion.FIELD,
                  "evaluations",
                  "seconds",
                  "stop",
                  "best",
                  "searched",
                  "optimality",
                  "front",
                  "counters",
                  "verification",
                  "whatIf",
                  "trace"))
          .toArray(String[]::new);

  public ResultDocument {
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(workload, "workload");
    ModelVersion.require(modelVersion);
    Objects.requireNonNull(setting, "setting");
    if (evaluations < 0) {
      throw new IllegalArgumentException("a search has no " + evaluations + " evaluations");
    }
    if (!Double.isFinite(seconds)) {
      throw new IllegalArgumentException("a search does not take " + seconds + " s");
    }
    Objects.requireNonNull(stop, "stop");
    Objects.requireNonNull(searched, "searched");
    Objects.requireNonNull(optimality, "optimality");
    front = List.copyOf(front);
    Objects.requireNonNull(trace, "trace");
    counters = Collections.unmodifiableMap(new TreeMap<>(counters));
    Objects.requireNonNull(verification, "verification");
    whatIfs = List.copyOf(whatIfs);
  }

  /**
   * Reads a result.
   *
   * @throws org.flatsearch.json.InvalidInputException naming the place and the broken rule
   */
  public static ResultDocument read(Path file) {
    return read(StrictJson.readFile(file));
  }

  /**
   * Reads a result.
   *
   * @throws org.flatsearch.json.InvalidInputException naming the place and the broken rule
   */
  public static ResultDocument read(JsonObjectReader root) {
    root.requireDocument(SCHEMA_VERSION, FIELDS);
    SearchSetting setting = SearchSetting.read(root);
    Optional<Verification> verification =
        root.optionalObject("verification").map(Verification::read);
    return new ResultDocument(
        Accelerator.fromJson(root.requiredObject("accelerator", "{ \"schemaVersion\": 1 }")),
        AttentionWorkload.fromJson(root.requiredObject("workload", "{ \"schemaVersion\": 1 }")),
        ModelVersion.read(root),
        setting,
        root.required("evaluations", "256").asLong(0, Long.MAX_VALUE),
        root.requiredDouble("seconds", "0.01"),
        root.required("stop", "\"complete\"").asOneOf(Stop.values(), Stop::jsonName),
        BestDocument.readSearched(root, verification),
        Optimality.read(root.requiredObject("optimality", "{ \"status\": \"unknown\" }")),
        objects(root, "front").stream()
            .map(point -> RatedSchedule.read(point.allowOnly("schedule", "cost")))
            .toList(),
        trace(root, setting.objective().size()),
        root.optionalObject("counters").map(JsonObjectReader::allLongs).orElse(Map.of()),
        verification,
        objects(root, "whatIf").stream().map(WhatIf::read).toList());
  }

  private static Trace trace(JsonObjectReader root, int objectives) {
    JsonObjectReader trace = root.requiredObject("trace", "{ \"improvements\": [] }");
    return TraceDocument.read(
        trace.allowOnly(TraceDocument.FIELDS.toArray(String[]::new)), objectives);
  }

  private static List<JsonObjectReader> objects(JsonObjectReader root, String field) {
    return root.optional(field).map(JsonValueReader::asObjects).orElse(List.of());
  }

  /** What its schedules are made for. */
  public MadeFor madeFor() {
    return new MadeFor(accelerator.name(), workload.name());
  }

  /** The document as a JSON object. */
  public ObjectNode toJson() {
    MadeFor madeFor = madeFor();
    ObjectNode root = StrictJson.newObject();
    root.put("$schema", SchemaId.of("result", SCHEMA_VERSION));
    root.put("schemaVersion", SCHEMA_VERSION);
    root.set("accelerator", accelerator.toJson());
    root.set("workload", workload.toJson());
    ModelVersion.addTo(root, modelVersion);
    setting.addTo(root);
    root.put("evaluations", evaluations);
    root.set("seconds", StrictJson.number(seconds));
    root.put("stop", stop.jsonName());
    BestDocument.addTo(root, searched, verification, setting.model(), madeFor);
    root.set("optimality", optimality.toJson());
    if (!front.isEmpty()) {
      ArrayNode points = root.putArray("front");
      front.forEach(point -> point.addTo(points.addObject(), madeFor));
    }
    if (!counters.isEmpty()) {
      counters.forEach(root.putObject("counters")::put);
    }
    verification.ifPresent(replay -> root.set("verification", replay.toJson(madeFor)));
    if (!whatIfs.isEmpty()) {
      ArrayNode changed = root.putArray("whatIf");
      whatIfs.forEach(whatIf -> changed.add(whatIf.toJson()));
    }
    TraceDocument.addTo(root.putObject("trace"), trace);
    return root;
  }

  /**
   * Writes the document, whole or not at all.
   *
   * @throws org.flatsearch.json.InvalidInputException if the file cannot be written
   */
  public void write(Path file) {
    StrictJson.writeFile(file, toJson());
  }

  /** The schedule to use, with its cost by {@link #ratedBy}. */
  public Optional<RatedSchedule> best() {
    return verification.flatMap(Verification::bestRated).or(() -> searched);
  }

  /** The model that says what the best schedule costs: the one that replayed it, if one did. */
  public String ratedBy() {
    return isReplayed() ? verification.orElseThrow().model() : setting.model();
  }

  /** The version of {@link #ratedBy}; empty in documents that do not have it. */
  public OptionalInt ratedByVersion() {
    return isReplayed() ? verification.orElseThrow().modelVersion() : modelVersion;
  }

  /** Whether the cost of the best schedule is that of a replay. */
  public boolean isReplayed() {
    return verification.flatMap(Verification::bestRated).isPresent();
  }

  /**
   * This result with the replay of its best schedules.
   *
   * @param moreSeconds the wall-clock time that this took
   */
  public ResultDocument with(Verification replayed, double moreSeconds) {
    return with(seconds + moreSeconds, Optional.of(replayed), whatIfs);
  }

  /** This result with the best schedules on changed accelerators. */
  public ResultDocument with(List<WhatIf> changed) {
    return with(seconds, verification, changed);
  }

  private ResultDocument with(
      double allSeconds, Optional<Verification> replayed, List<WhatIf> changed) {
    return new ResultDocument(
        accelerator,
        workload,
        modelVersion,
        setting,
        evaluations,
        allSeconds,
        stop,
        searched,
        optimality,
        front,
        trace,
        counters,
        replayed,
        changed);
  }
}
