package org.flatsearch.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flatsearch.json.StrictJson;

/** The published schemas; {@code -Dflatsearch.writeSchemas=true} updates them. */
public final class PublishedSchema {
  private static final String RESOURCES = "results/src/main/resources/org/flatsearch/results/";
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private PublishedSchema() {}

  /** A schema that validates documents. */
  public static Schema of(ObjectNode schema) {
    return REGISTRY.getSchema(schema);
  }

  /** Checks that what is published by this name is this schema, and that it is one of its draft. */
  public static void check(String name, ObjectNode schema) throws IOException {
    String file = "schemas/" + name + ".schema.json";
    String draft = SpecificationVersion.DRAFT_2020_12.getDialectId();
    assertThat(REGISTRY.getSchema(SchemaLocation.of(draft)).validate(schema)).as(file).isEmpty();
    if (Boolean.getBoolean("flatsearch.writeSchemas")) {
      Path path = Path.of(System.getProperty("flatsearch.root"), RESOURCES, file);
      Files.createDirectories(path.getParent());
      StrictJson.writeFile(path, schema);
      return;
    }
    try (var published = PublishedSchema.class.getResourceAsStream(file)) {
      assertThat(published).as(file).isNotNull();
      assertThat(new String(published.readAllBytes(), StandardCharsets.UTF_8))
          .as("%s; -Dflatsearch.writeSchemas=true writes it anew", file)
          .isEqualTo(StrictJson.write(schema));
    }
  }
}
