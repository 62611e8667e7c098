package org.flatsearch.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.SpecCatalogue;

/**
 * The schemas that ship. Each contains those of the documents that are part of its own: {@code
 * -Dflatsearch.writeSchemas=true} copies them there.
 */
public final class PublishedSchema {
  private static final String RESOURCES = "results/src/main/resources/org/flatsearch/results/";
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private PublishedSchema() {}

  /** A schema that validates documents. */
  public static Schema of(String name) {
    return REGISTRY.getSchema(read(PublishedSchema.class, name));
  }

  /** The schema as it ships. */
  public static ObjectNode read(Class<?> next, String name) {
    String file = "schemas/" + name + ".schema.json";
    try (var in = next.getResourceAsStream(file)) {
      return StrictJson.readBytes(in.readAllBytes(), file).node();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks that a schema is one of its draft, and what it contains of others. */
  public static void check(String name) {
    ObjectNode schema = read(PublishedSchema.class, name);
    String draft = SpecificationVersion.DRAFT_2020_12.getDialectId();
    assertThat(REGISTRY.getSchema(SchemaLocation.of(draft)).validate(schema)).isEmpty();
    ObjectNode expected = schema.deepCopy();
    ObjectNode definitions = (ObjectNode) expected.get("$defs");
    definitions.set("accelerator", part(SpecCatalogue.class, "accelerator"));
    definitions.set("workload", part(SpecCatalogue.class, "workload"));
    definitions.set("schedule", part(PublishedSchema.class, "schedule"));
    CostSchema.addFigures((ObjectNode) definitions.get("cost"));
    if (Boolean.getBoolean("flatsearch.writeSchemas")) {
      String file = RESOURCES + "schemas/" + name + ".schema.json";
      StrictJson.writeFile(Path.of(System.getProperty("flatsearch.root"), file), expected);
      return;
    }
    assertThat(schema)
        .as("%s; -Dflatsearch.writeSchemas=true copies what it contains", name)
        .isEqualTo(expected);
  }

  private static ObjectNode part(Class<?> next, String name) {
    ObjectNode document = read(next, name);
    document.remove(List.of("$schema", "$id"));
    return document;
  }
}
