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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas that ship agree with the reader. */
class SpecSchemasTest {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  static Schema schema(String name) throws IOException {
    return REGISTRY.getSchema(shipped("schemas", name + ".schema"));
  }

  private static ObjectNode shipped(String kind, String name) throws IOException {
    String file = kind + "/" + name + ".json";
    byte[] bytes = SpecSchemasTest.class.getResourceAsStream(file).readAllBytes();
    return StrictJson.readBytes(bytes, file).node();
  }

  @ParameterizedTest
  @ValueSource(strings = {"accelerator", "workload", "block", "kernel"})
  void keepTheRulesOfTheDraft(String name) throws IOException {
    Schema draft =
        REGISTRY.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

    assertThat(draft.validate(shipped("schemas", name + ".schema"))).isEmpty();
  }

  @Test
  void haveEveryFigureWithItsMeaning() throws IOException {
    Map<String, String> accelerator = new TreeMap<>();
    for (AcceleratorFigure figure : AcceleratorFigure.values()) {
      accelerator.put(figure.path(), figure.meaning());
    }
    Map<String, String> workload = new TreeMap<>();
    for (WorkloadFigure figure : WorkloadFigure.values()) {
      workload.put(figure.path(), figure.meaning());
    }

    assertThat(figures("accelerator")).isEqualTo(accelerator);
    assertThat(figures("workload")).isEqualTo(workload);
  }

  /** The description of each figure in a schema, by its path. */
  private static Map<String, String> figures(String name) throws IOException {
    Map<String, String> figures = new TreeMap<>();
    for (var field : shipped("schemas", name + ".schema").get("properties").properties()) {
      if (field.getValue().has("properties")) {
        for (var nested : field.getValue().get("properties").properties()) {
          figures.put(
              field.getKey() + "." + nested.getKey(),
              nested.getValue().get("description").asText());
        }
      } else {
        figures.put(field.getKey(), field.getValue().path("description").asText());
      }
    }
    figures
        .keySet()
        .removeAll(
            List.of("$schema", "schemaVersion", "name", "description", "requirements", "kernels"));
    return figures;
  }

  @Test
  void acceptsEveryShippedDocumentAndWhatWeWrite() throws IOException {
    Schema accelerators = schema("accelerator");
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
    Schema workloads = schema("workload");
    for (String name : SpecCatalogue.workloadNames()) {
      ObjectNode document = shipped("workloads", name);
      assertThat(workloads.validate(document)).as(name).isEmpty();
      assertThat(document.path("$schema").asText())
          .as(name)
          .isEqualTo("../schemas/workload.schema.json");
    }
    Schema kernels = schema("kernel");
    for (String name : SpecCatalogue.kernelNames()) {
      assertThat(kernels.validate(shipped("kernels", name))).as(name).isEmpty();
    }
    Schema blocks = schema("block");
    for (TransformerBlock block : SpecCatalogue.blocks()) {
      assertThat(blocks.validate(shipped("blocks", block.name()))).as(block.name()).isEmpty();
      assertThat(blocks.validate(block.toJson())).as(block.name()).isEmpty();
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
  void agreesWithTheReaderOnTheLimitsOfNumbers(String line) throws IOException {
    String[] words = line.split(" ");
    ObjectNode right =
        SpecCatalogue.accelerator("flat-edge").toJson().put(words[0], new BigDecimal(words[1]));
    ObjectNode wrong = right.deepCopy().put(words[0], new BigDecimal(words[2]));
    Schema accelerators = schema("accelerator");

    assertThat(accelerators.validate(right)).isEmpty();
    Accelerator.fromJson(JsonObjectReader.over(right, "right"));
    assertThat(accelerators.validate(wrong)).isNotEmpty();
    assertThatThrownBy(() -> Accelerator.fromJson(JsonObjectReader.over(wrong, "wrong")))
        .hasMessageStartingWith("wrong, /" + words[0] + ": must be a number from ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bufferBytes 1.3B", "bufferBytes -1KiB", "clockHz -1GHz"})
  void agreesWithTheReaderOnQuantities(String line) throws IOException {
    String[] words = line.split(" ");
    ObjectNode wrong = SpecCatalogue.accelerator("flat-edge").toJson().put(words[0], words[1]);

    assertThat(schema("accelerator").validate(wrong)).isNotEmpty();
    assertThatThrownBy(() -> Accelerator.fromJson(JsonObjectReader.over(wrong, "wrong")))
        .hasMessageStartingWith("wrong, /" + words[0] + ": must be ");
  }

  @Test
  void refusesUnknownFieldsAndImpossibleFigures() throws IOException {
    Schema accelerators = schema("accelerator");
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
