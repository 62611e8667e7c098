package org.flatsearch.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.json.schema.ObjectSchema;
import org.flatsearch.json.schema.Values;

/**
 * The JSON Schemas of accelerator and workload documents, from {@link AcceleratorFigure} and {@link
 * WorkloadFigure}. They are published as resources: {@code schemas/accelerator.schema.json} and
 * {@code schemas/workload.schema.json} next to this class.
 */
public final class SpecSchemas {
  private static final String NUMBER = "[+-]?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?";
  private static final String DECIMAL = "[fpnu\u00B5\u03BCmkMGTP]?";
  private static final String DECIMAL_OR_BINARY = "([fpnu\u00B5\u03BCmkMGTP]|[KMGTP]i)?";

  private SpecSchemas() {}

  /** The schema of an accelerator document. */
  public static ObjectNode accelerator() {
    ObjectSchema document =
        ObjectSchema.document(
            "accelerator",
            AcceleratorDocument.SCHEMA_VERSION,
            "A spatial accelerator. A figure is a number in its base unit, a quantity such as"
                + " \"512KiB\", or an object with value and source.");
    document.required("name", name()).optional("description", Values.text());
    Map<String, ObjectSchema> groups = new LinkedHashMap<>();
    for (AcceleratorFigure figure : AcceleratorFigure.values()) {
      add(document, groups, figure.path(), figure.isOptional(), figure(figure), figure.meaning());
    }
    return build(document, groups);
  }

  /** Adds a figure to the document, or to the nested object that it is in. */
  private static void add(
      ObjectSchema document,
      Map<String, ObjectSchema> groups,
      String path,
      boolean isOptional,
      ObjectNode schema,
      String meaning) {
    FigurePath place = FigurePath.of(path);
    ObjectNode value = Values.described(schema, meaning);
    ObjectSchema object =
        place.group().isEmpty()
            ? document
            : groups.computeIfAbsent(place.group(), unused -> ObjectSchema.nested());
    if (isOptional) {
      object.optional(place.field(), value);
    } else {
      object.required(place.field(), value);
    }
  }

  private static ObjectNode build(ObjectSchema document, Map<String, ObjectSchema> groups) {
    groups.forEach((group, object) -> document.optional(group, object.build()));
    return document.build();
  }

  private static ObjectNode figure(AcceleratorFigure figure) {
    ObjectNode plain = plain(figure);
    ObjectNode sourced =
        ObjectSchema.nested()
            .required("value", plain.deepCopy())
            .optional("source", Values.text("Where the figure comes from."))
            .build();
    return Values.anyOf(plain, sourced);
  }

  private static ObjectNode plain(AcceleratorFigure figure) {
    ObjectNode number = number(figure.rule());
    List<String> texts = new ArrayList<>();
    if (figure.unit() != Unit.NONE) {
      String prefix = figure.unit().acceptsBinaryPrefixes() ? DECIMAL_OR_BINARY : DECIMAL;
      texts.add(NUMBER + " ?" + prefix + "(" + String.join("|", figure.unit().symbols()) + ")");
    }
    if (figure.isUnlimitedByDefault()) {
      texts.add(AcceleratorDocument.UNLIMITED);
    }
    return texts.isEmpty()
        ? number
        : Values.anyOf(number, Values.matching(String.join("|", texts)));
  }

  private static ObjectNode number(Rule rule) {
    return switch (rule) {
      case FLAG -> Values.flag();
      case COUNT -> Values.whole(1, Rule.MOST);
      case COUNT_OR_ZERO -> Values.whole(0, Rule.MOST);
      case SIZE -> Values.whole(1, Long.MAX_VALUE);
      case SIZE_OR_ZERO -> Values.whole(0, Long.MAX_VALUE);
      case DEALING -> Values.oneOf(Dealing.values(), Dealing::toString);
      case FRACTION -> Values.fraction();
      case POSITIVE, POSITIVE_OR_UNLIMITED ->
          Values.number().put("minimum", Rule.LEAST).put("maximum", Rule.LARGEST);
      case NON_NEGATIVE -> Values.number().put("minimum", 0).put("maximum", Rule.LARGEST);
    };
  }

  /** The schema of a workload document. */
  public static ObjectNode workload() {
    ObjectSchema document =
        ObjectSchema.document(
            "workload", WorkloadDocument.SCHEMA_VERSION, "The attention of one layer.");
    document.required("name", name()).optional("description", Values.text());
    Map<String, ObjectSchema> groups = new LinkedHashMap<>();
    for (WorkloadFigure figure : WorkloadFigure.values()) {
      add(
          document,
          groups,
          figure.path(),
          figure.isOptional(),
          value(figure.kind()),
          figure.meaning());
    }
    return build(document, groups);
  }

  private static ObjectNode value(WorkloadFigure.Kind kind) {
    ObjectNode count = Values.whole(1, Integer.MAX_VALUE);
    return switch (kind) {
      case COUNT -> count;
      case MASK ->
          Values.anyOf(
              Values.oneOf(List.of(Mask.NONE.toString(), Mask.CAUSAL.toString())),
              ObjectSchema.nested().required("window", count).build());
      case BYTES ->
          Values.number()
              .put("minimum", 0.5)
              .put("maximum", WorkloadFigure.MOST_BYTES)
              .put("multipleOf", 0.5);
      case FLAG -> Values.flag();
    };
  }

  private static ObjectNode name() {
    return Values.described(Values.matching(SpecNames.PATTERN), SpecNames.RULE);
  }
}
