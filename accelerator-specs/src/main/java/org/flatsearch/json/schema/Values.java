package org.flatsearch.json.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.flatsearch.json.StrictJson;

/** Schemas of values. */
public final class Values {
  private Values() {}

  /** {@code value} with a description. */
  public static ObjectNode described(ObjectNode value, String description) {
    return value.put("description", description);
  }

  /** Any text. */
  public static ObjectNode text() {
    return StrictJson.newObject().put("type", "string");
  }

  /** Any text, described. */
  public static ObjectNode text(String description) {
    return described(text(), description);
  }

  /** Text that a regular expression matches as a whole. */
  public static ObjectNode matching(String regularExpression) {
    return text().put("pattern", "^(?:" + regularExpression + ")$");
  }

  /** One of the given texts. */
  public static ObjectNode oneOf(Collection<String> texts) {
    ObjectNode schema = StrictJson.newObject();
    texts.forEach(schema.putArray("enum")::add);
    return schema;
  }

  /** One of several choices, by its name in JSON, such as a constant of an enum. */
  public static <E> ObjectNode oneOf(E[] choices, Function<E, String> jsonName) {
    return oneOf(Arrays.stream(choices).map(jsonName).toList());
  }

  /** Text that is usually one of these, which editors offer; any other is allowed too. */
  public static ObjectNode usually(Collection<String> texts) {
    return anyOf(oneOf(texts), text());
  }

  /** Any text, number or truth value. */
  public static ObjectNode scalar() {
    ObjectNode schema = StrictJson.newObject();
    schema.putArray("type").add("string").add("number").add("boolean");
    return schema;
  }

  /** true or false. */
  public static ObjectNode flag() {
    return StrictJson.newObject().put("type", "boolean");
  }

  /** A whole number in a range. */
  public static ObjectNode whole(long least, long most) {
    return StrictJson.newObject().put("type", "integer").put("minimum", least).put("maximum", most);
  }

  /** A number greater than 0. */
  public static ObjectNode positive() {
    return number().put("exclusiveMinimum", 0);
  }

  /** A fraction: a number from 0 to 1. */
  public static ObjectNode fraction() {
    return number().put("minimum", 0).put("maximum", 1);
  }

  /** Any number. */
  public static ObjectNode number() {
    return StrictJson.newObject().put("type", "number");
  }

  /** A list. */
  public static ObjectNode listOf(ObjectNode element) {
    ObjectNode schema = StrictJson.newObject().put("type", "array");
    schema.set("items", element);
    return schema;
  }

  /** A list that is not empty. */
  public static ObjectNode nonEmptyListOf(ObjectNode element) {
    return listOf(element).put("minItems", 1);
  }

  /** An object whose fields have any names and values of one kind. */
  public static ObjectNode mapOf(ObjectNode value) {
    ObjectNode schema = StrictJson.newObject().put("type", "object");
    schema.set("additionalProperties", value);
    return schema;
  }

  /** A value that matches at least one of several schemas. */
  public static ObjectNode anyOf(ObjectNode... schemas) {
    ObjectNode schema = StrictJson.newObject();
    schema.putArray("anyOf").addAll(List.of(schemas));
    return schema;
  }

  /** A value that matches a schema that this document {@linkplain ObjectSchema#define defines}. */
  public static ObjectNode reference(String name) {
    return StrictJson.newObject().put("$ref", "#/$defs/" + name);
  }
}
