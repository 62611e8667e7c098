package org.flatsearch.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.Map;

/**
 * Builds the tree of a JSON or YAML document, and notes where each value stands. Refuses what the
 * parsers of the library would let pass: fields that are given twice, aliases, long numbers, and
 * what follows the document.
 */
final class TreeParser {
  /** How deeply objects and arrays may be nested. */
  static final int MAXIMUM_DEPTH = 64;

  /** How many characters a number may have: adding them up takes the square of their number. */
  static final int MAXIMUM_DIGITS = 400;

  static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(MAXIMUM_DEPTH)
          .maxNumberLength(Integer.MAX_VALUE)
          .build();

  private final JsonParser parser;
  private final String origin;
  private final long firstLine;
  private final Map<String, Source.Mark> marks;

  /**
   * @param firstLine the number of the document's first line in its file
   * @param marks receives where values stand, by their paths; null if nobody asks for that
   */
  TreeParser(JsonParser parser, String origin, long firstLine, Map<String, Source.Mark> marks) {
    this.parser = parser;
    this.origin = origin;
    this.firstLine = firstLine;
    this.marks = marks;
  }

  /** The root, which must be an object. */
  ObjectNode root() throws IOException {
    if (parser.nextToken() == null) {
      throw new Location(origin, "", line(parser.currentLocation()), 1)
          .invalid("the document is empty; expected an object.");
    }
    Location begin = here("");
    JsonNode root = value("", parser.currentTokenLocation());
    if (parser.nextToken() != null) {
      throw here("").invalid("something follows the end of the document; take it out.");
    }
    if (root instanceof ObjectNode object) {
      return object;
    }
    throw begin.invalid("expected an object, found " + JsonValueReader.describe(root) + ".");
  }

  private JsonNode value(String path, JsonLocation name) throws IOException {
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw here(path)
          .invalid(
              "'*%s' is an alias, which is not followed; write out what it stands for."
                  .formatted(ShownText.of(parser.getText())));
    }
    JsonToken token = parser.currentToken();
    if (marks != null) {
      JsonLocation at = parser.currentTokenLocation();
      String text = token.isScalarValue() ? parser.getText() : null;
      marks.put(path, new Source.Mark(line(name), column(name), line(at), column(at), text));
    }
    return switch (token) {
      case START_OBJECT -> object(path);
      case START_ARRAY -> array(path);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(path);
      case VALUE_TRUE, VALUE_FALSE -> BooleanNode.valueOf(token == JsonToken.VALUE_TRUE);
      case VALUE_NULL -> NullNode.instance;
      default -> text();
    };
  }

  private ObjectNode object(String path) throws IOException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      String fieldPath = marks == null ? "" : Source.pathOf(path, field);
      if (object.has(field)) {
        Source.Mark first = marks == null ? null : marks.get(fieldPath);
        throw here(fieldPath)
            .invalid(
                "the field %s is given twice%s; leave one of them out."
                    .formatted(
                        TextNode.valueOf(ShownText.of(field)),
                        first == null ? "" : ", first in line " + first.line()));
      }
      JsonLocation name = marks == null ? null : parser.currentTokenLocation();
      parser.nextToken();
      object.set(field, value(fieldPath, name));
    }
    return object;
  }

  private ArrayNode array(String path) throws IOException {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String elementPath = marks == null ? "" : path + "/" + array.size();
      JsonLocation element = marks == null ? null : parser.currentTokenLocation();
      array.add(value(elementPath, element));
    }
    return array;
  }

  private JsonNode number(String path) throws IOException {
    if (parser.getTextLength() > MAXIMUM_DIGITS) {
      throw here(path)
          .invalid("a number of more than " + MAXIMUM_DIGITS + " characters; round it.");
    }
    try {
      if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        return switch (parser.getNumberType()) {
          case INT -> IntNode.valueOf(parser.getIntValue());
          case LONG -> LongNode.valueOf(parser.getLongValue());
          default -> BigIntegerNode.valueOf(parser.getBigIntegerValue());
        };
      }
      // As a double, 1e999 would be infinite, and rules are about finite numbers.
      return DecimalNode.valueOf(parser.getDecimalValue().stripTrailingZeros());
    } catch (ArithmeticException | NumberFormatException e) {
      throw here(path).invalid("a number has too many digits in its exponent.", e);
    }
  }

  private JsonNode text() throws IOException {
    String text = parser.getText();
    // In YAML, nothing where a value belongs is null, not an empty text.
    boolean isWritten =
        !text.isEmpty()
            || parser.currentLocation().getCharOffset()
                > parser.currentTokenLocation().getCharOffset();
    return isWritten ? TextNode.valueOf(text) : NullNode.instance;
  }

  private Location here(String path) {
    JsonLocation at = parser.currentTokenLocation();
    return new Location(origin, path, line(at), column(at));
  }

  private int line(JsonLocation at) {
    return (int) (firstLine - 1) + Math.max(1, at.getLineNr());
  }

  private static int column(JsonLocation at) {
    return Math.max(1, at.getColumnNr());
  }
}
