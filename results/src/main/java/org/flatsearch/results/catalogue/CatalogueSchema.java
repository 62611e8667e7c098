package org.flatsearch.results.catalogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.flatsearch.goal.Stop;
import org.flatsearch.json.StrictJson;
import org.flatsearch.json.schema.ObjectSchema;
import org.flatsearch.json.schema.Values;
import org.flatsearch.results.ResultSchemas;

/**
 * The JSON Schema of {@link CatalogueDocument}, published as the resource {@code
 * org/flatsearch/results/schemas/catalogue.schema.json}.
 */
public final class CatalogueSchema {
  private CatalogueSchema() {}

  /** The schema. */
  public static ObjectNode document() {
    return ResultSchemas.withDefinitions(
            ObjectSchema.document(
                "catalogue",
                CatalogueDocument.SCHEMA_VERSION,
                "The best-known schedules of one accelerator."))
        .define("optimality", ResultSchemas.optimality())
        .required("accelerator", Values.reference("accelerator"))
        .required("entries", Values.listOf(entry()))
        .build();
  }

  private static ObjectNode entry() {
    return ObjectSchema.nested()
        .required("workload", Values.reference("workload"))
        .required(
            "objective", Values.described(objective(), "What is minimised, most important first."))
        .required(
            "modelVersion",
            Values.described(
                Values.whole(1, Integer.MAX_VALUE), "The version of the cost model's figures."))
        .required("schedule", Values.reference("schedule"))
        .required("cost", Values.reference("cost"))
        .required("optimality", Values.reference("optimality"))
        .required("provenance", provenance())
        .optional("replayed", replayed())
        .build();
  }

  private static ObjectNode replayed() {
    return ObjectSchema.nested()
        .required("model", Values.text("The model that replays schedules, counting all waiting."))
        .required(
            "modelVersion",
            Values.described(
                Values.whole(1, Integer.MAX_VALUE), "The version of that model's figures."))
        .required(
            "replays",
            Values.described(Values.whole(0, Integer.MAX_VALUE), "The limit on replayed changes."))
        .required("schedule", Values.reference("schedule"))
        .required("cost", Values.reference("cost"))
        .build();
  }

  private static ObjectNode objective() {
    ObjectNode schema = StrictJson.newObject();
    ArrayNode choices = schema.putArray("enum");
    for (CatalogueObjective objective : CatalogueObjective.values()) {
      objective.metrics().forEach(choices.addArray()::add);
    }
    return schema;
  }

  private static ObjectNode provenance() {
    return ObjectSchema.nested()
        .required("flatsearch", Values.text("The version of the program that searched."))
        .required("space", Values.text())
        .required("strategy", Values.text())
        .required("seed", Values.whole(Long.MIN_VALUE, Long.MAX_VALUE))
        .optional(
            "startedFrom",
            Values.described(
                Values.oneOf(CatalogueObjective.values(), CatalogueObjective::shortName),
                "The objective whose best schedule the search started from."))
        .required(
            "budget",
            ObjectSchema.nested()
                .required("evaluations", Values.whole(1, Long.MAX_VALUE))
                .required("seconds", Values.positive())
                .build())
        .required("evaluations", Values.whole(0, Long.MAX_VALUE))
        .required("stop", Values.oneOf(Provenance.STOPS, Stop::jsonName))
        .build();
  }
}
