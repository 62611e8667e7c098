package org.flatsearch.experiments.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema; {@code -Dflatsearch.writeSchemas=true} writes it. */
class DefinitionSchemaTest {
  private static final String FILE = "schemas/experiment.schema.json";
  private static final String RESOURCES =
      "experiments/src/main/resources/org/flatsearch/experiments/";

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  @TempDir Path folder;
  private final Schema schema = REGISTRY.getSchema(DefinitionSchema.document());

  private static JsonNode yaml(String text) throws IOException {
    return new YAMLMapper().readTree(text);
  }

  @Test
  void isPublishedAsTheCodeSays() throws IOException {
    if (Boolean.getBoolean("flatsearch.writeSchemas")) {
      Path path = Path.of(System.getProperty("flatsearch.root"), RESOURCES, FILE);
      Files.createDirectories(path.getParent());
      StrictJson.writeFile(path, DefinitionSchema.document());
      return;
    }
    try (var in = getClass().getResourceAsStream("/org/flatsearch/experiments/" + FILE)) {
      assertThat(in).as(FILE).isNotNull();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .as("%s; -Dflatsearch.writeSchemas=true writes it anew", FILE)
          .isEqualTo(StrictJson.write(DefinitionSchema.document()));
    }
  }

  @Test
  void keepsTheRulesOfTheDraft() {
    Schema draft =
        REGISTRY.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

    assertThat(draft.validate(DefinitionSchema.document())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("org.flatsearch.experiments.definition.ShippedDefinitions#all")
  void acceptsWhatShips(Path file) throws IOException {
    String text = Files.readString(file);

    assertThat(schema.validate(yaml(text))).isEmpty();
    assertThat(text)
        .startsWith("# yaml-language-server: $schema=../src/main/resources/org/flatsearch/");
    String location = text.lines().findFirst().orElseThrow().replaceFirst(".*=", "");
    assertThat(file.resolveSibling(location)).isRegularFile();
  }

  @Test
  void acceptsEveryWayToWriteAValue() throws IOException {
    assertThat(
            schema.validate(
                yaml(
                    """
                    schemaVersion: 1
                    $schema: experiment.schema.json
                    name: 2024
                    accelerators: [flat-edge, mine.json, {name: nvdla, set: {lanes: 4, rows: "8"}}]
                    workloads: [bert, bert-4096, {name: xlm, set: {sequence: 4096}}]
                    strategies: [random, mine, {name: tabu, parameters: {tenure: 7}}]
                    seeds: [1..31, -7]
                    objectives: [edp, [latency, energy]]
                    budgets: [500, {seconds: 1.5}]
                    sweeps: [{bufferBytes: [20KiB, 4096]}]
                    searches: [{name: a, sweeps: []}]
                    """)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "workload: [bert]",
        "seeds: [1.5]",
        "seeds: [a]",
        "strategies: []",
        "sweeps: [{buffer: [1]}]",
        "budgets: [-5]",
        "budgets: [{}]",
        "objectives: [speed]",
        "comparisons: [{name: x}]",
        "searches: [{seeds: [1]}]",
        "sweeps: [{}]",
        "objectives: [{metrics: edp, tolerance: 100.5%}]",
        "objectives: [{metrics: edp, tolerance: 1.0.0%}]",
        "objectives: [{metrics: edp, tolerance: .%}]",
        "description:",
        "strategies: [{name: tabu, parameters: {tenure: }}]",
        "searches: [{name: }]"
      })
  void refusesWhatTheReaderRefuses(String line) throws IOException {
    String valid = "schemaVersion: 1\nname: x\naccelerators: [flat-edge]\nworkloads: [bert]\n";

    assertThat(schema.validate(yaml(valid))).isEmpty();
    assertThat(schema.validate(yaml(valid + line))).isNotEmpty();
    String strategies = line.startsWith("strategies") ? "" : "strategies: [random]\n";
    assertThatThrownBy(() -> DefinitionReader.read(valid + strategies + line, "d.yaml", folder))
        .isInstanceOf(InvalidInputException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "-a", "a+b", "\"\"", "a/b"})
  void agreesWithTheReaderOnNames(String name) throws IOException {
    String text =
        "schemaVersion: 1\nname: "
            + name
            + "\naccelerators: [flat-edge]\nworkloads: [bert]\n"
            + "strategies: [random]\n";

    assertThat(schema.validate(yaml(text))).isNotEmpty();
    assertThatThrownBy(() -> DefinitionReader.read(text, "d.yaml", folder))
        .hasMessageStartingWith("d.yaml, line 2, column 7, /name: must be a name of up to 100");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0%", "100%", "100.00%", "007.5%", "1.%", ".5%", "99.999%", "000100%"})
  void agreesWithTheReaderOnTolerances(String tolerance) throws IOException {
    String text =
        "schemaVersion: 1\nname: x\naccelerators: [flat-edge]\nworkloads: [bert]\n"
            + "strategies: [random]\nobjectives: [{metrics: edp, tolerance: "
            + tolerance
            + "}]\n";

    assertThat(schema.validate(yaml(text))).isEmpty();
    DefinitionReader.read(text, "d.yaml", folder);
  }
}
