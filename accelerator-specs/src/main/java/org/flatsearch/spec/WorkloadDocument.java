package org.flatsearch.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;

/** The JSON document of an attention workload, schema version {@value #SCHEMA_VERSION}. */
final class WorkloadDocument {

  static final int SCHEMA_VERSION = 1;

  /**
   * Features that layers of other tools may have and no model covers, by part of a field's name in
   * lower case.
   */
  private static final Map<String, String> NOT_MODELLED =
      new TreeMap<>(
          Map.of(
              "causal", "a causal mask",
              "mask", "a mask",
              "page", "paging of keys and values",
              "window", "a sliding window",
              "wordbytes", "a word size of one tensor"));

  private WorkloadDocument() {}

  static AttentionWorkload read(JsonObjectReader document) {
    List<String> fields = new ArrayList<>(List.of("name", "description"));
    fields.addAll(WorkloadFigure.names());
    document.refuseOtherSchemaVersion(SCHEMA_VERSION);
    document.fieldNames().forEach(field -> requireModelled(document, field));
    document.requireDocument(SCHEMA_VERSION, fields);
    String name = SpecNames.read(document);
    String description = document.optionalString("description").orElse("");
    WorkloadFigure[] figures = WorkloadFigure.values();
    int[] v = new int[figures.length];
    for (WorkloadFigure figure : figures) {
      v[figure.ordinal()] =
          document.required(figure.path(), figure.example()).asInt(1, Integer.MAX_VALUE);
    }
    try {
      return new AttentionWorkload(
          name,
          description,
          v[WorkloadFigure.BATCH.ordinal()],
          v[WorkloadFigure.QUERY_HEADS.ordinal()],
          v[WorkloadFigure.KEY_VALUE_HEADS.ordinal()],
          v[WorkloadFigure.QUERY_LENGTH.ordinal()],
          v[WorkloadFigure.KEY_LENGTH.ordinal()],
          v[WorkloadFigure.QUERY_DIM.ordinal()],
          v[WorkloadFigure.VALUE_DIM.ordinal()],
          v[WorkloadFigure.WORD_BYTES.ordinal()]);
    } catch (InvalidInputException e) {
      // A rule between figures: the workload checks it, but does not know its document.
      throw new InvalidInputException(document.where() + ": " + e.getMessage(), e);
    }
  }

  private static void requireModelled(JsonObjectReader document, String field) {
    String name = field.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, String> feature : NOT_MODELLED.entrySet()) {
      if (name.contains(feature.getKey()) && !WorkloadFigure.names().contains(field)) {
        throw document
            .nameAt(field)
            .invalid(feature.getValue() + " is not modelled yet; leave the field out.");
      }
    }
  }

  static ObjectNode write(AttentionWorkload workload) {
    ObjectNode document = StrictJson.newObject();
    document.put("schemaVersion", SCHEMA_VERSION);
    document.put("name", workload.name());
    if (!workload.description().isEmpty()) {
      document.put("description", workload.description());
    }
    for (WorkloadFigure figure : WorkloadFigure.values()) {
      document.put(figure.path(), figure.valueOf(workload));
    }
    return document;
  }

  static AttentionWorkload change(AttentionWorkload workload, Map<String, String> changes) {
    ObjectNode document = write(workload);
    // Sorted, so that of several mistakes the same one is reported every time.
    new TreeMap<>(changes)
        .forEach(
            (path, text) -> document.set(WorkloadFigure.of(path).path(), SpecChange.literal(text)));
    return read(JsonObjectReader.over(document, SpecChange.origin("workload", workload.name())));
  }
}
