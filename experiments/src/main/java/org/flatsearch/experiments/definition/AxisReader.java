package org.flatsearch.experiments.definition;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.experiments.kernel.Kernel;
import org.flatsearch.experiments.kernel.KernelRun;
import org.flatsearch.experiments.search.ScheduleRefinement;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Tolerance;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.Location;
import org.flatsearch.json.ShownText;
import org.flatsearch.search.Strategies;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.search.space.Spaces;

/** Reads a matrix of runs. */
final class AxisReader {
  /** The fields of a matrix: its axes, and the settings that all of its runs share. */
  static final List<String> FIELDS =
      List.of(
          "accelerators",
          "workloads",
          "sweeps",
          "models",
          "spaces",
          "kernels",
          "restrictions",
          "objectives",
          "strategies",
          "seeds",
          "budgets",
          "refine");

  private static final Budget DEFAULT_BUDGET = Budget.ofEvaluations(200_000);
  private static final int MOST_SEEDS = 100_000;

  /** The most replays of a run. */
  static final int MOST_REPLAYS = 1_000_000;

  private static final Pattern RANGE = Pattern.compile("(\\d{1,18})\\.\\.(\\d{1,18})");

  private final SpecReader specs;

  AxisReader(Path folder) {
    specs = new SpecReader(folder);
  }

  /**
   * Reads the matrix of a search.
   *
   * @param search its fields, with those that it inherits
   */
  SearchMatrix matrix(String name, Fields search) {
    if (search.optional("kernels").isPresent()) {
      return matrixOfKernels(name, search);
    }
    List<String> known = List.copyOf(CostModels.all().keySet());
    List<String> models = values(names(search, "models", known, LoopNestModel.NAME));
    int refine = search.optional("refine").map(value -> value.asInt(0, MOST_REPLAYS)).orElse(0);
    if (refine > 0) {
      requireRefinable(search.required("refine", "0"), models);
    }
    return new SearchMatrix(
        name,
        search.at(),
        required(search, "accelerators", "[flat-edge]", specs::accelerator),
        required(search, "workloads", "[bert]", specs::workload),
        search.optional("sweeps").map(AxisReader::sweeps).orElse(List.of()),
        models,
        names(search, "spaces", spaces(), Spaces.DEFAULT),
        values(axis(search, "objectives", AxisReader::objective, Objective.DEFAULT)),
        required(search, "strategies", "[random]", AxisReader::strategy),
        search.optional("seeds").map(AxisReader::seeds).orElse(List.of(1L)),
        values(axis(search, "budgets", AxisReader::budget, DEFAULT_BUDGET)),
        search.optional("restrictions").map(AxisReader::restrictions).orElse(List.of()),
        refine);
  }

  /** Every choice of parameters of kernels, which leaves nothing to a strategy. */
  private SearchMatrix matrixOfKernels(String name, Fields search) {
    for (String field : List.of("spaces", "strategies", "seeds", "budgets", "refine")) {
      search.refuseBeside("kernels", field, "every choice of a kernel's parameters is looked at");
    }
    List<String> known = List.of(WalkModel.NAME, LoopNestModel.NAME);
    return new SearchMatrix(
        name,
        search.at(),
        required(search, "accelerators", "[flat-edge]", specs::accelerator),
        required(search, "workloads", "[bert]", specs::workload),
        search.optional("sweeps").map(AxisReader::sweeps).orElse(List.of()),
        values(names(search, "models", known, WalkModel.NAME)),
        required(search, "kernels", "[splash]", AxisReader::spaceOfKernel),
        values(axis(search, "objectives", AxisReader::objective, Objective.DEFAULT)),
        List.of(
            new Located<>(
                new StrategyChoice(KernelRun.STRATEGY, Map.of(), Optional.empty()), search.at())),
        List.of(1L),
        List.of(DEFAULT_BUDGET),
        search.optional("restrictions").map(AxisReader::restrictions).orElse(List.of()),
        0);
  }

  private static String spaceOfKernel(JsonValueReader value) {
    return KernelRun.space(value.as(Kernel::named).name());
  }

  private static void requireRefinable(JsonValueReader value, List<String> models) {
    for (String model : models) {
      if (!ScheduleRefinement.isBound(model)) {
        throw value
            .at()
            .invalid(
                ("refine uses the figures of model %s as lower bounds of those of %s, but there is"
                        + " also model %s here; put it into a search of its own, with refine: 0.")
                    .formatted(ScheduleRefinement.BOUND, ScheduleRefinement.WALKER, model));
      }
    }
  }

