package org.flatsearch.results;

/**
 * The {@code $schema} of documents that we write: the identity of a JSON Schema that ships as the
 * resource {@code schemas/NAME.schema.json} next to this class, or next to the accelerators,
 * workloads and experiments that users write.
 */
public final class SchemaId {
  private SchemaId() {}

  /** The identity of a version of a document's schema. */
  public static String of(String document, int version) {
    return "urn:flatsearch:schema:" + document + ":" + version;
  }

  /** Whether a {@code $schema} is that of some version of a document. */
  public static boolean isOf(String document, String schema) {
    return schema.startsWith("urn:flatsearch:schema:" + document + ":");
  }
}
