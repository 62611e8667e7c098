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
import org.flatsearch.experiments.search.ScheduleRefinement;
import org.flatsearch.json.ShownText;
import org.flatsearch.search.Budget;
import org.flatsearch.search.Objective;
import org.flatsearch.search.Strategies;
import org.flatsearch.search.Tolerance;
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
          "restrictions",
          "objectives",
          "strategies",
          "seeds",
          "budgets",
          "refine");

  private static final Budget DEFAULT_BUDGET = Budget.ofEvaluations(20_000);
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
  SearchMatrix matrix(String name, Node.Mapping search) {
    SearchMatrix matrix = read(name, search);
    if (matrix.refine() > 0) {
      requireRefinable(search.required("refine", "refine: 0"), matrix.models());
    }
    return matrix;
  }

  /**
   * Checks the rules of single fields; those of a definition that each of its searches has anew are
   * not read otherwise.
   *
   * @param fields those of the definition, with the fields of a search that it does not have
   */
  void requireLegal(Node.Mapping fields) {
    read("", fields);
  }

  private SearchMatrix read(String name, Node.Mapping search) {
    List<String> known = List.copyOf(CostModels.all().keySet());
    List<String> models = values(names(search, "models", known, LoopNestModel.NAME));
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
        search.optional("refine").map(node -> (int) node.asLong(0, MOST_REPLAYS)).orElse(0));
  }

  private static void requireRefinable(Node node, List<String> models) {
    for (String model : models) {
      if (!ScheduleRefinement.isBound(model)) {
        throw node.at()
            .invalid(
                ("refine uses the figures of model %s as lower bounds of those of %s, but there is"
                        + " also model %s here; put it into a search of its own, with refine: 0.")
                    .formatted(ScheduleRefinement.BOUND, ScheduleRefinement.WALKER, model));
      }
    }
  }

  private static <T> List<Located<T>> required(
      Node.Mapping search, String field, String example, Function<Node, T> reader) {
    return distinct(list(search.required(field, field + ": " + example), reader));
  }

  private static <T> List<Located<T>> list(Node node, Function<Node, T> reader) {
    List<Located<T>> values = new ArrayList<>();
    for (Node element : DefinitionReader.nonEmpty(node)) {
      values.add(new Located<>(reader.apply(element), element.at()));
    }
    return values;
  }

  private static <T> List<Located<T>> axis(
      Node.Mapping search, String field, Function<Node, T> reader, T byDefault) {
    return search
        .optional(field)
        .map(node -> distinct(list(node, reader)))
        .orElse(List.of(new Located<>(byDefault, search.at())));
  }

  private static List<Located<String>> names(
      Node.Mapping search, String field, List<String> known, String byDefault) {
    return axis(search, field, node -> DefinitionReader.oneOf(node, known), byDefault);
  }

  private static List<String> spaces() {
    return Spaces.all().stream().map(provider -> provider.name()).distinct().toList();
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

  private static Objective objective(Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      return new Objective(metrics(node));
    }
    mapping.allowOnly(List.of("metrics", "tolerance"));
    return new Objective(
        metrics(mapping.required("metrics", "metrics: [latency, energy]")),
        mapping
            .optional("tolerance")
            .map(value -> value.parsed(Tolerance::parse))
            .orElse(Tolerance.NONE));
  }

  private static List<String> metrics(Node node) {
    List<Node> metrics =
        node instanceof Node.Sequence ? DefinitionReader.nonEmpty(node) : List.of(node);
    Set<String> seen = new HashSet<>();
    for (Node metric : metrics) {
      if (!seen.add(DefinitionReader.oneOf(metric, AttentionProblem.METRICS))) {
        throw metric
            .at()
            .invalid("the metric " + metric.asText() + " is given twice; leave one of them out.");
      }
    }
    return metrics.stream().map(Node::asText).toList();
  }

  private static StrategyChoice strategy(Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      return new StrategyChoice(strategyName(node), Map.of(), Optional.empty());
    }
    mapping.allowOnly(List.of("name", "parameters", "budget"));
    return new StrategyChoice(
        strategyName(mapping.required("name", "name: genetic")),
        mapping.optional("parameters").map(AxisReader::parameters).orElse(Map.of()),
        mapping.optional("budget").map(AxisReader::budget));
  }

  private static Map<String, String> parameters(Node node) {
    Map<String, String> parameters = new TreeMap<>();
    Node.Mapping mapping = node.asMapping();
    mapping
        .fields()
        .forEach(
            (name, value) -> {
              if (!ShownText.isPlain(name)) {
                throw mapping
                    .names()
                    .get(name)
                    .invalid("the name of a parameter must be a line of visible characters.");
              }
              parameters.put(name, value.asLine());
            });
    return parameters;
  }

  private static String strategyName(Node node) {
    return node.parsed(Strategies::named).name();
  }

  private static Budget budget(Node node) {
    if (node instanceof Node.Scalar) {
      return Budget.ofEvaluations(node.asLong(1, Long.MAX_VALUE));
    }
    Node.Mapping mapping = node.asMapping().allowOnly(List.of("evaluations", "seconds"));
    if (mapping.fields().isEmpty()) {
      throw node.mustBe("a limit of evaluations, of seconds, or both");
    }
    return new Budget(
        mapping
            .optional("evaluations")
            .map(n -> n.asLong(1, Long.MAX_VALUE))
            .orElse(Long.MAX_VALUE),
        mapping.optional("seconds").map(Node::asPositive).orElse(Double.POSITIVE_INFINITY));
  }

  private static List<Long> seeds(Node node) {
    List<Located<Long>> seeds = new ArrayList<>();
    for (Node element : DefinitionReader.nonEmpty(node)) {
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
      } else if (element instanceof Node.Scalar scalar
          && scalar.kind() == Node.Scalar.Kind.NUMBER) {
        seeds.add(new Located<>(element.asLong(Long.MIN_VALUE, Long.MAX_VALUE), element.at()));
      } else {
        throw element.mustBe("a whole number, or a range such as 1..31");
      }
    }
    return values(distinct(seeds));
  }

  private static List<Located<String>> restrictions(Node node) {
    List<Located<String>> restrictions = new ArrayList<>();
    for (Node element : node.asList()) {
      if (!(element instanceof Node.Scalar scalar && scalar.kind() == Node.Scalar.Kind.TEXT)) {
        throw element.mustBe("a restriction, such as logits==fused");
      }
      NamedExtents.requireKnown(element.asText(), element.at());
      restrictions.add(new Located<>(element.asText(), element.at()));
    }
    return distinct(restrictions);
  }

  /** Reads a list of sweeps, each of figures that change together. */
  private static List<List<SweepPoint>> sweeps(Node node) {
    List<List<SweepPoint>> sweeps = new ArrayList<>();
    Map<String, Location> figures = new HashMap<>();
    for (Node element : node.asList()) {
      sweeps.add(sweep(element.asMapping(), figures));
    }
    return sweeps;
  }

  private static List<SweepPoint> sweep(Node.Mapping mapping, Map<String, Location> figures) {
    if (mapping.fields().isEmpty()) {
      throw mapping.mustBe("a figure with its values, such as bufferBytes: [20KiB, 200KiB]");
    }
    List<Map<String, Located<String>>> points = new ArrayList<>();
    mapping
        .fields()
        .forEach(
            (figure, values) -> {
              Location at = mapping.names().get(figure);
              Figures.requireKnown(figure, at);
              Location first = figures.putIfAbsent(figure, at);
              if (first != null) {
                throw at.invalid(
                    "the figure %s is swept twice, first in line %s; leave one of them out."
                        .formatted(figure, first.line()));
              }
              addValues(points, figure, values);
            });
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
      List<Map<String, Located<String>>> points, String figure, Node values) {
    List<Located<String>> texts = list(values, Node::asText);
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
