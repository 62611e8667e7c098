package org.flatsearch.experiments.definition;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.flatsearch.json.FileErrors;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.NearestNames;
import org.flatsearch.search.space.AttentionProblem;

/**
 * Reads an experiment definition. Whatever breaks a rule is refused with file, line and column:
 * text that is neither YAML nor JSON, unknown fields and names, empty lists, values that are given
 * twice, figures that don't exist or can't have the value.
 */
public final class DefinitionReader {
  static final int SCHEMA_VERSION = 1;
  private static final int LARGEST_FILE = 1 << 20;
  static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
  private static final Pattern NAME_SHAPE = Pattern.compile(NAME);

  /** The name of the only search of a definition that lists no searches. */
  private static final String ONLY_SEARCH = "all";

  private static final String SEARCH_EXAMPLE = "name: unfused";

  private static final List<String> OWN_FIELDS =
      List.of("schemaVersion", "$schema", "name", "description", "comparisons", "searches");

  private final String origin;
  private final String text;
  private final AxisReader axes;

  private DefinitionReader(String text, String origin, Path folder) {
    this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    this.origin = origin;
    axes = new AxisReader(folder);
  }

  /**
   * Reads a definition from a file. Paths in it are relative to its folder.
   *
   * @throws InvalidInputException if it can't be read or breaks a rule
   */
  public static Definition read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
      if (bytes.length > LARGEST_FILE) {
        throw new InvalidInputException(
            ("%s: this is not the definition of an experiment: that is YAML or JSON of at"
                    + " most %s bytes, and the file has more.")
                .formatted(file, LARGEST_FILE));
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return read(text, file.toString(), file.toAbsolutePath().getParent());
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(file + ": the text is not UTF-8; save it as UTF-8.", e);
    } catch (IOException e) {
      throw FileErrors.unreadable(file, e);
    }
  }

  /**
   * Reads a definition from its text.
   *
   * @param origin the name of the file; JSON if it ends in {@code .json}, else YAML
   * @param folder the folder that paths in it are relative to
   */
  public static Definition read(String text, String origin, Path folder) {
    return new DefinitionReader(text, origin, folder).definition();
  }

  /**
   * Reads the outline of a definition from its text; the files that it names are not read.
   *
   * @param origin the name of the file; JSON if it ends in {@code .json}, else YAML
   */
  public static Outline outline(String text, String origin) {
    return new DefinitionReader(text, origin, Path.of("")).outline();
  }

  private Outline outline() {
    Node.Mapping root = root();
    List<String> searches =
        root.optional("searches")
            .map(Node::asList)
            .map(list -> list.stream().map(DefinitionReader::nameOfSearch).toList())
            .orElse(List.of(ONLY_SEARCH));
    return outline(root, searches);
  }

  private static Outline outline(Node.Mapping root, List<String> searches) {
    String description = root.optional("description").map(Node::asText).orElse("").strip();
    return new Outline(description, comparisons(root, searches), searches);
  }

  private static String nameOfSearch(Node search) {
    return search.asMapping().required("name", SEARCH_EXAMPLE).asLine();
  }

  private Node.Mapping root() {
    Node.Mapping root = NodeParser.parse(text, origin).asMapping();
    List<String> fields = new ArrayList<>(OWN_FIELDS);
    fields.addAll(AxisReader.FIELDS);
    // First: a definition of another version may well have fields that are unknown here.
    root.optional("schemaVersion").ifPresent(DefinitionReader::requireSchemaVersion);
    root.allowOnly(fields);
    root.optional("$schema").ifPresent(DefinitionReader::requireString);
    root.required("schemaVersion", "schemaVersion: " + SCHEMA_VERSION);
    return root;
  }

  private static void requireSchemaVersion(Node version) {
    if (version.asLong(0, Integer.MAX_VALUE) != SCHEMA_VERSION) {
      throw version.mustBe(SCHEMA_VERSION + ", the version that this program reads");
    }
  }

  private static void requireString(Node node) {
    if (!(node instanceof Node.Scalar scalar && scalar.kind() == Node.Scalar.Kind.TEXT)) {
      throw node.mustBe("a string");
    }
  }

  private Definition definition() {
    Node.Mapping root = root();
    String name = name(root.required("name", "name: my-experiment"));
    List<SearchMatrix> searches = searches(root);
    List<String> names = searches.stream().map(SearchMatrix::name).toList();
    return new Definition(name, outline(root, names), searches, origin, text);
  }

  private static String name(Node node) {
    String name = node.asText();
    if (!NAME_SHAPE.matcher(name).matches()) {
      throw node.mustBe(
          "a name of up to 100 letters, digits and . _ - that starts with a letter or digit");
    }
    return name;
  }

  private List<SearchMatrix> searches(Node.Mapping root) {
    if (root.optional("searches").isEmpty()) {
      return List.of(axes.matrix(ONLY_SEARCH, root));
    }
    Node node = root.fields().get("searches");
    List<String> fields = new ArrayList<>(List.of("name"));
    fields.addAll(AxisReader.FIELDS);
    List<SearchMatrix> searches = new ArrayList<>();
    Map<String, Location> names = new HashMap<>();
    for (Node element : nonEmpty(node)) {
      Node.Mapping search = element.asMapping().allowOnly(fields);
      Node nameNode = search.required("name", SEARCH_EXAMPLE);
      String name = nameNode.asLine();
      Location first = names.putIfAbsent(name, nameNode.at());
      if (first != null) {
        throw nameNode
            .at()
            .invalid(
                "the search \"%s\" is named twice, first in line %s; give one of them another name."
                    .formatted(name, first.line()));
      }
      searches.add(axes.matrix(name, search.inheriting(root)));
    }
    axes.requireLegal(root.inheriting(nonEmpty(node).get(0).asMapping()));
    return searches;
  }

  /** The elements of a list that must not be empty. */
  static List<Node> nonEmpty(Node node) {
    List<Node> elements = node.asList();
    if (elements.isEmpty()) {
      throw node.at().invalid("the list is empty, so there would be no runs; name at least one.");
    }
    return elements;
  }

  private static List<Comparison> comparisons(Node.Mapping root, List<String> searches) {
    List<Comparison> comparisons = new ArrayList<>();
    for (Node element : root.optional("comparisons").map(Node::asList).orElse(List.of())) {
      Node.Mapping json =
          element.asMapping().allowOnly(List.of("name", "of", "against", "metric", "published"));
      comparisons.add(
          new Comparison(
              json.required("name", "name: fusion").asLine(),
              oneOf(json.required("of", "of: fused"), searches),
              oneOf(json.required("against", "against: unfused"), searches),
              oneOf(json.required("metric", "metric: latency"), AttentionProblem.METRICS),
              json.optional("published").map(DefinitionReader::published).orElse(List.of())));
    }
    return comparisons;
  }

  /** The text of a node, which must be one of those that are known. */
  static String oneOf(Node node, List<String> known) {
    String text = node.asText();
    if (!known.contains(text)) {
      throw node.at()
          .invalid("there is no \"" + text + "\" here. " + NearestNames.advice(text, known));
    }
    return text;
  }

  private static List<Comparison.Published> published(Node node) {
    List<Comparison.Published> published = new ArrayList<>();
    for (Node element : node.asList()) {
      Node.Mapping json =
          element.asMapping().allowOnly(List.of("accelerator", "value", "origin", "note"));
      Node accelerator = json.required("accelerator", "accelerator: flat-edge");
      published.add(
          new Comparison.Published(
              accelerator.at(),
              accelerator.asText(),
              json.required("value", "value: 1.75").asPositive(),
              json.required("origin", "origin: the paper").asText().strip(),
              json.optional("note").map(Node::asText).orElse("").strip()));
    }
    return published;
  }
}
