package org.flatsearch.experiments.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.run.Runner;
import org.flatsearch.experiments.run.Runners;
import org.flatsearch.experiments.text.Columns;
import org.flatsearch.experiments.text.TargetText;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.exchange.ScheduleExporter;
import org.flatsearch.results.exchange.ScheduleExporters;
import org.flatsearch.results.exchange.ScheduleImporter;
import org.flatsearch.results.exchange.ScheduleImporters;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.Strategies;
import org.flatsearch.search.space.SpaceProvider;
import org.flatsearch.search.space.Spaces;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.flatsearch.spec.WorkloadFigure;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code list}: what the other commands know by name. */
@Command(
    name = "list",
    description = "Lists what the other commands know by name.",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
public final class ListCommand implements Callable<Integer> {
  /** What can be listed. */
  enum Kind {
    ACCELERATORS,
    WORKLOADS,
    FIGURES,
    MODELS,
    STRATEGIES,
    SPACES,
    FORMATS,
    RUNNERS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      paramLabel = "KIND",
      description =
          "What to list: accelerators, workloads, their figures, models, strategies, spaces,"
              + " formats or runners.")
  private Kind kind;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    output.check();
    ObjectNode document = StrictJson.newObject().put("schemaVersion", 1);
    ArrayNode array = document.putArray(kind.toString());
    switch (kind) {
      case ACCELERATORS -> {
        SpecCatalogue.accelerators().stream().map(Accelerator::toJson).forEach(array::add);
        output.show(document, () -> TargetText.accelerators(SpecCatalogue.accelerators()));
      }
      case WORKLOADS -> {
        SpecCatalogue.workloads().stream().map(AttentionWorkload::toJson).forEach(array::add);
        output.show(document, () -> TargetText.workloads(SpecCatalogue.workloads()));
      }
      case FIGURES -> showFigures(document, array);
      case MODELS -> show(document, array, describe(CostModels.all(), CostModel::description));
      case STRATEGIES ->
          show(document, array, describe(Strategies.all(), SearchStrategy::description));
      case SPACES -> showSpaces(document, array);
      case FORMATS -> showFormats(document, array);
      case RUNNERS -> show(document, array, describe(Runners.all(), Runner::description));
    }
    return ExitCode.OK;
  }

  /**
   * Shows the figures that documents of accelerators and workloads state, and that sweeps may vary.
   */
  private void showFigures(ObjectNode document, ArrayNode array) {
    Columns columns = new Columns("lllll");
    columns.row("of", "figure", "such as", "default", "");
    for (AcceleratorFigure figure : AcceleratorFigure.values()) {
      JsonNode byDefault = defaultOf(figure);
      columns.row(
          "accelerator",
          figure.path(),
          figure.example(),
          byDefault != null ? byDefault.asText() : figure.isOptional() ? "" : "required",
          figure.meaning());
      array.add(
          figure(
              "accelerator",
              figure.path(),
              figure.isOptional(),
              byDefault,
              figure.example(),
              figure.meaning()));
    }
    for (WorkloadFigure figure : WorkloadFigure.values()) {
      columns.row("workload", figure.path(), figure.example(), "required", figure.meaning());
      array.add(figure("workload", figure.path(), false, null, figure.example(), figure.meaning()));
    }
    output.show(document, () -> columns.text(""));
  }

  private static ObjectNode figure(
      String of,
      String name,
      boolean optional,
      JsonNode byDefault,
      String example,
      String meaning) {
    ObjectNode entry =
        StrictJson.newObject().put("of", of).put("name", name).put("optional", optional);
    if (byDefault != null) {
      entry.set("default", byDefault);
    }
    // The example is JSON source, in which a text has quotation marks.
    entry.set("example", StrictJson.readString("{\"is\":" + example + "}", "").node().get("is"));
    return entry.put("description", meaning);
  }

  /**
   * The value that holds if a document leaves the figure out; null if it must not, or if another
   * figure decides.
   */
  private static JsonNode defaultOf(AcceleratorFigure figure) {
    Object value = figure.defaultValue();
    if (value instanceof Boolean flag) {
      return BooleanNode.valueOf(flag);
    }
    if (value instanceof Number number) {
      return Double.isInfinite(number.doubleValue())
          ? TextNode.valueOf(Units.digits(number.doubleValue()))
          : StrictJson.number(number.doubleValue());
    }
    return null;
  }

  private void showSpaces(ObjectNode document, ArrayNode array) {
    Columns columns = new Columns("lll");
    for (SpaceProvider space : Spaces.all()) {
      List<String> models =
          CostModels.all().keySet().stream().filter(name -> space.isFor(name)).toList();
      ObjectNode entry = array.addObject().put("name", space.name());
      models.forEach(entry.putArray("models")::add);
      String description = space.description();
      entry.put("description", description);
      columns.row(String.join(", ", models), space.name(), description);
    }
    output.show(document, () -> columns.text(""));
  }

  private void showFormats(ObjectNode document, ArrayNode array) {
    Columns columns = new Columns("lll");
    describe(ScheduleExporters.all(), ScheduleExporter::description)
        .forEach((name, description) -> format(array, columns, "export", name, description));
    describe(ScheduleImporters.all(), ScheduleImporter::description)
        .forEach((name, description) -> format(array, columns, "import", name, description));
    output.show(document, () -> columns.text(""));
  }

  private static void format(
      ArrayNode array, Columns columns, String command, String name, String description) {
    array.addObject().put("name", name).put("command", command).put("description", description);
    columns.row(command, name, description);
  }

  /** The description of each plug-in by its name, in the given order. */
  private static <T> Map<String, String> describe(
      Map<String, T> plugIns, Function<T, String> description) {
    Map<String, String> descriptions = new LinkedHashMap<>();
    plugIns.forEach((name, each) -> descriptions.put(name, description.apply(each)));
    return descriptions;
  }

  private void show(ObjectNode document, ArrayNode array, Map<String, String> descriptions) {
    Columns columns = new Columns("ll");
    descriptions.forEach(
        (name, description) -> {
          array.addObject().put("name", name).put("description", description);
          columns.row(name, description);
        });
    output.show(document, () -> columns.text(""));
  }
}
