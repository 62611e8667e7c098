package org.flatsearch.experiments.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.flatsearch.search.Strategies;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.search.space.Spaces;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that ships; {@code -Dflatsearch.writeSchemas=true} writes its lists of names. */
class DefinitionSchemaTest {
  private static final String FILE = "org/flatsearch/experiments/schemas/experiment.schema.json";
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Path SOURCE =
      Path.of(System.getProperty("flatsearch.root"), "experiments/src/main/resources", FILE);

  @TempDir Path folder;
  private final ObjectNode document = StrictJson.readFile(SOURCE).node();
  private final Schema schema = REGISTRY.getSchema(document);

  private static JsonNode yaml(String text) throws IOException {
    return new YAMLMapper().readTree(text);
  }

  @Test
  void namesWhatShips() {
    ObjectNode expected = document.deepCopy();
    setEnum(expected.at("/$defs/metric"), AttentionProblem.METRICS);
    List<String> workloadFigures = Figures.workloadNames();
    setSpecs(expected, "accelerators", SpecCatalogue.acceleratorNames(), AcceleratorFigure.names());
    setSpecs(expected, "workloads", SpecCatalogue.workloadNames(), workloadFigures);
    ObjectNode values = StrictJson.newObject().put("type", "array");
    values.putObject("items").put("$ref", "#/$defs/value");
    setFigures(
        expected.at("/$defs/sweeps/items"),
        Stream.concat(AcceleratorFigure.names().stream(), workloadFigures.stream()).toList(),
        values.put("minItems", 1));
    setEnum(
        expected.at("/$defs/models/items/anyOf/0"),
        shipped(CostModels.all().values(), CostModel::name));
    setEnum(
        expected.at("/$defs/spaces/items/anyOf/0"), shipped(Spaces.all(), space -> space.name()));
    setEnum(expected.at("/$defs/kernels/items/anyOf/0"), SpecCatalogue.kernelNames());
    setNames(
        expected, "strategies", shipped(Strategies.all().values(), strategy -> strategy.name()));

    if (Boolean.getBoolean("flatsearch.writeSchemas")) {
      StrictJson.writeFile(SOURCE, expected);
    } else {
      assertThat(document)
          .as("-Dflatsearch.writeSchemas=true writes the lists of names anew")
          .isEqualTo(expected);
    }
  }

  private static void setSpecs(
      ObjectNode document, String axis, List<String> names, List<String> figures) {
    setNames(document, axis, names);
    setFigures(
        document.at("/$defs/" + axis + "/items/anyOf/1/properties/set"),
        figures,
        StrictJson.newObject().put("$ref", "#/$defs/value"));
  }

  private static void setNames(ObjectNode document, String axis, List<String> names) {
    String items = "/$defs/" + axis + "/items/anyOf/";
    setEnum(document.at(items + "0/anyOf/0"), names);
    setEnum(document.at(items + "1/properties/name/anyOf/0"), names);
  }

  private static void setEnum(JsonNode schema, List<String> names) {
    names.forEach(((ObjectNode) schema).putArray("enum")::add);
  }

  private static void setFigures(JsonNode schema, List<String> names, ObjectNode value) {
    ObjectNode properties = ((ObjectNode) schema).putObject("properties");
    names.forEach(name -> properties.set(name, value));
  }

  /** The services that ship, not those of the tests. */
  private static <T> List<String> shipped(Collection<T> services, Function<T, String> name) {
    return services.stream()
        .filter(service -> isShipped(service.getClass().getPackageName()))
        .map(name)
        .distinct()
        .toList();
  }

  private static boolean isShipped(String packageName) {
    return packageName.startsWith("org.flatsearch.cost.")
        || packageName.startsWith("org.flatsearch.search.space.")
        || packageName.startsWith("org.flatsearch.search.strategy.");
  }

  @Test
  void keepsTheRulesOfTheDraft() {
    Schema draft =
        REGISTRY.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

    assertThat(draft.validate(document)).isEmpty();
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