  private static <T> List<Located<T>> required(
      Fields search, String field, String example, Function<JsonValueReader, T> reader) {
    return distinct(search.required(field, example), reader);
  }

  private static <T> List<Located<T>> list(
      JsonValueReader value, Function<JsonValueReader, T> reader) {
    List<Located<T>> values = new ArrayList<>();
    for (JsonValueReader element : DefinitionReader.nonEmpty(value)) {
      values.add(new Located<>(reader.apply(element), element.at()));
    }
    return values;
  }

  private static <T> List<Located<T>> axis(
      Fields search, String field, Function<JsonValueReader, T> reader, T byDefault) {
    return search
        .optional(field)
        .map(value -> distinct(value, reader))
        .orElse(List.of(new Located<>(byDefault, search.at())));
  }

  private static List<Located<String>> names(
      Fields search, String field, List<String> known, String byDefault) {
    return axis(search, field, value -> DefinitionReader.oneOf(value, known), byDefault);
  }

  private static List<String> spaces() {
    return Spaces.all().stream().map(provider -> provider.name()).distinct().toList();
  }

  /**
   * Reads values, of which none is given twice: first as they are written, as reading takes time.
   */
  private static <T> List<Located<T>> distinct(
      JsonValueReader value, Function<JsonValueReader, T> reader) {
    distinct(list(value, JsonValueReader::node));
    return distinct(list(value, reader));
  }

  /** Refuses a value that is given twice. */
  private static <T> List<Located<T>> distinct(List<Located<T>> values) {
    Map<T, Location> first = new HashMap<>();
    for (Located<T> value : values) {
      Location earlier = first.putIfAbsent(value.value(), value.at());
      if (earlier != null) {
        throw value
            .at()
            .invalid(
                ("the same value is given twice, first in line %s, column %s; leave one of them"
                        + " out.")
                    .formatted(earlier.line(), earlier.column()));
      }
    }
    return values;
  }

  private static Objective objective(JsonValueReader value) {
    if (!value.isObject()) {
      return Objective.byDefault(metrics(value));
    }
    JsonObjectReader objective = value.asObject().allowOnly("metrics", "tolerance");
    Objective byDefault =
        Objective.byDefault(metrics(objective.required("metrics", "[latency, energy]")));
    return objective
        .optional("tolerance")
        .map(tolerance -> byDefault.within(tolerance.as(Tolerance::parse)))
        .orElse(byDefault);
  }

  private static List<String> metrics(JsonValueReader value) {
    List<JsonValueReader> metrics =
        value.isArray() ? DefinitionReader.nonEmpty(value) : List.of(value);
    Set<String> seen = new HashSet<>();
    for (JsonValueReader metric : metrics) {
      if (!seen.add(DefinitionReader.oneOf(metric, AttentionProblem.METRICS))) {
        throw metric.invalid(
            "the metric " + metric.asText() + " is given twice; leave one of them out.");
      }
    }
    return metrics.stream().map(JsonValueReader::asText).toList();
  }

  private static StrategyChoice strategy(JsonValueReader value) {
    if (!value.isObject()) {
      return new StrategyChoice(strategyName(value), Map.of(), Optional.empty());
    }
    JsonObjectReader strategy = value.asObject().allowOnly("name", "parameters", "budget");
    return new StrategyChoice(
        strategyName(strategy.required("name", "genetic")),
        strategy.optionalObject("parameters").map(AxisReader::parameters).orElse(Map.of()),
        strategy.optional("budget").map(AxisReader::budget));
  }

  private static Map<String, String> parameters(JsonObjectReader object) {
    Map<String, String> parameters = new TreeMap<>();
    for (String name : object.fieldNames()) {
      if (!ShownText.isPlain(name)) {
        throw object
            .nameAt(name)
            .invalid("the name of a parameter must be a line of visible characters.");
      }
      parameters.put(name, DefinitionReader.line(object.required(name, "1")));
    }
    return parameters;
  }

  private static String strategyName(JsonValueReader value) {
    return value.as(Strategies::named).name();
  }

