package org.flatsearch.experiments.definition;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.Location;
import org.flatsearch.json.NearestNames;
import org.flatsearch.json.ShownText;
import org.flatsearch.json.StrictJson;
import org.flatsearch.json.StrictYaml;
import org.flatsearch.search.space.AttentionProblem;

/**
 * Reads an experiment definition. Whatever breaks a rule is refused with file, line and column:
 * text that is neither YAML nor JSON, unknown fields and names, empty lists, values that are given
 * twice, figures that don't exist or can't have the value.
 */
public final class DefinitionReader {
  static final int SCHEMA_VERSION = 1;
  static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
  private static final Pattern NAME_SHAPE = Pattern.compile(NAME);

  /** The name of the only search of a definition that lists no searches. */
  private static final String ONLY_SEARCH = "all";

  private static final String SEARCH_EXAMPLE = "unfused";

  private static final List<String> OWN_FIELDS =
      List.of("name", "description", "comparisons", "searches");

  private final String origin;
  private final String text;
  private final AxisReader axes;

  private DefinitionReader(String text, String origin, Path folder) {
    this.text = text;
    this.origin = origin;
    axes = new AxisReader(folder);
  }

  /**
   * Reads a definition from a file. Paths in it are relative to its folder.
   *
   * @throws InvalidInputException if it can't be read or breaks a rule
   */
  public static Definition read(Path file) {
    return read(
        StrictJson.readText(file, StrictYaml.MAXIMUM_BYTES),
        file.toString(),
        file.toAbsolutePath().getParent());
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
    JsonObjectReader root = root();
    List<String> searches =
        root.optionalArray("searches")
            .map(list -> list.stream().map(DefinitionReader::nameOfSearch).toList())
            .orElse(List.of(ONLY_SEARCH));
    return outline(root, searches);
  }

  private static Outline outline(JsonObjectReader root, List<String> searches) {
    return new Outline(text(root, "description"), comparisons(root, searches), searches);
  }

  private static String nameOfSearch(JsonValueReader search) {
    return line(search.asObject().required("name", SEARCH_EXAMPLE));
  }

  private static String text(JsonObjectReader object, String field) {
    return object.optional(field).map(JsonValueReader::asText).orElse("").strip();
  }

  private JsonObjectReader root() {
    boolean json = origin.toLowerCase(Locale.ROOT).endsWith(".json");
    JsonObjectReader root =
        json ? StrictJson.readLocated(text, origin) : StrictYaml.readString(text, origin);
    List<String> fields = new ArrayList<>(OWN_FIELDS);
    fields.addAll(AxisReader.FIELDS);
    return root.requireDocument(SCHEMA_VERSION, fields);
  }

  private Definition definition() {
    JsonObjectReader root = root();
    String name = name(root.required("name", "my-experiment"));
    List<SearchMatrix> searches = searches(root);
    List<String> names = searches.stream().map(SearchMatrix::name).toList();
    return new Definition(name, outline(root, names), searches, origin, text);
  }

  private static String name(JsonValueReader value) {
    String name = value.asText();
    if (!NAME_SHAPE.matcher(name).matches()) {
      throw value.mustBe(
          "a name of up to 100 letters, digits and . _ - that starts with a letter or digit");
    }
    return name;
  }

  private List<SearchMatrix> searches(JsonObjectReader root) {
    if (!root.has("searches")) {
      return List.of(axes.matrix(ONLY_SEARCH, new Fields(root, root)));
    }
    List<String> fields = new ArrayList<>(List.of("name"));
    fields.addAll(AxisReader.FIELDS);
    List<SearchMatrix> searches = new ArrayList<>();
    Map<String, Location> names = new HashMap<>();
    for (JsonValueReader element : nonEmpty(root.required("searches", "[]"))) {
      JsonObjectReader search = element.asObject().allowOnly(fields);
      JsonValueReader nameValue = search.required("name", SEARCH_EXAMPLE);
      String name = line(nameValue);
      Location first = names.putIfAbsent(name, nameValue.at());
      if (first != null) {
        throw nameValue.invalid(
            "the search \"%s\" is named twice, first in line %s; give one of them another name."
                .formatted(name, first.line()));
      }
      searches.add(axes.matrix(name, new Fields(search, root)));
    }
    return searches;
  }

  /** The elements of a list that must not be empty. */
  static List<JsonValueReader> nonEmpty(JsonValueReader list) {
    if (!list.isArray()) {
      throw list.mustBe("a list, such as [a, b]");
    }
    List<JsonValueReader> elements = list.asArray();
    if (elements.isEmpty()) {
      throw list.invalid("the list is empty, so there would be no runs; name at least one.");
    }
    return elements;
  }

  /** The text of a single value that tables and terminals show as it is. */
  static String line(JsonValueReader value) {
    String text = value.asText();
    if (!ShownText.isPlain(text)) {
      throw value.mustBe("a line of visible characters");
    }
    return text;
  }

  private static List<Comparison> comparisons(JsonObjectReader root, List<String> searches) {
    List<Comparison> comparisons = new ArrayList<>();
    for (JsonValueReader element : root.optionalArray("comparisons").orElse(List.of())) {
      JsonObjectReader json =
          element.asObject().allowOnly("name", "of", "against", "metric", "published");
      comparisons.add(
          new Comparison(
              line(json.required("name", "fusion")),
              oneOf(json.required("of", "fused"), searches),
              oneOf(json.required("against", "unfused"), searches),
              oneOf(json.required("metric", "latency"), AttentionProblem.METRICS),
              json.optionalArray("published").map(DefinitionReader::published).orElse(List.of())));
    }
    return comparisons;
  }

  /** The text of a value, which must be one of those that are known. */
  static String oneOf(JsonValueReader value, List<String> known) {
    String text = value.asText();
    if (!known.contains(text)) {
      throw value.invalid("there is no \"" + text + "\" here. " + NearestNames.advice(text, known));
    }
    return text;
  }

  private static List<Comparison.Published> published(List<JsonValueReader> figures) {
    List<Comparison.Published> published = new ArrayList<>();
    for (JsonValueReader element : figures) {
      JsonObjectReader json =
          element.asObject().allowOnly("accelerator", "value", "origin", "note");
      JsonValueReader accelerator = json.required("accelerator", "flat-edge");
      published.add(
          new Comparison.Published(
              accelerator.at(),
              accelerator.asText(),
              json.required("value", "1.75").asPositive(),
              json.required("origin", "the paper").asText().strip(),
              text(json, "note")));
    }
    return published;
  }
}
