package org.flatsearch.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One value of a document, with its place in the document.
 *
 * <p>Each {@code as…} method gives the value in the type that the reader expects, or throws an
 * {@link InvalidInputException} that names the place, the rule and what was found. Nothing is
 * converted silently, except that a whole number may be written as 512.0 or 5.12e2.
 */
public final class JsonValueReader {

  private final JsonNode node;
  private final Source source;
  private final String path;

  JsonValueReader(JsonNode node, Source source, String path) {
    this.node = node;
    this.source = source;
    this.path = path;
  }

  /** The value itself. It belongs to the document: copy it before changing it. */
  public JsonNode node() {
    return node;
  }

  /** Where the value stands. */
  public Location at() {
    return source.at(path);
  }

  /** Whether the value is a string. */
  public boolean isString() {
    return node.isTextual();
  }

  /** Whether the value is an object. */
  public boolean isObject() {
    return node.isObject();
  }

  /** Whether the value is an array. */
  public boolean isArray() {
    return node.isArray();
  }

  /** Whether the value is a number. */
  public boolean isNumber() {
    return node.isNumber();
  }

  /** A whole number in the range of an {@code int}. */
  public int asInt() {
    return asInt(Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** A whole number from {@code least} to {@code most}. */
  public int asInt(int least, int most) {
    return (int) asLong(least, most);
  }

  /** A whole number in the range of a {@code long}. */
  public long asLong() {
    return asLong(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** A whole number from {@code least} to {@code most}. */
  public long asLong(long least, long most) {
    boolean isWhole = false;
    // A tree that was read from YAML may hold infinities.
    if (node.isNumber() && Double.isFinite(node.doubleValue())) {
      BigDecimal value = node.decimalValue();
      isWhole = value.stripTrailingZeros().scale() <= 0;
      // Compared before it is converted: 1e999999 written out does not fit in memory.
      if (value.compareTo(BigDecimal.valueOf(least)) >= 0
          && value.compareTo(BigDecimal.valueOf(most)) <= 0
          && isWhole) {
        return value.longValueExact();
      }
    }
    // The limits of the type matter only to a number that exceeds them.
    boolean anyInt = !isWhole && least <= Integer.MIN_VALUE && most >= Integer.MAX_VALUE;
    throw mustBe("a whole number" + (anyInt ? "" : " from " + least + " to " + most));
  }

  /** A finite number. */
  public double asDouble() {
    if (!node.isNumber()) {
      throw mustBe("a number");
    }
    double value = node.doubleValue();
    if (!Double.isFinite(value)) {
      throw mustBe("a number below 1.8e308");
    }
    return value;
  }

  /** A fraction: a number from 0 to 1. */
  public double asFraction() {
    double value = asDouble();
    if (value < 0 || value > 1) {
      throw mustBe("a number from 0 to 1");
    }
    return value;
  }

  /** A number greater than 0. */
  public double asPositive() {
    double value = asDouble();
    if (value <= 0) {
      throw mustBe("a number greater than 0");
    }
    return value;
  }

  /** true or false. */
  public boolean asBoolean() {
    if (!node.isBoolean()) {
      throw mustBe("true or false");
    }
    return node.booleanValue();
  }

  /** A string. */
  public String asString() {
    if (!node.isTextual()) {
      throw mustBe("a string");
    }
    return node.textValue();
  }

  /** A string, number or truth value as it is written, if that is known. */
  public String asText() {
    if (!node.isValueNode() || node.isNull()) {
      throw mustBe("a single value");
    }
    Source.Mark mark = source.marks().get(path);
    return mark == null ? node.asText() : mark.text();
  }

  /**
   * A single value that a rule makes something of. If the rule refuses it, the place is added to
   * the message.
   *
   * @param rule throws an {@link InvalidInputException} for a text that it refuses
   */
  public <T> T as(Function<String, T> rule) {
    String text = asText();
    try {
      return rule.apply(text);
    } catch (InvalidInputException e) {
      throw at().invalid(e.getMessage(), e);
    }
  }

  /**
   * A string in one line that a terminal, a table and a page show as it is: without control
   * characters and without what hides or turns round the text beside it.
   */
  public String asLine() {
    if (!ShownText.isPlain(asString())) {
      throw mustBe("a line of visible characters");
    }
    return node.textValue();
  }

  /**
   * One of several choices, by its name in JSON.
   *
   * @param choices for instance the constants of an enum
   * @param jsonName the name of a choice
   */
  public <E> E asOneOf(E[] choices, Function<E, String> jsonName) {
    List<String> names = Arrays.stream(choices).map(jsonName).toList();
    int index = node.isTextual() ? names.indexOf(node.textValue()) : -1;
    if (index < 0) {
      List<String> near = node.isTextual() ? NearestNames.of(node.textValue(), names) : List.of();
      throw mustBe(
          "one of " + String.join(", ", names),
          near.isEmpty() ? "" : " Did you mean " + near.get(0) + "?");
    }
    return choices[index];
  }

  /** An object. */
  public JsonObjectReader asObject() {
    if (node instanceof ObjectNode object) {
      return new JsonObjectReader(object, source, path);
    }
    throw mustBe("an object");
  }

  /**
   * An object.
   *
   * @param example what could stand there, as JSON, for the message
   */
  public JsonObjectReader asObject(String example) {
    if (!isObject()) {
      throw mustBe("an object such as " + example);
    }
    return asObject();
  }

  /** The elements of an array. */
  public List<JsonValueReader> asArray() {
    if (!node.isArray()) {
      throw mustBe("an array");
    }
    return IntStream.range(0, node.size())
        .mapToObj(i -> new JsonValueReader(node.get(i), source, path + "/" + i))
        .toList();
  }

  /** The elements of an array of objects. */
  public List<JsonObjectReader> asObjects() {
    return asArray().stream().map(JsonValueReader::asObject).toList();
  }

  /** The elements of an array of strings. */
  public List<String> asStrings() {
    return asArray().stream().map(JsonValueReader::asString).toList();
  }

  /**
   * An exception saying that this value breaks a rule, for the caller to throw: "chip.json, /rows:
   * must be a whole number from 1 to 9, found 12."
   *
   * @param rule what it must be, in words that follow "must be"
   */
  public InvalidInputException mustBe(String rule) {
    return mustBe(rule, "");
  }

  private InvalidInputException mustBe(String rule, String advice) {
    return invalid("must be " + rule + ", found " + describe(node) + "." + advice);
  }

  /**
   * An exception about this value with a message of the caller's own, for the caller to throw.
   *
   * @param complaint a sentence
   */
  public InvalidInputException invalid(String complaint) {
    return at().invalid(complaint);
  }

  /** Describes a value in words that follow "found". */
  static String describe(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case STRING -> "the string " + ShownText.of(node.toString());
      case NULL -> "null (leave the field out instead)";
      default -> ShownText.of(node.toString());
    };
  }
}