  private static Budget budget(JsonValueReader value) {
    if (!value.isObject()) {
      return Budget.ofEvaluations(value.asLong(1, Long.MAX_VALUE));
    }
    JsonObjectReader budget = value.asObject().allowOnly("evaluations", "seconds");
    if (budget.fieldNames().isEmpty()) {
      throw value.mustBe("a limit of evaluations, of seconds, or both");
    }
    return new Budget(
        budget
            .optional("evaluations")
            .map(limit -> limit.asLong(1, Long.MAX_VALUE))
            .orElse(Long.MAX_VALUE),
        budget
            .optional("seconds")
            .map(JsonValueReader::asPositive)
            .orElse(Double.POSITIVE_INFINITY));
  }

  private static List<Long> seeds(JsonValueReader value) {
    List<Located<Long>> seeds = new ArrayList<>();
    for (JsonValueReader element : DefinitionReader.nonEmpty(value)) {
      Matcher range = RANGE.matcher(element.asText());
      if (range.matches()) {
        long from = Long.parseLong(range.group(1));
        long to = Long.parseLong(range.group(2));
        if (to < from || to - from >= MOST_SEEDS) {
          throw element.mustBe("a range of 1 to " + MOST_SEEDS + " seeds, such as 1..31");
        }
        for (long seed = from; seed <= to; seed++) {
          seeds.add(new Located<>(seed, element.at()));
        }
      } else if (element.isNumber()) {
        seeds.add(new Located<>(element.asLong(), element.at()));
      } else {
        throw element.mustBe("a whole number, or a range such as 1..31");
      }
    }
    return values(distinct(seeds));
  }

  private static List<Located<String>> restrictions(JsonValueReader value) {
    List<Located<String>> restrictions = new ArrayList<>();
    for (JsonValueReader element : value.asArray()) {
      if (!element.isString()) {
        throw element.mustBe("a restriction, such as logits==fused");
      }
      NamedExtents.requireKnown(element.asText(), element.at());
      restrictions.add(new Located<>(element.asText(), element.at()));
    }
    return distinct(restrictions);
  }

  /** Reads a list of sweeps, each of figures that change together. */
  private static List<List<SweepPoint>> sweeps(JsonValueReader value) {
    List<List<SweepPoint>> sweeps = new ArrayList<>();
    Map<String, Location> figures = new HashMap<>();
    for (JsonValueReader element : value.asArray()) {
      sweeps.add(sweep(element, figures));
    }
    return sweeps;
  }

  private static List<SweepPoint> sweep(JsonValueReader value, Map<String, Location> figures) {
    JsonObjectReader sweep = value.asObject();
    if (sweep.fieldNames().isEmpty()) {
      throw value.mustBe("a figure with its values, such as bufferBytes: [20KiB, 200KiB]");
    }
    List<Map<String, Located<String>>> points = new ArrayList<>();
    for (String figure : sweep.fieldNames()) {
      Location at = sweep.nameAt(figure);
      Figures.requireKnown(figure, at);
      Location first = figures.putIfAbsent(figure, at);
      if (first != null) {
        throw at.invalid(
            "the figure %s is swept twice, first in line %s; leave one of them out."
                .formatted(figure, first.line()));
      }
      addValues(points, figure, sweep.required(figure, "[20KiB, 200KiB]"));
    }
    // A figure may repeat a value at a point where another figure of the sweep does not.
    distinct(points.stream().map(AxisReader::written).toList());
    return points.stream().map(SweepPoint::new).toList();
  }

  /** The values of a point as they are written, located at the first. */
  private static Located<List<String>> written(Map<String, Located<String>> point) {
    List<Located<String>> values = List.copyOf(point.values());
    return new Located<>(values(values), values.get(0).at());
  }

  private static <T> List<T> values(List<Located<T>> located) {
    return located.stream().map(Located::value).toList();
  }

  private static void addValues(
      List<Map<String, Located<String>>> points, String figure, JsonValueReader values) {
    List<Located<String>> texts = list(values, JsonValueReader::asText);
    if (points.isEmpty()) {
      texts.forEach(text -> points.add(new LinkedHashMap<>()));
    }
    if (points.size() != texts.size()) {
      throw values
          .at()
          .invalid(
              ("figures that change together need equally many values: %s has %s, the one"
                      + " before %s. Independent sweeps are separate elements of the list.")
                  .formatted(figure, texts.size(), points.size()));
    }
    for (int k = 0; k < points.size(); k++) {
      points.get(k).put(figure, texts.get(k));
    }
  }
}
