package org.flatsearch.experiments.definition;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.NearestNames;
import org.flatsearch.json.ShownText;
import org.flatsearch.json.StrictJson;

/** A value of a YAML or JSON file, with its place. */
sealed interface Node {
  /** Where the value begins. */
  Location at();

  /** What the value is, for messages. */
  String description();

  /** An exception to throw because something else belongs here. */
  default InvalidInputException mustBe(String rule) {
    return at().invalid("must be " + rule + ", found " + description() + ".");
  }

  /** The fields of a mapping. */
  default Mapping asMapping() {
    if (this instanceof Mapping mapping) {
      return mapping;
    }
    throw mustBe("a mapping of names to values");
  }

  /** The elements of a list. */
  default List<Node> asList() {
    if (this instanceof Sequence sequence) {
      return sequence.elements();
    }
    throw mustBe("a list, such as [a, b]");
  }

  /** The text of a single value, as it was written. */
  default String asText() {
    if (this instanceof Scalar scalar && scalar.kind() != Scalar.Kind.NOTHING) {
      return scalar.text();
    }
    throw mustBe("a single value");
  }

  /** The text of a single value that tables and terminals show as it is. */
  default String asLine() {
    String text = asText();
    if (!ShownText.isPlain(text)) {
      throw mustBe("a line of visible characters");
    }
    return text;
  }

  /**
   * Applies a rule to the text. If the rule refuses it, the place is added to the message.
   *
   * @param rule throws an {@link InvalidInputException} for a text that it refuses
   */
  default <T> T parsed(Function<String, T> rule) {
    String text = asText();
    try {
      return rule.apply(text);
    } catch (InvalidInputException e) {
      throw at().invalid(e.getMessage(), e);
    }
  }

  /** A whole number. */
  default long asLong(long least, long most) {
    if (this instanceof Scalar scalar && scalar.kind() == Scalar.Kind.NUMBER) {
      BigDecimal value = scalar.number();
      if (value.compareTo(BigDecimal.valueOf(least)) >= 0
          && value.compareTo(BigDecimal.valueOf(most)) <= 0
          && value.stripTrailingZeros().scale() <= 0) {
        return value.longValueExact();
      }
    }
    throw mustBe("a whole number from " + least + " to " + most);
  }

  /** A finite number greater than 0. */
  default double asPositive() {
    if (this instanceof Scalar scalar && scalar.kind() == Scalar.Kind.NUMBER) {
      double value = scalar.number().doubleValue();
      if (value > 0 && value < Double.POSITIVE_INFINITY) {
        return value;
      }
    }
    throw mustBe("a number greater than 0");
  }

  /**
   * A list of values.
   *
   * @param elements the values
   */
  record Sequence(Location at, List<Node> elements) implements Node {
    public Sequence {
      elements = List.copyOf(elements);
    }

    @Override
    public String description() {
      return elements.isEmpty() ? "an empty list" : "a list";
    }
  }

  /**
   * A single value.
   *
   * @param kind how it is written
   * @param text its text
   */
  record Scalar(Location at, Kind kind, String text) implements Node {
    /** How a single value is written. */
    enum Kind {
      TEXT,
      NUMBER,
      FLAG,
      NOTHING
    }

    BigDecimal number() {
      if (text.length() > StrictJson.MAXIMUM_DIGITS) {
        throw at.invalid(
            "a number of more than " + StrictJson.MAXIMUM_DIGITS + " characters; round it.");
      }
      try {
        return new BigDecimal(text.replace("_", ""));
      } catch (NumberFormatException e) {
        throw at.invalid("not a decimal number: " + description() + ".", e);
      }
    }

    @Override
    public String description() {
      String shown = ShownText.of(text);
      return switch (kind) {
        case TEXT -> '"' + shown + '"';
        case NOTHING -> "nothing";
        case NUMBER, FLAG -> shown;
      };
    }
  }

  /**
   * A mapping of names to values.
   *
   * @param fields the values by their names, in the order of the file
   * @param names where each name stands
   */
  record Mapping(Location at, Map<String, Node> fields, Map<String, Location> names)
      implements Node {
    public Mapping {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
      names = Map.copyOf(names);
    }

    @Override
    public String description() {
      return fields.isEmpty() ? "an empty mapping" : "a mapping";
    }

    /** Refuses a field that is not one of these, and suggests the most similar ones. */
    Mapping allowOnly(List<String> known) {
      for (String name : fields.keySet()) {
        if (!known.contains(name)) {
          throw names
              .get(name)
              .invalid("unknown field \"" + name + "\". " + NearestNames.advice(name, known));
        }
      }
      return this;
    }

    /** This mapping, with the fields of another one that it does not have itself. */
    Mapping inheriting(Mapping other) {
      Map<String, Node> allFields = new LinkedHashMap<>(other.fields);
      allFields.putAll(fields);
      Map<String, Location> allNames = new LinkedHashMap<>(other.names);
      allNames.putAll(names);
      return new Mapping(at, allFields, allNames);
    }

    /** The value of a field, if it is present. */
    Optional<Node> optional(String name) {
      return Optional.ofNullable(fields.get(name));
    }

    /**
     * The value of a field that must be present.
     *
     * @param example the field with a value that would be valid, for the message
     */
    Node required(String name, String example) {
      return optional(name)
          .orElseThrow(
              () ->
                  at.invalid(
                      "the field \"" + name + "\" is missing, for example " + example + "."));
    }
  }
}
