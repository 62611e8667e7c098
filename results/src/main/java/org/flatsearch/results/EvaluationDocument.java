package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.flatsearch.cost.CostFigure;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * What one schedule costs on an accelerator, as a JSON document; {@code schedule} and {@code cost}
 * have the same form as in a {@link ResultDocument}. An object {@code explanation}, derived from
 * the rest, and one {@code measured}, the time that the schedule took on a CPU, are allowed and
 * only checked.
 *
 * @param accelerator the accelerator that it runs on
 * @param workload the attention workload that it computes
 * @param model name of the cost model
 * @param modelVersion its version; empty in documents that do not have it
 * @param rated the schedule and its cost
 */
public record EvaluationDocument(
    Accelerator accelerator,
    AttentionWorkload workload,
    String model,
    OptionalInt modelVersion,
    RatedSchedule rated) {
  /** The version that is written and read. */
  public static final int SCHEMA_VERSION = 1;

  /** Lists of an explanation: of changes, by what they do. */
  static final List<String> CHANGES = List.of("better", "tooLarge", "smaller");

  /** Figures of a change. */
  public static final List<CostFigure> FIGURES_OF_CHANGES =
      List.of(
          CostFigure.LATENCY,
          CostFigure.ENERGY,
          CostFigure.TRAFFIC,
          CostFigure.FOOTPRINT,
          CostFigure.VIOLATION);

  /** Figures of what a mask leaves; all but the first are also those of other sizes of tiles. */
  private static final List<String> MASK_FIGURES =
      List.of("usefulLogits", "rowTile", "keyTile", "executedLogits");

  public EvaluationDocument {
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(model, "model");
    ModelVersion.require(modelVersion);
    Objects.requireNonNull(rated, "rated");
  }

  /**
   * Reads an evaluation.
   *
   * @throws org.flatsearch.json.InvalidInputException naming the place and the broken rule
   */
  public static EvaluationDocument read(Path file) {
    return read(StrictJson.readFile(file));
  }

  /**
   * Reads an evaluation.
   *
   * @throws org.flatsearch.json.InvalidInputException naming the place and the broken rule
   */
  public static EvaluationDocument read(JsonObjectReader root) {
    root.requireDocument(
        SCHEMA_VERSION,
        "accelerator",
        "workload",
        "model",
        ModelVersion.FIELD,
        "schedule",
        "cost",
        "explanation",
        "measured");
    root.optionalObject("explanation").ifPresent(EvaluationDocument::checkExplanation);
    root.optionalObject("measured").ifPresent(EvaluationDocument::checkMeasured);
    return new EvaluationDocument(
        Accelerator.fromJson(root.requiredObject("accelerator", "{ \"schemaVersion\": 1 }")),
        AttentionWorkload.fromJson(root.requiredObject("workload", "{ \"schemaVersion\": 1 }")),
        root.requiredString("model", "\"flat\""),
        ModelVersion.read(root),
        RatedSchedule.read(root));
  }

  private static void checkMeasured(JsonObjectReader json) {
    json.allowOnly("seconds", "threads", "compiler", "cpu");
    json.requiredDouble("seconds", "0.5");
    json.required("threads", "1").asInt(1, Integer.MAX_VALUE);
    json.requiredString("compiler", "\"gcc\"");
    json.requiredString("cpu", "\"AMD EPYC\"");
  }

  private static void checkExplanation(JsonObjectReader json) {
    List<String> fields = new ArrayList<>(CHANGES);
    fields.addAll(List.of("loopNest", "mask"));
    json.allowOnly(fields);
    json.required("loopNest", "[]").asStrings();
    json.optionalObject("mask").ifPresent(EvaluationDocument::checkMask);
    List<String> figures = FIGURES_OF_CHANGES.stream().map(CostFigure::jsonName).toList();
    List<String> ofChange = new ArrayList<>(figures);
    ofChange.add("change");
    for (String list : CHANGES) {
      for (JsonObjectReader change : json.required(list, "[]").asObjects()) {
        change.allowOnly(ofChange);
        change.requiredString("change", "\"slots of Q 1 -> 2\"");
        figures.forEach(figure -> change.requiredDouble(figure, "0.5"));
      }
    }
  }

  private static void checkMask(JsonObjectReader mask) {
    List<String> fields = new ArrayList<>(MASK_FIGURES);
    fields.addAll(List.of("map", "sizes"));
    mask.allowOnly(fields);
    mask.required("map", "[\"#+.\"]").asStrings();
    MASK_FIGURES.forEach(figure -> mask.requiredDouble(figure, "128"));
    List<String> ofSize = MASK_FIGURES.subList(1, MASK_FIGURES.size());
    for (JsonObjectReader size : mask.required("sizes", "[]").asObjects()) {
      size.allowOnly(ofSize);
      ofSize.forEach(figure -> size.requiredDouble(figure, "128"));
    }
  }

  /** The document as a JSON object. */
  public ObjectNode toJson() {
    ObjectNode root = StrictJson.newObject();
    root.put("$schema", SchemaId.of("evaluation", SCHEMA_VERSION));
    root.put("schemaVersion", SCHEMA_VERSION);
    root.set("accelerator", accelerator.toJson());
    root.set("workload", workload.toJson());
    root.put("model", model);
    ModelVersion.addTo(root, modelVersion);
    return rated.addTo(root, new MadeFor(accelerator.name(), workload.name()));
  }

  /**
   * Writes the document, whole or not at all.
   *
   * @throws org.flatsearch.json.InvalidInputException if the file cannot be written
   */
  public void write(Path file) {
    StrictJson.writeFile(file, toJson());
  }
}
