package org.flatsearch.experiments.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.kernel.Kernel;
import org.flatsearch.experiments.run.Runner;
import org.flatsearch.experiments.run.Runners;
import org.flatsearch.experiments.text.Columns;
import org.flatsearch.experiments.text.TargetText;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.exchange.ScheduleExporters;
import org.flatsearch.results.exchange.ScheduleImporters;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.Strategies;
import org.flatsearch.search.space.Spaces;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.flatsearch.spec.TransformerBlock;
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
    BLOCKS,
    KERNELS,
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
          "What to list: accelerators, workloads, blocks, kernels, figures, models, strategies,"
              + " spaces, formats or runners.")
  private Kind kind;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    output.check();
    ObjectNode document = StrictJson.newObject().put("schemaVersion", 1);
    ArrayNode array = document.putArray(kind.toString());
    Columns columns = new Columns("lllll");
    switch (kind) {
      case ACCELERATORS ->
          SpecCatalogue.accelerators().stream().map(Accelerator::toJson).forEach(array::add);
      case WORKLOADS ->
          SpecCatalogue.workloads().stream().map(AttentionWorkload::toJson).forEach(array::add);
      case BLOCKS ->
          SpecCatalogue.blocks().stream().map(TransformerBlock::toJson).forEach(array::add);
      case KERNELS -> Kernel.all().stream().map(Kernel::document).forEach(array::add);
      case FIGURES -> figures(array, columns);
      case MODELS -> plugIns(CostModels.all(), CostModel::description, array);
      case STRATEGIES -> plugIns(Strategies.all(), SearchStrategy::description, array);
      case RUNNERS -> plugIns(Runners.all(), Runner::description, array);
      case SPACES ->
          Spaces.all()
              .forEach(
                  space -> {
                    ObjectNode entry = array.addObject();
                    ArrayNode models = entry.putArray("models");
                    CostModels.all().keySet().stream().filter(space::isFor).forEach(models::add);
                    entry.put("name", space.name()).put("description", space.description());
                  });
      case FORMATS -> {
        ScheduleExporters.all()
            .forEach((name, each) -> format("export", name, each.description(), array));
        ScheduleImporters.all()
            .forEach((name, each) -> format("import", name, each.description(), array));
      }
    }
    output.show(
        document,
        () ->
            switch (kind) {
              case ACCELERATORS -> TargetText.accelerators(SpecCatalogue.accelerators());
              case WORKLOADS -> TargetText.workloads(SpecCatalogue.workloads());
              case BLOCKS -> TargetText.blocks(SpecCatalogue.blocks());
              case KERNELS -> kernels();
              case FIGURES -> columns.text("");
              default -> table(array);
            });
    return ExitCode.OK;
  }

  /** A line for each kernel: what its users choose, and on which chips its figures are known. */
  private static String kernels() {
    Columns columns = new Columns("lllll");
    columns.row("name", "layers", "parameters", "figures of", "description");
    for (Kernel each : Kernel.all()) {
      columns.row(
          each.name(),
          each.layers().toString().toLowerCase(Locale.ROOT),
          String.join(", ", each.parameters().keySet()),
          each.figures().keySet().stream()
              .filter(chip -> !chip.equals(Kernel.ANY))
              .collect(Collectors.joining(", ")),
          each.description());
    }
    return columns.text("");
  }

  private static <T> void plugIns(
      Map<String, T> plugIns, Function<T, String> description, ArrayNode array) {
    plugIns.forEach(
        (name, each) ->
            array.addObject().put("name", name).put("description", description.apply(each)));
  }

  private static void format(String command, String name, String description, ArrayNode array) {
    array.addObject().put("command", command).put("name", name).put("description", description);
  }

  /** The fields of each entry, side by side. */
  private static String table(ArrayNode entries) {
    Columns columns = new Columns("llllll");
    for (JsonNode entry : entries) {
      List<String> cells = new ArrayList<>();
      for (JsonNode field : entry) {
        List<String> words = new ArrayList<>();
        field.forEach(word -> words.add(word.asText()));
        cells.add(field.isArray() ? String.join(", ", words) : field.asText());
      }
      columns.row(cells);
    }
    return columns.text("");
  }

  /** The figures that documents of accelerators and workloads state, and that sweeps may vary. */
  private static void figures(ArrayNode array, Columns columns) {
    columns.row("of", "figure", "such as", "default", "");
    for (AcceleratorFigure each : AcceleratorFigure.values()) {
      ObjectNode entry = entry(array, "accelerator", each.path(), each.isOptional());
      figure(entry, each.defaultValue(), each.example(), each.meaning(), columns);
    }
    for (WorkloadFigure each : WorkloadFigure.values()) {
      ObjectNode entry = entry(array, "workload", each.path(), each.isOptional());
      figure(entry, each.defaultValue(), each.example(), each.meaning(), columns);
    }
  }

  private static ObjectNode entry(ArrayNode array, String of, String name, boolean isOptional) {
    return array.addObject().put("of", of).put("name", name).put("optional", isOptional);
  }

  private static void figure(
      ObjectNode entry, Object byDefault, String example, String meaning, Columns columns) {
    if (byDefault != null) {
      entry.set("default", json(byDefault));
    }
    // The example is JSON source, in which a text has quotation marks.
    entry.set("example", StrictJson.readString("{\"is\":" + example + "}", "").node().get("is"));
    entry.put("description", meaning);
    String otherwise = entry.path("optional").asBoolean() ? "" : "required";
    columns.row(
        entry.path("of").asText(),
        entry.path("name").asText(),
        example,
        entry.path("default").asText(otherwise),
        meaning);
  }

  private static JsonNode json(Object value) {
    if (value instanceof Boolean flag) {
      return BooleanNode.valueOf(flag);
    }
    boolean isFinite = value instanceof Number number && Double.isFinite(number.doubleValue());
    return isFinite
        ? StrictJson.number(((Number) value).doubleValue())
        : TextNode.valueOf(value instanceof Double ? Units.digits((double) value) : "" + value);
  }
}
