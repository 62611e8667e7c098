package org.flatsearch.results.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.PublishedSchema;
import org.junit.jupiter.api.Test;

class CatalogueSchemaTest {
  private final Schema schema = PublishedSchema.of("catalogue");

  @Test
  void acceptsWhatWeWrite() {
    assertThat(schema.validate(Entries.document(Entries.entry(128, true, 1)).toJson())).isEmpty();
    assertThat(schema.validate(Entries.document(Entries.replayed(128, 64)).toJson())).isEmpty();
  }

  @Test
  void agreesWithTheReaderThatASearchHasTime() {
    ObjectNode wrong = Entries.document(Entries.entry(128, true, 1)).toJson();
    ((ObjectNode) wrong.at("/entries/0/provenance/budget")).put("seconds", 0);

    assertThat(schema.validate(wrong)).isNotEmpty();
    assertThatThrownBy(() -> CatalogueDocument.read(JsonObjectReader.over(wrong, "wrong")))
        .hasMessageContaining("/seconds: must be a number greater than 0, found 0.");
  }

  /** A catalogue may be written into any folder, from where no path leads to the schema. */
  @Test
  void isNamedByItsIdentityInWhatWeWriteAndShip() throws IOException {
    String id = PublishedSchema.read(PublishedSchema.class, "catalogue").path("$id").asText();
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
