package org.flatsearch.experiments.definition;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonProblem;
import org.flatsearch.results.exchange.yaml.YamlProblem;

/**
 * Parses the text of a definition into {@link Node}s: JSON if the file's name ends in {@code
 * .json}, else YAML (without aliases, and a single document).
 */
final class NodeParser {
  private static final int MAXIMUM_DEPTH = 32;

  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder().maxNestingDepth(MAXIMUM_DEPTH).maxNumberLength(400).build();

  private static final JsonFactory JSON =
      JsonFactory.builder().streamReadConstraints(LIMITS).build();

  private static final YAMLFactory YAML =
      YAMLFactory.builder().streamReadConstraints(LIMITS).build();

  private final JsonParser parser;
  private final String origin;

  private NodeParser(JsonParser parser, String origin) {
    this.parser = parser;
    this.origin = origin;
  }

  /**
   * Parses a definition.
   *
   * @param origin the name of the file, also for messages
   * @throws InvalidInputException with line and column, if it is not valid
   */
  static Node parse(String text, String origin) {
    boolean json = origin.toLowerCase(Locale.ROOT).endsWith(".json");
    try (JsonParser parser = (json ? JSON : YAML).createParser(text)) {
      try {
        return new NodeParser(parser, origin).document();
      } catch (JsonProcessingException e) {
        YamlProblem problem = YamlProblem.of(e, text);
        // The library does not say where something exceeds a limit.
        boolean isLimit = e instanceof StreamConstraintsException;
        Location at =
            isLimit
                ? location(parser.currentLocation(), origin)
                : new Location(origin, Math.max(1, problem.line()), Math.max(1, problem.column()));
        String reason =
            json || isLimit ? JsonProblem.explain(e, 1) : "not valid YAML: " + problem.reason();
        throw at.invalid(reason + ".", e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a string can always be read", e);
    }
  }

  private Node document() throws IOException {
    if (parser.nextToken() == null) {
      throw new Location(origin, 1, 1).invalid("the definition is empty.");
    }
    Node root = node();
    if (parser.nextToken() != null) {
      throw here().invalid("the definition must be a single document; here another one begins.");
    }
    return root;
  }

  private Node node() throws IOException {
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw here().invalid("aliases (*name) are not supported; write the value out.");
    }
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> mapping();
      case START_ARRAY -> sequence();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(Node.Scalar.Kind.NUMBER);
      case VALUE_TRUE, VALUE_FALSE -> scalar(Node.Scalar.Kind.FLAG);
      case VALUE_NULL -> scalar(Node.Scalar.Kind.NOTHING);
      default -> scalar(isWritten() ? Node.Scalar.Kind.TEXT : Node.Scalar.Kind.NOTHING);
    };
  }

  /** Whether a text takes up any room; in YAML, none where a value belongs is null, not empty. */
  private boolean isWritten() {
    long begin = parser.currentTokenLocation().getCharOffset();
    return parser.currentLocation().getCharOffset() > begin;
  }

  private Node scalar(Node.Scalar.Kind kind) throws IOException {
    return new Node.Scalar(here(), kind, parser.getText());
  }

  private Node sequence() throws IOException {
    Location at = here();
    List<Node> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(node());
    }
    return new Node.Sequence(at, elements);
  }

  private Node mapping() throws IOException {
    Location at = here();
    Map<String, Node> fields = new LinkedHashMap<>();
    Map<String, Location> names = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      Location first = names.putIfAbsent(name, here());
      if (first != null) {
        throw here()
            .invalid(
                "the field \"%s\" is given twice, first in line %s; leave one of them out."
                    .formatted(name, first.line()));
      }
      parser.nextToken();
      fields.put(name, node());
    }
    return new Node.Mapping(at, fields, names);
  }

  private Location here() {
    return location(parser.currentTokenLocation(), origin);
  }

  private static Location location(JsonLocation at, String origin) {
    return at == null
        ? new Location(origin, 1, 1)
        : new Location(origin, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
  }
}
