package org.flatsearch.experiments.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;

/**
 * What a kernel lets its users choose.
 *
 * @param name its name, as its users call it
 * @param unit what it counts
 * @param values those that are tried; empty if all that the rules allow are
 * @param multipleOf it is a multiple of this
 * @param atMost it is at most this
 * @param divides it divides this
 * @param isPowerOfTwo whether it is {@code multipleOf} times a power of two
 * @param byDefault its value where none is given
 * @param isSearched whether other values than the default are tried
 */
record Parameter(
    String name,
    Unit unit,
    List<Integer> values,
    Optional<Expression> multipleOf,
    Optional<Expression> atMost,
    Optional<Expression> divides,
    boolean isPowerOfTwo,
    Expression byDefault,
    boolean isSearched) {

  /** What a parameter counts. */
  enum Unit {
    /** Queries; more than the layer has make no difference. */
    QUERIES("queries"),
    /** Rows of an instance; likewise. */
    ROWS("instanceRows"),
    /** Keys; likewise. */
    KEYS("keys"),
    /** Parts into which keys are split; as many as there are keys. */
    PARTS("keys"),
    WARPS(""),
    STAGES("");

    private final String extent;

    Unit(String extent) {
      this.extent = extent;
    }

    String jsonName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    double extent(ToDoubleFunction<String> names) {
      return extent.isEmpty() ? Double.POSITIVE_INFINITY : names.applyAsDouble(extent);
    }
  }

  static Parameter read(String name, JsonObjectReader json) {
    json.allowOnly(
        "unit",
        "values",
        "multipleOf",
        "atMost",
        "divides",
        "powersOfTwo",
        "default",
        "searched",
        "meaning");
    Unit unit = json.required("unit", "\"keys\"").asOneOf(Unit.values(), Unit::jsonName);
    Optional<Expression> multipleOf = expression(json, "multipleOf");
    int factor =
        multipleOf
            .filter(each -> each.names().isEmpty())
            .map(each -> (int) each.value(none -> 0))
            .orElse(1);
    List<Integer> values =
        json.optionalArray("values").orElse(List.of()).stream()
            .map(value -> multiple(value, factor))
            .toList();
    Parameter parameter =
        new Parameter(
            name,
            unit,
            values,
            multipleOf,
            expression(json, "atMost"),
            expression(json, "divides"),
            json.optional("powersOfTwo").map(JsonValueReader::asBoolean).orElse(false),
            expression(json, "default")
                .orElseGet(() -> Expression.parse(values.isEmpty() ? "1" : "" + values.get(0))),
            json.optional("searched").map(JsonValueReader::asBoolean).orElse(true));
    boolean isBounded =
        !unit.extent.isEmpty() || parameter.atMost.isPresent() || !parameter.isSearched;
    if (values.isEmpty() && !isBounded && parameter.divides.isEmpty()) {
      throw json.invalid("has neither values nor atMost, so nobody knows what to try. Give one.");
    }
    return parameter;
  }

  private static int multiple(JsonValueReader json, int factor) {
    int value = json.asInt(1, Integer.MAX_VALUE);
    if (factor > 0 && value % factor != 0) {
      throw json.mustBe("a multiple of %d, as multipleOf says".formatted(factor));
    }
    return value;
  }

  static Optional<Expression> expression(JsonObjectReader json, String field) {
    return json.optional(field).map(Parameter::expression);
  }

  /** An expression, or a number. */
  static Expression expression(JsonValueReader value) {
    return value.isNumber()
        ? Expression.parse(value.node().decimalValue().stripTrailingZeros().toPlainString())
        : value.as(Expression::parse);
  }

  /** The expressions by the field that has them. */
  Map<String, Expression> relations() {
    Map<String, Expression> all = new java.util.LinkedHashMap<>();
    multipleOf.ifPresent(each -> all.put("multipleOf", each));
    atMost.ifPresent(each -> all.put("atMost", each));
    divides.ifPresent(each -> all.put("divides", each));
    all.put("default", byDefault);
    return all;
  }

  /**
   * The values to try, ascending; not more than one that takes in the whole dimension.
   *
   * @param names gives the values of what the relations name
   */
  List<Integer> candidates(ToDoubleFunction<String> names) {
    if (!isSearched) {
      return List.of(defaultValue(names));
    }
    TreeSet<Integer> all = new TreeSet<>(values);
    int factor = (int) multipleOf.map(each -> each.value(names)).orElse(1.0).doubleValue();
    double most = atMost.map(each -> each.value(names)).orElse(Double.POSITIVE_INFINITY);
    double extent = unit.extent(names);
    double end = Math.min(most, divides.map(each -> each.value(names)).orElse(most));
    if (values.isEmpty() && factor > 0) {
      double last = Math.min(end, extent + factor);
      for (long value = factor; value <= last; value = isPowerOfTwo ? 2 * value : value + factor) {
        all.add((int) value);
      }
    }
    List<Integer> few = new ArrayList<>();
    for (int value : all) {
      boolean isRight = complaint(value, names).isEmpty();
      if (isRight) {
        few.add(value);
      }
      if (isRight && value >= extent) {
        break;
      }
    }
    return few;
  }

  /** The rule that a value breaks, in words that follow "must"; empty if it breaks none. */
  Optional<String> complaint(int value, ToDoubleFunction<String> names) {
    if (value < 1) {
      return Optional.of("be at least 1");
    }
    if (!values.isEmpty() && multipleOf.isEmpty() && !values.contains(value)) {
      return Optional.of("be one of " + values);
    }
    if (multipleOf.isPresent() && value % multipleOf.get().value(names) != 0) {
      return Optional.of("be a multiple of " + multipleOf.get());
    }
    if (divides.isPresent() && divides.get().value(names) % value != 0) {
      return Optional.of("divide " + divides.get());
    }
    if (atMost.isPresent() && value > atMost.get().value(names)) {
      return Optional.of("be at most " + atMost.get());
    }
    return Optional.empty();
  }

  /**
   * The value where none is given.
   *
   * @throws InvalidInputException if the document's default is no whole number from 1
   */
  int defaultValue(ToDoubleFunction<String> names) {
    double value = byDefault.value(names);
    if (value < 1 || value != Math.rint(value) || value > Integer.MAX_VALUE) {
      throw new InvalidInputException(
          "the default of %s is %s, and must be a whole number from 1.".formatted(name, value));
    }
    return (int) value;
  }
}
