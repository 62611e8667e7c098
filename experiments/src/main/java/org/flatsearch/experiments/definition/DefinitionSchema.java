package org.flatsearch.experiments.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.flatsearch.cost.CostModels;
import org.flatsearch.json.schema.ObjectSchema;
import org.flatsearch.json.schema.Values;
import org.flatsearch.search.Strategies;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.search.space.Spaces;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.SpecCatalogue;

/**
 * The JSON Schema of experiment definitions, published as the resource {@code
 * org/flatsearch/experiments/schemas/experiment.schema.json}. Editors use it for YAML too.
 */
public final class DefinitionSchema {
  /** From 0% to 100%. */
  private static final String PERCENTAGE = "(0*(100(\\.0*)?|[0-9]{1,2}(\\.[0-9]*)?)|\\.[0-9]+)%";

  private DefinitionSchema() {}

  /** The schema. */
  public static ObjectNode document() {
    ObjectSchema document =
        ObjectSchema.document(
            "experiment",
            DefinitionReader.SCHEMA_VERSION,
            "An experiment: every combination of its axes is a run. Under searches, several such"
                + " matrices inherit what they do not state themselves.");
    document
        .define("value", Values.scalar())
        .define("metric", Values.oneOf(AttentionProblem.METRICS))
        .required(
            "name",
            Values.described(
                Values.scalar().put("pattern", "^" + DefinitionReader.NAME + "$"),
                "Its name, and that of its folder."))
        .optional("description", Values.described(Values.scalar(), "What it is about."));
    axes().forEach(axis -> document.define(axis.field(), axis.schema()));
    axes().forEach(axis -> document.optional(axis.field(), Values.reference(axis.field())));
    ObjectSchema search =
        ObjectSchema.nested()
            .required("name", Values.described(Values.scalar(), "Its name in reports."));
    axes().forEach(axis -> search.optional(axis.field(), Values.reference(axis.field())));
    search.optional("refine", refine());
    return document
        .optional("refine", refine())
        .optional("searches", Values.nonEmptyListOf(search.build()))
        .optional("comparisons", Values.listOf(comparison()))
        .build();
  }

  private record Axis(String field, ObjectNode schema) {}

  private static List<Axis> axes() {
    return List.of(
        axis("accelerators", spec(SpecCatalogue.acceleratorNames(), AcceleratorFigure.names())),
        axis("workloads", spec(SpecCatalogue.workloadNames(), Figures.workloadNames())),
        new Axis(
            "sweeps",
            Values.described(
                Values.listOf(
                    figures(
                            Stream.concat(
                                    AcceleratorFigure.names().stream(),
                                    Figures.workloadNames().stream())
                                .toList(),
                            Values::nonEmptyListOf)
                        .put("minProperties", 1)),
                "Figures that change together, each with its values; sweeps are combined.")),
        axis("models", Values.usually(shipped(CostModels.all().values(), model -> model.name()))),
        axis("spaces", Values.usually(shipped(Spaces.all(), space -> space.name()))),
        new Axis(
            "restrictions",
            Values.described(
                Values.listOf(Values.text()),
                "Such as row.tile%16==0, logits==fused or row.tile==$rows; all must hold.")),
        axis("objectives", objective()),
        axis("strategies", strategy()),
        axis(
            "seeds",
            Values.anyOf(
                Values.whole(Long.MIN_VALUE, Long.MAX_VALUE),
                Values.described(
                    Values.matching("[0-9]{1,18}\\.\\.[0-9]{1,18}"), "A range, such as 1..31."))),
        axis("budgets", budget()));
  }

  private static Axis axis(String field, ObjectNode element) {
    return new Axis(field, Values.nonEmptyListOf(element));
  }

  /** The services that ship, recognised by their packages: a user's class path may have more. */
  private static <T> List<String> shipped(Collection<T> services, Function<T, String> name) {
    return services.stream()
        .filter(service -> isShipped(service.getClass().getPackageName()))
        .map(name)
        .distinct()
        .toList();
  }

  private static boolean isShipped(String packageName) {
    return packageName.startsWith("org.flatsearch.cost.")
        || packageName.startsWith("org.flatsearch.search.space.")
        || packageName.startsWith("org.flatsearch.search.strategy.");
  }

  private static ObjectNode spec(List<String> names, List<String> figures) {
    return Values.anyOf(
        Values.described(
            Values.usually(names), "A name, or the path of a JSON file relative to this one."),
        ObjectSchema.nested()
            .required("name", Values.usually(names))
            .optional("set", figures(figures, value -> value))
            .build());
  }

  private static ObjectNode figures(List<String> names, UnaryOperator<ObjectNode> shape) {
    ObjectSchema figures = ObjectSchema.nested();
    names.forEach(name -> figures.optional(name, shape.apply(Values.reference("value"))));
    return figures.build();
  }

  private static ObjectNode objective() {
    return Values.anyOf(
        metrics(),
        ObjectSchema.nested()
            .required("metrics", metrics())
            .optional(
                "tolerance",
                Values.described(
                    Values.matching(PERCENTAGE), "Values in the same step of this size tie."))
            .build());
  }

  private static ObjectNode metrics() {
    return Values.anyOf(
        Values.reference("metric"), Values.nonEmptyListOf(Values.reference("metric")));
  }

  private static ObjectNode strategy() {
    List<String> names = shipped(Strategies.all().values(), strategy -> strategy.name());
    return Values.anyOf(
        Values.usually(names),
        ObjectSchema.nested()
            .required("name", Values.usually(names))
            .optional("parameters", Values.mapOf(Values.scalar()))
            .optional("budget", budget())
            .build());
  }

  private static ObjectNode budget() {
    ObjectNode evaluations = Values.whole(1, Long.MAX_VALUE);
    return Values.anyOf(
        Values.described(evaluations, "Evaluations."),
        ObjectSchema.nested()
            .optional("evaluations", evaluations.deepCopy())
            .optional("seconds", Values.positive())
            .build()
            .put("minProperties", 1));
  }

  private static ObjectNode refine() {
    return Values.described(
        Values.whole(0, AxisReader.MOST_REPLAYS),
        "The number of changes of a found schedule that walk replays, for runs by loopnest; 0 by"
            + " default.");
  }

  private static ObjectNode comparison() {
    ObjectNode published =
        ObjectSchema.nested()
            .required("accelerator", Values.scalar())
            .required("value", Values.positive())
            .required("origin", Values.scalar())
            .optional("note", Values.described(Values.scalar(), "Why it differs from ours."))
            .build();
    return ObjectSchema.nested()
        .required("name", Values.scalar())
        .required(
            "of", Values.described(Values.scalar(), "The search that is expected to be better."))
        .required("against", Values.described(Values.scalar(), "The search to compare with."))
        .required("metric", Values.reference("metric"))
        .optional("published", Values.listOf(published))
        .build();
  }
}
