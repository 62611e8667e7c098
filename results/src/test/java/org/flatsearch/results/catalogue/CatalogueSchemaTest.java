package org.flatsearch.results.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.Test;

/** The published schema; {@code -Dflatsearch.writeSchemas=true} updates it. */
class CatalogueSchemaTest {
  private static final String FILE = "schemas/catalogue.schema.json";
  private static final String RESOURCES = "results/src/main/resources/org/flatsearch/results/";

  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(CatalogueSchema.document());

  @Test
  void isPublishedAsTheCodeSays() throws IOException {
    if (Boolean.getBoolean("flatsearch.writeSchemas")) {
      Path path = Path.of(System.getProperty("flatsearch.root"), RESOURCES, FILE);
      StrictJson.writeFile(path, CatalogueSchema.document());
      return;
    }
    try (var in = getClass().getResourceAsStream("/org/flatsearch/results/" + FILE)) {
      assertThat(in).as(FILE).isNotNull();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .as("%s; -Dflatsearch.writeSchemas=true writes it anew", FILE)
          .isEqualTo(StrictJson.write(CatalogueSchema.document()));
    }
  }

  @Test
  void acceptsWhatWeWrite() {
    assertThat(schema.validate(Entries.document(Entries.entry(128, true, 1)).toJson())).isEmpty();
    assertThat(schema.validate(Entries.document(Entries.replayed(128, 64)).toJson())).isEmpty();
  }

  /** A catalogue may be written into any folder, from where no path leads to the schema. */
  @Test
  void isNamedByItsIdentityInWhatWeWriteAndShip() throws IOException {
    String id = CatalogueSchema.document().path("$id").asText();
    for (CatalogueDocument document : ScheduleCatalogue.load().documents()) {
      String file = ScheduleCatalogue.fileName(document.accelerator().name());
      try (var in = getClass().getResourceAsStream(file)) {
        String shipped = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shipped).as(file).isEqualTo(StrictJson.write(document.toJson()));
        assertThat(document.toJson().path("$schema").asText()).isEqualTo(id);
      }
    }
  }

  @Test
  void acceptsWhatShips() {
    for (CatalogueDocument document : ScheduleCatalogue.load().documents()) {
      assertThat(schema.validate(document.toJson())).as(document.accelerator().name()).isEmpty();
    }
  }
}
