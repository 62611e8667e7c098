package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.flatsearch.json.schema.ObjectSchema;
import org.flatsearch.json.schema.Values;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Residency;
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
            loops(List.of(Dimension.INSTANCE, Dimension.ROW, Dimension.KEY)),
            "Loops around both stages, outermost first: (instance), (instance, row), (instance,"
                + " row, key) or (instance, key, row)."));
    for (Stage stage : Stage.values()) {
      document.required(stage.jsonName(), stage(stage));
    }
    return document.required("residency", residencies()).build();
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
        .required(
            "stationarity",
            Values.oneOf(Arrays.stream(Stationarity.values()).map(Stationarity::jsonName).toList()))
        .optional(
            "transposed",
            Values.described(Values.flag(), "Whether rows and columns of the array swap roles."))
        .build();
  }

  private static ObjectNode residencies() {
    ObjectSchema residencies = ObjectSchema.nested();
    for (Tensor tensor : Tensor.values()) {
      if (tensor.stage() != null) {
        boolean always =
            tensor == Tensor.Q || tensor == Tensor.K || tensor == Tensor.V || tensor == Tensor.O;
        ObjectNode residency = residency(tensor);
        if (always) {
          residencies.required(tensor.jsonName(), residency);
        } else {
          residencies.optional(tensor.jsonName(), residency);
        }
      }
    }
    return Values.described(
        residencies.build(),
        "Fused schedules have logits; those with logits through DRAM have logitsOut and logitsIn.");
  }

  private static ObjectNode residency(Tensor tensor) {
    Stream<String> loops = tensor.stage().dimensions().stream().map(Dimension::jsonName);
    Stream<String> places =
        tensor == Tensor.LOGITS ? loops : Stream.concat(loops, Stream.of(ScheduleDocument.ARRAY));
    return ObjectSchema.nested()
        .required(
            "inside",
            Values.described(
                Values.oneOf(places.toList()),
                "The loop inside which a tile is held; array: streamed past the buffer."))
        .optional(
            "slots",
            Values.described(
                Values.whole(0, Residency.MAX_SLOTS),
                "Tiles that have room in the buffer, 1 to 3."))
        .build();
  }

  private static ObjectNode names(List<Dimension> dimensions) {
    return Values.oneOf(dimensions.stream().map(Dimension::jsonName).toList());
  }
}
