package org.flatsearch.json.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.flatsearch.json.StrictJson;

/** The schema of an object that has no other fields than those named here. */
public final class ObjectSchema {
  /** The dialect of our schemas. */
  public static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private final ObjectNode schema = StrictJson.newObject();
  private final ObjectNode properties = StrictJson.newObject();
  private final ArrayNode required = schema.arrayNode();
  private final ObjectNode definitions = StrictJson.newObject();

  private ObjectSchema() {}

  /** An object within a document. */
  public static ObjectSchema nested() {
    return new ObjectSchema();
  }

  /**
   * A document with its schema version, and optionally a {@code $schema}.
   *
   * @param name what the document is called in identifiers, such as {@code workload}
   * @param version its schema version
   * @param description what it is, in a sentence
   */
  public static ObjectSchema document(String name, int version, String description) {
    ObjectSchema document = new ObjectSchema();
    document.schema.put("$schema", DIALECT);
    document.schema.put("$id", id(name, version));
    document.schema.put("title", "FlatSearch " + name);
    document.schema.put("description", description);
    return document.asDocument(version);
  }

  /** The identifier of a document's schema, for {@code $schema} in the documents that we write. */
  public static String id(String name, int version) {
    return id(name) + version;
  }

  /** What the identifiers of all versions of a document's schema begin with. */
  public static String id(String name) {
    return "urn:flatsearch:schema:" + name + ":";
  }

  /** Lets an object within a document be a document of its own. */
  public ObjectSchema asDocument(int version) {
    optional("$schema", Values.text("Where this schema is, for editors."));
    return required(
        "schemaVersion",
        Values.described(Values.whole(version, version), "The version of the format."));
  }

  /** Adds a field that must be present. */
  public ObjectSchema required(String field, ObjectNode value) {
    required.add(field);
    return optional(field, value);
  }

  /** Adds a field that may be left out. */
  public ObjectSchema optional(String field, ObjectNode value) {
    properties.set(field, value);
    return this;
  }

  /** Adds a schema that others refer to by {@link Values#reference}. */
  public ObjectSchema define(String name, ObjectNode value) {
    definitions.set(name, value);
    return this;
  }

  /** The schema. */
  public ObjectNode build() {
    schema.put("type", "object");
    schema.set("properties", properties);
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.put("additionalProperties", false);
    if (!definitions.isEmpty()) {
      schema.set("$defs", definitions);
    }
    return schema;
  }
}
