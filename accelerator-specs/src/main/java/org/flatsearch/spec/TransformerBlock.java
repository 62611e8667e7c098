package org.flatsearch.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;

/**
 * What surrounds attention in a transformer: the projections of queries, keys, values and output,
 * and a feed-forward part of two products or, gated, three. Heads and tokens are those of an
 * attention workload.
 *
 * @param name as in {@code list blocks}, the beginning of the names of its workloads
 * @param description the model that has it
 * @param source where the figures come from; may be empty
 * @param modelWidth elements of a token between blocks
 * @param feedForwardWidth elements of a token inside the feed-forward part
 * @param gated whether a second product of the same shape gates the first of the feed-forward part
 * @param blocks blocks of the model, one after another
 */
public record TransformerBlock(
    String name,
    String description,
    String source,
    int modelWidth,
    int feedForwardWidth,
    boolean gated,
    int blocks) {
  private static final int SCHEMA_VERSION = 1;

  /** The largest width: products of more would not fit the counts of any model. */
  private static final int MOST_WIDTH = 1 << 20;

  private static final int MOST_BLOCKS = 1_000_000;

  /** No component may be null. */
  public TransformerBlock {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(source, "source");
  }

  /**
   * Reads a document.
   *
   * @throws org.flatsearch.json.InvalidInputException naming the place and the broken rule
   */
  static TransformerBlock fromJson(JsonObjectReader document) {
    document.requireDocument(
        SCHEMA_VERSION,
        "name",
        "description",
        "source",
        "modelWidth",
        "feedForwardWidth",
        "gated",
        "blocks");
    return new TransformerBlock(
        SpecNames.read(document),
        document.optionalString("description").orElse(""),
        document.optionalString("source").orElse(""),
        document.required("modelWidth", "768").asInt(1, MOST_WIDTH),
        document.required("feedForwardWidth", "3072").asInt(1, MOST_WIDTH),
        document.optional("gated").map(JsonValueReader::asBoolean).orElse(false),
        document.required("blocks", "12").asInt(1, MOST_BLOCKS));
  }

  /** The document. */
  public ObjectNode toJson() {
    ObjectNode json = StrictJson.newObject().put("schemaVersion", SCHEMA_VERSION).put("name", name);
    if (!description.isEmpty()) {
      json.put("description", description);
    }
    if (!source.isEmpty()) {
      json.put("source", source);
    }
    return json.put("modelWidth", modelWidth)
        .put("feedForwardWidth", feedForwardWidth)
        .put("gated", gated)
        .put("blocks", blocks);
  }
}
