package org.flatsearch.results;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import org.flatsearch.cost.Bound;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.json.schema.ObjectSchema;
import org.flatsearch.json.schema.Values;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.SpecSchemas;

/**
 * The JSON Schemas of the documents of this package. They are published as resources next to this
 * class: {@code schemas/schedule.schema.json} and so on.
 */
public final class ResultSchemas {
  private ResultSchemas() {}

  /** The schema of a schedule document. */
  public static ObjectNode schedule() {
    return ScheduleSchema.document();
  }

  /** The schema of an evaluation document. */
  public static ObjectNode evaluation() {
    return withDefinitions(
            ObjectSchema.document(
                "evaluation",
                EvaluationDocument.SCHEMA_VERSION,
                "What one schedule costs on an accelerator."))
        .required("accelerator", Values.reference("accelerator"))
        .required("workload", Values.reference("workload"))
        .required("model", Values.text())
        .optional(ModelVersion.FIELD, Values.whole(1, Integer.MAX_VALUE))
        .required("schedule", Values.reference("schedule"))
        .required("cost", Values.reference("cost"))
        .optional("explanation", explanation())
        .build();
  }

  /** What {@code explain} adds to an evaluation: parts of its cost, and what changes would do. */
  private static ObjectNode explanation() {
    ObjectSchema alternative = ObjectSchema.nested().required("change", Values.text());
    EvaluationDocument.FIGURES.forEach(figure -> alternative.required(figure, Values.number()));
    ObjectSchema explanation =
        ObjectSchema.nested()
            .required("loopNest", Values.listOf(Values.text()))
            .required("energyJoulesByPart", Values.mapOf(Values.number()));
    ObjectNode alternatives = Values.listOf(alternative.build());
    EvaluationDocument.CHANGES.forEach(list -> explanation.required(list, alternatives));
    return explanation.build();
  }

  /** The schema of a result document. */
  public static ObjectNode result() {
    ObjectSchema document =
        withDefinitions(
            ObjectSchema.document(
                "result", ResultDocument.SCHEMA_VERSION, "One search and what it found."));
    document
        .define("optimality", optimality())
        .required("accelerator", Values.reference("accelerator"))
        .required("workload", Values.reference("workload"))
        .optional(ModelVersion.FIELD, Values.whole(1, Integer.MAX_VALUE));
    SearchSetting.addTo(document);
    document
        .required("evaluations", count())
        .required("seconds", Values.number())
        .required("stop", Values.oneOf(Stop.values(), Stop::jsonName))
        .optional(
            "best",
            Values.described(
                rated().build(),
                "What the search found, before any refinement; what is proven is about this."))
        .required("optimality", Values.reference("optimality"))
        .optional("front", Values.listOf(rated().build()))
        .optional("counters", Values.mapOf(Values.whole(Long.MIN_VALUE, Long.MAX_VALUE)))
        .optional(
            "verification",
            Values.described(
                verification(),
                "Schedules that another model replayed, best first: schedules[0] is the one that is"
                    + " shown."))
        .optional("whatIf", Values.listOf(whatIf()))
        .required("trace", TraceDocument.schema());
    return document.build();
  }

  /** Adds the definitions that all documents with schedules refer to by name. */
  public static ObjectSchema withDefinitions(ObjectSchema document) {
    return document
        .define("accelerator", within(SpecSchemas.accelerator()))
        .define("workload", within(SpecSchemas.workload()))
        .define("schedule", within(schedule()))
        .define("cost", cost());
  }

  /** The schema of a document as a part of another one, without its own identity. */
  private static ObjectNode within(ObjectNode document) {
    document.remove(List.of("$schema", "$id"));
    return document;
  }

  private static ObjectSchema rated() {
    return ObjectSchema.nested()
        .required("schedule", Values.reference("schedule"))
        .required("cost", Values.reference("cost"));
  }

  /** The schema of the {@code optimality} object. */
  public static ObjectNode optimality() {
    return ObjectSchema.nested()
        .required("model", Values.text())
        .required("status", Values.oneOf(Status.values(), Status::jsonName))
        .required("lowerBound", Values.listOf(Values.number()))
        .optional("gap", Values.number())
        .build();
  }

  private static ObjectNode verification() {
    return ObjectSchema.nested()
        .required("model", Values.text())
        .optional(ModelVersion.FIELD, Values.whole(1, Integer.MAX_VALUE))
        .optional("gap", Values.number())
        .required(
            "schedules",
            Values.listOf(
                rated()
                    .optional("searchRank", Values.whole(1, Integer.MAX_VALUE))
                    .required("replayedCost", Values.reference("cost"))
                    .build()))
        .optional(
            "refusals",
            Values.listOf(
                ObjectSchema.nested()
                    .required("searchRank", Values.whole(1, Integer.MAX_VALUE))
                    .required("reason", Values.text())
                    .build()))
        .optional(
            "refinement",
            ObjectSchema.nested()
                .required("replays", count())
                .required("ruledOut", count())
                .build())
        .build();
  }

  private static ObjectNode whatIf() {
    return ObjectSchema.nested()
        .required("part", Values.oneOf(WhatIf.Part.values(), WhatIf.Part::jsonName))
        .required("factor", Values.number())
        .optional("schedule", Values.reference("schedule"))
        .optional("cost", Values.reference("cost"))
        .required("optimality", Values.reference("optimality"))
        .build();
  }

  private static ObjectNode cost() {
    ObjectSchema cost = ObjectSchema.nested();
    for (String figure : CostDocument.NUMBERS) {
      if (figure.equals(CostDocument.DERIVED)) {
        cost.optional(figure, Values.number());
      } else {
        cost.required(figure, Values.number());
      }
    }
    List<String> bounds = Arrays.stream(Bound.values()).map(Bound::jsonName).toList();
    List<String> tensors = Arrays.stream(Tensor.values()).map(Tensor::jsonName).toList();
    return cost.required("trafficBytesByTensor", numbers(tensors))
        .required("footprintBytesByTensor", numbers(tensors))
        .required("bound", Values.oneOf(bounds))
        .required(
            "violations",
            Values.listOf(
                ObjectSchema.nested()
                    .required("tensor", Values.oneOf(tensors))
                    .required("bytes", Values.number())
                    .build()))
        .required("busySeconds", numbers(bounds))
        .required("counts", counts())
        .optional(CostDocument.EXTRAPOLATED, Values.flag())
        .build();
  }

  private static ObjectNode counts() {
    ObjectSchema counts = ObjectSchema.nested();
    CostDocument.COUNTS.forEach(name -> counts.required(name, count()));
    return counts.build();
  }

  private static ObjectNode numbers(List<String> names) {
    ObjectSchema numbers = ObjectSchema.nested();
    names.forEach(name -> numbers.optional(name, Values.number()));
    return numbers.build();
  }

  private static ObjectNode count() {
    return Values.whole(0, Long.MAX_VALUE);
  }
}
