package org.flatsearch.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;

/** The JSON document of an attention workload, schema version {@value #SCHEMA_VERSION}. */
final class WorkloadDocument {

  static final int SCHEMA_VERSION = 1;

  private WorkloadDocument() {}

  static AttentionWorkload read(JsonObjectReader document) {
    document.requireDocument(
        SCHEMA_VERSION, FigurePath.fieldsAt("", WorkloadFigure.names(), "name", "description"));
    String name = SpecNames.read(document);
    String description = document.optionalString("description").orElse("");
    Map<WorkloadFigure, Object> values = new EnumMap<>(WorkloadFigure.class);
    for (WorkloadFigure figure : WorkloadFigure.values()) {
      values.put(figure, read(document, figure, values));
    }
    try {
      return new AttentionWorkload(
          name,
          description,
          (int) values.get(WorkloadFigure.BATCH),
          (int) values.get(WorkloadFigure.QUERY_HEADS),
          (int) values.get(WorkloadFigure.KEY_VALUE_HEADS),
          (int) values.get(WorkloadFigure.QUERY_LENGTH),
          (int) values.get(WorkloadFigure.KEY_LENGTH),
          (int) values.get(WorkloadFigure.QUERY_DIM),
          (int) values.get(WorkloadFigure.VALUE_DIM),
          (int) values.get(WorkloadFigure.WORD_BYTES),
          (Mask) values.get(WorkloadFigure.MASK),
          new WordBytes(
              (double) values.get(WorkloadFigure.BYTES_Q),
              (double) values.get(WorkloadFigure.BYTES_K),
              (double) values.get(WorkloadFigure.BYTES_V),
              (double) values.get(WorkloadFigure.BYTES_O)),
          (double) values.get(WorkloadFigure.LOGIT_BYTES),
          (boolean) values.get(WorkloadFigure.VALUES_IN_KEYS));
    } catch (InvalidInputException e) {
      // A rule between figures: the workload checks it, but does not know its document.
      throw new InvalidInputException(document.where() + ": " + e.getMessage(), e);
    }
  }

  private static Object read(
      JsonObjectReader document, WorkloadFigure figure, Map<WorkloadFigure, Object> before) {
    FigurePath path = FigurePath.of(figure.path());
    if (!figure.isOptional()) {
      return figure.read(document.required(path.field(), figure.example()));
    }
    Optional<JsonValueReader> value =
        path.holder(document, figure.example(), WorkloadFigure.names())
            .flatMap(holder -> holder.optional(path.field()));
    return value
        .map(figure::read)
        .orElseGet(() -> figure.defaultOf((int) before.get(WorkloadFigure.WORD_BYTES)));
  }

  static ObjectNode write(AttentionWorkload workload) {
    ObjectNode document = StrictJson.newObject();
    document.put("schemaVersion", SCHEMA_VERSION);
    document.put("name", workload.name());
    if (!workload.description().isEmpty()) {
      document.put("description", workload.description());
    }
    for (WorkloadFigure figure : WorkloadFigure.values()) {
      if (figure.isStated(workload)) {
        FigurePath.of(figure.path()).put(document, json(figure.valueOf(workload)));
      }
    }
    return document;
  }

  private static JsonNode json(Object value) {
    if (value instanceof Integer count) {
      return IntNode.valueOf(count);
    }
    if (value instanceof Mask mask) {
      return mask.toJson();
    }
    return value instanceof Boolean flag
        ? BooleanNode.valueOf(flag)
        : StrictJson.number((double) value);
  }

  static AttentionWorkload change(AttentionWorkload workload, Map<String, String> changes) {
    ObjectNode document = write(workload);
    // Sorted, so that of several mistakes the same one is reported every time.
    new TreeMap<>(changes)
        .forEach(
            (path, text) -> {
              boolean isMask = WorkloadFigure.of(path) == WorkloadFigure.MASK;
              JsonNode value = isMask ? Mask.jsonOf(text.strip()) : SpecChange.literal(text);
              FigurePath.of(path).put(document, value);
            });
    return read(JsonObjectReader.over(document, SpecChange.origin("workload", workload.name())));
  }
}
