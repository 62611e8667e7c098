package org.flatsearch.experiments.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.definition.Definition;
import org.flatsearch.experiments.definition.PlannedRun;
import org.flatsearch.experiments.search.ScheduleRefinement;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.ShownText;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The file {@code experiment.json}: what an experiment consists of, and the sessions that ran it.
 * Comparisons and reports need only this file and {@code runs.jsonl}.
 *
 * @param name the name of the experiment
 * @param definitionFile the file that the definition was read from
 * @param definitionText the text of the definition
 * @param definitionHash its SHA-256
 * @param runs the total number of runs
 * @param accelerators the accelerators that runs name
 * @param workloads the workloads that runs name
 * @param models the version of each cost model that runs use
 * @param sessions the sessions that executed runs
 */
public record ExperimentHeader(
    String name,
    String definitionFile,
    String definitionText,
    String definitionHash,
    int runs,
    Map<String, Accelerator> accelerators,
    Map<String, AttentionWorkload> workloads,
    Map<String, Integer> models,
    List<Session> sessions) {
  private static final int SCHEMA_VERSION = 1;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public ExperimentHeader {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(definitionFile, "definitionFile");
    Objects.requireNonNull(definitionText, "definitionText");
    Objects.requireNonNull(definitionHash, "definitionHash");
    accelerators = Collections.unmodifiableMap(new LinkedHashMap<>(accelerators));
    workloads = Collections.unmodifiableMap(new LinkedHashMap<>(workloads));
    models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    sessions = List.copyOf(sessions);
  }

  /** The header of an experiment that has not begun: it has no sessions. */
  static ExperimentHeader of(Definition definition, List<PlannedRun> runs) {
    Map<String, Accelerator> accelerators = new LinkedHashMap<>();
    Map<String, AttentionWorkload> workloads = new LinkedHashMap<>();
    Map<String, Integer> models = new LinkedHashMap<>();
    for (PlannedRun planned : runs) {
      accelerators.put(planned.run().accelerator().name(), planned.run().accelerator());
      workloads.put(planned.run().workload().name(), planned.run().workload());
      models.computeIfAbsent(planned.run().setting().model(), ExperimentHeader::version);
      if (planned.run().refine() > 0) {
        models.computeIfAbsent(ScheduleRefinement.WALKER, ExperimentHeader::version);
      }
    }
    return new ExperimentHeader(
        definition.name(),
        // As it is shown: of a name with an invisible character, the header could not be read.
        ShownText.line(definition.origin()),
        definition.text(),
        definition.hash(),
        runs.size(),
        accelerators,
        workloads,
        models,
        List.of());
  }

  /** Null for a model that is missing: its runs will fail. */
  private static Integer version(String model) {
    CostModel found = CostModels.all().get(model);
    return found == null ? null : found.version();
  }

  /** Each model with its version, such as {@code loopnest version 17}. */
  public List<String> modelsWithVersions() {
    return models.entrySet().stream()
        .map(model -> model.getKey() + " version " + model.getValue())
        .toList();
  }

  /** Whether this is the header of a definition, by its hash. */
  boolean isOf(Definition definition) {
    return definitionHash.equals(definition.hash());
  }

  /** This header with the sessions of one that was begun. */
  ExperimentHeader continuing(ExperimentHeader begun) {
    return with(begun.sessions);
  }

  /** This header with one more session. */
  ExperimentHeader with(Session session) {
    List<Session> longer = new ArrayList<>(sessions);
    longer.add(session);
    return with(longer);
  }

  private ExperimentHeader with(List<Session> otherSessions) {
    return new ExperimentHeader(
        name,
        definitionFile,
        definitionText,
        definitionHash,
        runs,
        accelerators,
        workloads,
        models,
        otherSessions);
  }

  /**
   * Reads a header.
   *
   * @throws InvalidInputException naming the place and the broken rule
   */
  static ExperimentHeader read(Path file) {
    String text = StrictJson.readText(file, StrictJson.MAXIMUM_BYTES);
    JsonObjectReader json =
        StrictJson.readString(
            Checksum.remove(text).orElseThrow(() -> damaged(file)), file.toString());
    json.requireDocument(
        SCHEMA_VERSION,
        "name",
        "definition",
        "runs",
        "accelerators",
        "workloads",
        "models",
        "sessions");
    JsonObjectReader definition =
        json.requiredObject("definition", "{}").allowOnly("file", "sha256", "text");
    return new ExperimentHeader(
        json.requiredLine("name", "\"my-experiment\""),
        definition.requiredLine("file", "\"my-experiment.yaml\""),
        definition.requiredString("text", "\"name: my-experiment\""),
        sha256(definition.required("sha256", "\"" + "0".repeat(64) + "\"")),
        json.required("runs", "100").asInt(0, Integer.MAX_VALUE),
        byName(json, "accelerators", Accelerator::fromJson, Accelerator::name),
        byName(json, "workloads", AttentionWorkload::fromJson, AttentionWorkload::name),
        versions(json),
        sessions(json.required("sessions", "[{ \"started\": \"2025-01-01T00:00:00Z\" }]")));
  }

  private static InvalidInputException damaged(Path file) {
    return new InvalidInputException(
        file
            + ": the file was damaged or edited: it does not fit its checksum. Put back a copy of"
            + " it, or discard the results with \"run FILE --restart\".");
  }

  private static String sha256(JsonValueReader value) {
    if (!SHA256.matcher(value.asString()).matches()) {
      throw value.mustBe("a SHA-256 of 64 hexadecimal digits");
    }
    return value.asString();
  }

  /** Reads the sessions, at least one: a header is written when the first session begins. */
  private static List<Session> sessions(JsonValueReader value) {
    List<JsonObjectReader> sessions = value.asObjects();
    if (sessions.isEmpty()) {
      throw value.mustBe("a list of one or more sessions");
    }
    return sessions.stream().map(Session::read).toList();
  }

  private static <T> Map<String, T> byName(
      JsonObjectReader json,
      String field,
      Function<JsonObjectReader, T> reader,
      Function<T, String> nameOf) {
    Map<String, T> byName = new LinkedHashMap<>();
    for (JsonValueReader element : json.requiredArray(field, "[]")) {
      T value = reader.apply(element.asObject());
      byName.put(nameOf.apply(value), value);
    }
    return byName;
  }

  private static Map<String, Integer> versions(JsonObjectReader json) {
    Map<String, Integer> versions = new LinkedHashMap<>();
    for (JsonValueReader element : json.requiredArray("models", "[]")) {
      JsonObjectReader model = element.asObject().allowOnly("name", "version");
      versions.put(
          model.requiredLine("name", "\"loopnest\""),
          model.required("version", "1").asInt(0, Integer.MAX_VALUE));
    }
    return versions;
  }

  /** The text of the file. */
  String toText() {
    return Checksum.add(StrictJson.write(toJson()));
  }

  ObjectNode toJson() {
    ObjectNode json = StrictJson.newObject();
    json.put("schemaVersion", SCHEMA_VERSION);
    json.put("name", name);
    json.putObject("definition")
        .put("file", definitionFile)
        .put("sha256", definitionHash)
        .put("text", definitionText);
    json.put("runs", runs);
    accelerators.values().stream()
        .map(Accelerator::toJson)
        .forEach(json.putArray("accelerators")::add);
    workloads.values().stream()
        .map(AttentionWorkload::toJson)
        .forEach(json.putArray("workloads")::add);
    ArrayNode versions = json.putArray("models");
    models.forEach(
        (model, version) -> versions.addObject().put("name", model).put("version", version));
    sessions.stream().map(Session::toJson).forEach(json.putArray("sessions")::add);
    return json;
  }
}
