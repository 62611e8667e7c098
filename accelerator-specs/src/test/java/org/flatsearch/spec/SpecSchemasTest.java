package org.flatsearch.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schemas; {@code -Dflatsearch.writeSchemas=true} rewrites them. */
class SpecSchemasTest {
  private static final String RESOURCES =
      "accelerator-specs/src/main/resources/org/flatsearch/spec/";

  static Schema schema(ObjectNode schema) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema);
  }

  private static ObjectNode shipped(String kind, String name) throws IOException {
    String file = kind + "/" + name + ".json";
    byte[] bytes = SpecSchemasTest.class.getResourceAsStream(file).readAllBytes();
    return StrictJson.readBytes(bytes, file).node();
  }

  private static void assertPublished(String name, ObjectNode schema) throws IOException {
    String file = "schemas/" + name + ".schema.json";
    if (Boolean.getBoolean("flatsearch.writeSchemas")) {
      Path path = Path.of(System.getProperty("flatsearch.root"), RESOURCES, file);
      Files.createDirectories(path.getParent());
      StrictJson.writeFile(path, schema);
      return;
    }
    assertThat(SpecSchemasTest.class.getResourceAsStream(file)).as(file).isNotNull();
    byte[] published = SpecSchemasTest.class.getResourceAsStream(file).readAllBytes();
    assertThat(new String(published, StandardCharsets.UTF_8))
        .as("%s; -Dflatsearch.writeSchemas=true writes it anew", file)
        .isEqualTo(StrictJson.write(schema));
  }

  @Test
  void publishesWhatTheCodeSays() throws IOException {
    assertPublished("accelerator", SpecSchemas.accelerator());
    assertPublished("workload", SpecSchemas.workload());
  }

  @Test
  void keepsTheRulesOfTheDraft() {
    Schema draft =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

    assertThat(draft.validate(SpecSchemas.accelerator())).isEmpty();
    assertThat(draft.validate(SpecSchemas.workload())).isEmpty();
  }

  @Test
  void acceptsEveryShippedDocumentAndWhatWeWrite() throws IOException {
    Schema accelerators = schema(SpecSchemas.accelerator());
    for (String name : SpecCatalogue.acceleratorNames()) {
      ObjectNode document = shipped("accelerators", name);
      assertThat(accelerators.validate(document)).as(name).isEmpty();
      assertThat(document.path("$schema").asText())
          .as(name)
          .isEqualTo("../schemas/accelerator.schema.json");
      assertThat(accelerators.validate(SpecCatalogue.accelerator(name).toJson()))
          .as(name)
          .isEmpty();
    }
    Schema workloads = schema(SpecSchemas.workload());
    for (String name : SpecCatalogue.workloadNames()) {
      ObjectNode document = shipped("workloads", name);
      assertThat(workloads.validate(document)).as(name).isEmpty();
      assertThat(document.path("$schema").asText())
          .as(name)
          .isEqualTo("../schemas/workload.schema.json");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clockHz 1e-9 9.9e-10",
        "lanes 1e30 1.1e30",
        "dramReadBytesPerSecond 1e30 1e31",
        "dmaLatencyCycles 0 -1e-9",
        "stationaryLoadCycles 1e30 1.1e30"
      })
  void agreesWithTheReaderOnTheLimitsOfNumbers(String line) {
    String[] words = line.split(" ");
    ObjectNode right =
        SpecCatalogue.accelerator("flat-edge").toJson().put(words[0], new BigDecimal(words[1]));
    ObjectNode wrong = right.deepCopy().put(words[0], new BigDecimal(words[2]));
    Schema accelerators = schema(SpecSchemas.accelerator());

    assertThat(accelerators.validate(right)).isEmpty();
    Accelerator.fromJson(JsonObjectReader.over(right, "right"));
    assertThat(accelerators.validate(wrong)).isNotEmpty();
    assertThatThrownBy(() -> Accelerator.fromJson(JsonObjectReader.over(wrong, "wrong")))
        .hasMessageStartingWith("wrong, /" + words[0] + ": must be a number from ");
  }

  @Test
  void refusesUnknownFieldsAndImpossibleFigures() throws IOException {
    Schema accelerators = schema(SpecSchemas.accelerator());
    ObjectNode edge = SpecCatalogue.accelerator("flat-edge").toJson();
    for (var wrong :
        List.of(
            edge.deepCopy().put("row", 3),
            edge.deepCopy().put("rows", 0),
            edge.deepCopy().put("rows", "32"),
            edge.deepCopy().put("bufferBytes", "512 KiB/s"),
            edge.deepCopy().put("clockHz", -1),
            edge.deepCopy().put("schemaVersion", 2))) {
      assertThat(accelerators.validate(wrong)).as(wrong.toString()).isNotEmpty();
    }
    for (var right :
        List.of(
            edge.deepCopy().put("lanes", "unlimited"),
            edge.deepCopy().put("bufferBytes", "512 KiB"),
            edge.deepCopy().put("clockHz", "0.94GHz"))) {
      assertThat(accelerators.validate(right)).as(right.toString()).isEmpty();
    }
  }
}
