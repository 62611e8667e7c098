package org.flatsearch.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One object of a document, with its place in the document.
 *
 * <p>Call {@link #allowOnly} first: a misspelt field is then reported as what it is, not as a
 * missing one. The field {@code $schema} is for editors: a document may have it, including a
 * document within another, but no other object may. All methods throw {@link InvalidInputException}
 * naming file and JSON path.
 */
public final class JsonObjectReader {

  /** The kind in a URN, or in the name of a file. */
  private static final Pattern KIND =
      Pattern.compile("(?:urn:flatsearch:schema:|.*/)([a-z]+)(?::\\d+|\\.schema\\.json)");

  private static final String SCHEMA = "$schema";

  /** What makes an object a document. */
  private static final String SCHEMA_VERSION = "schemaVersion";

  private final ObjectNode node;
  private final Source source;
  private final String path;

  JsonObjectReader(ObjectNode node, Source source, String path) {
    this.node = node;
    this.source = source;
    this.path = path;
  }

  /**
   * A reader over a tree that the program built or changed itself.
   *
   * @param origin what messages call the document
   */
  public static JsonObjectReader over(ObjectNode root, String origin) {
    return new JsonObjectReader(root, Source.of(origin), "");
  }

  /** The object itself. It belongs to the document: copy it before changing it. */
  public ObjectNode node() {
    return node;
  }

  /** What messages call the document: mostly its file name. */
  public String origin() {
    return source.origin();
  }

  /** Where the object stands, for messages: {@code chip.json, /energy}. */
  public String where() {
    return at().toString();
  }

  /** Where the object stands. */
  public Location at() {
    return source.at(path);
  }

  /** Where the name of a field stands. */
  public Location nameAt(String field) {
    return source.nameAt(pathOf(field));
  }

  /** The names of the fields that are present, in their order. */
  public List<String> fieldNames() {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }

  /**
   * Refuses every field other than these, suggesting the nearest. If {@code schemaVersion} is one
   * of them, a {@code $schema} is allowed too.
   */
  public JsonObjectReader allowOnly(String... fields) {
    return allowOnly(Arrays.asList(fields));
  }

  /** {@link #allowOnly(String...)} for a list of fields. */
  public JsonObjectReader allowOnly(List<String> fields) {
    for (String name : fieldNames()) {
      if (name.equals(SCHEMA) && fields.contains(SCHEMA_VERSION)) {
        requiredString(SCHEMA, "\"chip.schema.json\"");
      } else if (!fields.contains(name)) {
        throw nameAt(name).invalid("unknown field. " + kind() + NearestNames.advice(name, fields));
      }
    }
    return this;
  }

  /** What kind of document this says it is, as a sentence; empty if it does not say. */
  private String kind() {
    String schema = optional(SCHEMA).map(value -> value.node().asText()).orElse("");
    Matcher kind = KIND.matcher(schema);
    return kind.matches() ? "This is a document of kind %s. ".formatted(kind.group(1)) : "";
  }

  /**
   * Requires a document of the schema version that this program reads, with these fields at most.
   *
   * @param supported the value of {@code schemaVersion}, a field of every document
   */
  public JsonObjectReader requireDocument(int supported, String... fields) {
    return requireDocument(supported, Arrays.asList(fields));
  }

  /** {@link #requireDocument(int, String...)} for a list of fields. */
  public JsonObjectReader requireDocument(int supported, List<String> fields) {
    refuseOtherSchemaVersion(supported);
    List<String> all = new ArrayList<>(List.of(SCHEMA_VERSION));
    all.addAll(fields);
    allowOnly(all);
    // Last: of a name that is misspelt, the message should say just that.
    required(SCHEMA_VERSION, Integer.toString(supported));
    return this;
  }

  /**
   * Refuses a document that states another schema version than this program reads. Comes before all
   * other rules, which such a document may well break.
   */
  public void refuseOtherSchemaVersion(int supported) {
    if (!has(SCHEMA_VERSION)) {
      return;
    }
    JsonValueReader value = required(SCHEMA_VERSION, Integer.toString(supported));
    if (!value.isNumber()) {
      throw value.mustBe("the number " + supported);
    }
    int found = value.asInt();
    if (found != supported) {
      throw value.invalid(
          "this program reads version %s, found %s%s"
              .formatted(
                  supported, found, found > supported ? ". A newer release may read it." : "."));
    }
  }

  /** Whether the field is present, even as null. */
  public boolean has(String field) {
    return node.has(field);
  }

  /** The value of a field, if it is present. */
  public Optional<JsonValueReader> optional(String field) {
    JsonNode value = node.get(field);
    return Optional.ofNullable(value).map(v -> new JsonValueReader(v, source, pathOf(field)));
  }

  /**
   * The value of a field that must be present.
   *
   * @param example what could stand there, as JSON, for the message
   */
  public JsonValueReader required(String field, String example) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      throw source
          .at(pathOf(field))
          .invalid(
              "the field %s, for example \"%s\": %s."
                  .formatted(value == null ? "is missing" : "must not be null", field, example));
    }
    return new JsonValueReader(value, source, pathOf(field));
  }

  /** A whole number that must be present. */
  public long requiredLong(String field, String example) {
    return required(field, example).asLong();
  }

  /** A finite number that must be present. */
  public double requiredDouble(String field, String example) {
    return required(field, example).asDouble();
  }

  /** A finite number, if it is present. */
  public OptionalDouble optionalDouble(String field) {
    return optional(field).stream().mapToDouble(JsonValueReader::asDouble).findFirst();
  }

  /** A string that must be present. */
  public String requiredString(String field, String example) {
    return required(field, example).asString();
  }

  /** A string of one line that must be present. */
  public String requiredLine(String field, String example) {
    return required(field, example).asLine();
  }

  /** A string, if it is present. */
  public Optional<String> optionalString(String field) {
    return optional(field).map(JsonValueReader::asString);
  }

  /** An object that must be present. */
  public JsonObjectReader requiredObject(String field, String example) {
    return required(field, example).asObject(example);
  }

  /** An object, if it is present. */
  public Optional<JsonObjectReader> optionalObject(String field) {
    return optional(field).map(JsonValueReader::asObject);
  }

  /**
   * An object, if it is present.
   *
   * @param example what could stand there, as JSON, for the message
   */
  public Optional<JsonObjectReader> optionalObject(String field, String example) {
    return optional(field).map(value -> value.asObject(example));
  }

  /** An array that must be present. */
  public List<JsonValueReader> requiredArray(String field, String example) {
    return required(field, example).asArray();
  }

  /** An array, if it is present. */
  public Optional<List<JsonValueReader>> optionalArray(String field) {
    return optional(field).map(JsonValueReader::asArray);
  }

  /** The values of all fields, which may have any names but must be strings, of one line each. */
  public Map<String, String> allLines() {
    return all(JsonValueReader::asLine, "\"1\"");
  }

  /** The values of all fields, which may have any names but must be whole numbers. */
  public Map<String, Long> allLongs() {
    return all(JsonValueReader::asLong, "1");
  }

  private <T> Map<String, T> all(Function<JsonValueReader, T> reader, String example) {
    Map<String, T> values = new TreeMap<>();
    for (String name : fieldNames()) {
      if (!ShownText.isPlain(name)) {
        throw nameAt(name).invalid("the name of the field must be a line of visible characters.");
      }
      values.put(name, reader.apply(required(name, example)));
    }
    return values;
  }

  /**
   * An exception about this object, for the caller to throw.
   *
   * @param complaint a sentence
   */
  public InvalidInputException invalid(String complaint) {
    return at().invalid(complaint);
  }

  private String pathOf(String field) {
    return Source.pathOf(path, field);
  }
}
