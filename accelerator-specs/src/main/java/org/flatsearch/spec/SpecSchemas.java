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
    for (Map.Entry<String, List<AcceleratorFigure>> group : groups().entrySet()) {
      if (group.getKey().isEmpty()) {
        group.getValue().forEach(figure -> add(document, figure.path(), figure));
      } else {
        document.optional(group.getKey(), nested(group.getKey(), group.getValue()));
      }
    }
    return document.build();
  }

  /**
   * The figures by the nested object that they are in, whose name is empty for the document itself.
   */
  private static Map<String, List<AcceleratorFigure>> groups() {
    Map<String, List<AcceleratorFigure>> groups = new LinkedHashMap<>();
    for (AcceleratorFigure figure : AcceleratorFigure.values()) {
      int dot = figure.path().indexOf('.');
      String group = dot < 0 ? "" : figure.path().substring(0, dot);
      groups.computeIfAbsent(group, unused -> new ArrayList<>()).add(figure);
    }
    return groups;
  }

  private static ObjectNode nested(String group, List<AcceleratorFigure> figures) {
    ObjectSchema object = ObjectSchema.nested();
    for (AcceleratorFigure figure : figures) {
      add(object, figure.path().substring(group.length() + 1), figure);
    }
    return object.build();
  }

  private static void add(ObjectSchema object, String field, AcceleratorFigure figure) {
    ObjectNode value = Values.described(figure(figure), figure.meaning());
    if (figure.isOptional()) {
      object.optional(field, value);
    } else {
      object.required(field, value);
    }
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
    for (WorkloadFigure figure : WorkloadFigure.values()) {
      document.required(
          figure.path(), Values.described(Values.whole(1, Integer.MAX_VALUE), figure.meaning()));
    }
    return document.build();
  }

  private static ObjectNode name() {
    return Values.described(Values.matching(SpecNames.PATTERN), SpecNames.RULE);
  }
}
