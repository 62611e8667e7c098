package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.flatsearch.json.StrictJson;
import org.flatsearch.json.schema.ObjectSchema;
import org.flatsearch.json.schema.Values;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;

/** Builds the JSON Schema of schedule documents. */
final class ScheduleSchema {
  private ScheduleSchema() {}

  static ObjectNode document() {
    ObjectSchema document =
        ObjectSchema.document(
            "schedule",
            ScheduleDocument.SCHEMA_VERSION,
            "A loop nest for both stages of attention: shared loops, each stage's own loops, and"
                + " where each tensor is held.");
    document.optional(
        "madeFor",
        Values.described(
            ObjectSchema.nested()
                .required("accelerator", Values.text())
                .required("workload", Values.text())
                .build(),
            "What the schedule was made for; checked when it is used."));
    document.required(
        "shared",
        Values.described(
            sharedLoops(),
            "Loops around both stages, outermost first: (instance), (instance, row), (instance,"
                + " row, key) or (instance, key, row)."));
    for (Stage stage : Stage.values()) {
      document.required(stage.jsonName(), stage(stage));
    }
    return document.required("residency", residencies()).build();
  }

  private static ObjectNode sharedLoops() {
    ObjectNode loops = loops(List.of(Dimension.INSTANCE, Dimension.ROW, Dimension.KEY));
    ArrayNode forms = loops.putArray("anyOf");
    for (SharedLoops form : SharedLoops.values()) {
      ArrayNode order =
          forms
              .addObject()
              .put("minItems", form.count())
              .put("maxItems", form.count())
              .putArray("prefixItems");
      form.dimensions()
          .forEach(
              dimension ->
                  order.addObject().putObject("properties").set("loop", names(List.of(dimension))));
    }
    return loops;
  }

  private static ObjectNode loops(List<Dimension> dimensions) {
    return Values.listOf(
        ObjectSchema.nested()
            .required("loop", names(dimensions))
            .required(
                "tile",
                Values.described(
                    Values.whole(1, Integer.MAX_VALUE),
                    "Elements in one iteration; the last tile may be smaller."))
            .build());
  }

  private static ObjectNode stage(Stage stage) {
    List<Dimension> own =
        stage.dimensions().stream().filter(dimension -> dimension != Dimension.INSTANCE).toList();
    return ObjectSchema.nested()
        .required("loops", loops(own))
        .required("stationarity", Values.oneOf(Stationarity.values(), Stationarity::jsonName))
        .optional(
            "transposed",
            Values.described(Values.flag(), "Whether rows and columns of the array swap roles."))
        .build();
  }

  private static ObjectNode residencies() {
    ObjectSchema residencies = ObjectSchema.nested();
    for (Tensor tensor : List.of(Tensor.Q, Tensor.K, Tensor.V, Tensor.O)) {
      residencies.required(tensor.jsonName(), residency(tensor));
    }
    List<Tensor> onChip = List.of(Tensor.LOGITS);
    List<Tensor> throughDram = List.of(Tensor.LOGITS_OUT, Tensor.LOGITS_IN);
    Stream.of(onChip, throughDram)
        .flatMap(List::stream)
        .forEach(tensor -> residencies.optional(tensor.jsonName(), residency(tensor)));
    ObjectNode schema = residencies.build();
    schema.setAll(Values.anyOf(all(onChip, throughDram), all(throughDram, onChip)));
    return Values.described(
        schema,
        "Fused schedules have logits; those with logits through DRAM have logitsOut and logitsIn.");
  }

  /** A rule that all of some tensors are there, and none of others. */
  private static ObjectNode all(List<Tensor> there, List<Tensor> missing) {
    ObjectNode rule = StrictJson.newObject();
    ArrayNode required = rule.putArray("required");
    there.forEach(tensor -> required.add(tensor.jsonName()));
    ObjectNode properties = rule.putObject("properties");
    missing.forEach(tensor -> properties.put(tensor.jsonName(), false));
    return rule;
  }

  private static ObjectNode residency(Tensor tensor) {
    ObjectNode held =
        ObjectSchema.nested()
            .required(
                "inside",
                Values.described(
                    names(tensor.stage().dimensions()), "The loop inside which a tile is held."))
            .required(
                "slots",
                Values.described(
                    Values.whole(1, Residency.MAX_SLOTS), "Tiles that have room in the buffer."))
            .build();
    ObjectNode streamed =
        ObjectSchema.nested()
            .required(
                "inside",
                Values.described(
                    Values.oneOf(List.of(ScheduleDocument.ARRAY)), "Streamed past the buffer."))
            .optional("slots", Values.described(Values.whole(0, 0), "None; best left out."))
            .build();
    return tensor == Tensor.LOGITS ? held : Values.anyOf(held, streamed);
  }

  private static ObjectNode names(List<Dimension> dimensions) {
    return Values.oneOf(dimensions.stream().map(Dimension::jsonName).toList());
  }
}
