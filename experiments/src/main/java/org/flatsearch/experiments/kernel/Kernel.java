package org.flatsearch.experiments.kernel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.NearestNames;
import org.flatsearch.json.StrictJson;
import org.flatsearch.search.Restriction;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.SpecCatalogue;
import org.flatsearch.spec.SpecNames;

/**
 * A kernel as its document, schema version {@value #SCHEMA_VERSION}, describes it: what its users
 * choose, which schedule that is, and what it costs. docs/kernel-engineer.md has an example.
 *
 * @param name its name
 * @param description a sentence for users
 * @param source where it is and where its figures come from
 * @param aliases what else tables of measured kernels call it
 * @param layers the layers that it can do
 * @param masks the masks that it can do
 * @param perQueryHead whether a tile has rows of one query head, also where heads share keys
 * @param parameters what its users choose, those that others depend on first
 * @param constants figures that are its own, with their defaults
 * @param order parameters and terms, each after all that it depends on
 * @param terms named expressions
 * @param schedule a schedule document in which tiles and slots may be expressions
 * @param requires further rules for schedules
 * @param uses what it needs, and what there is of it
 * @param figures by chip, and for all others at {@value #ANY}: figures of the accelerator that it
 *     replaces, and its constants
 * @param document the document
 */
public record Kernel(
    String name,
    String description,
    String source,
    List<String> aliases,
    Layers layers,
    List<String> masks,
    boolean perQueryHead,
    Map<String, Parameter> parameters,
    Map<String, Double> constants,
    List<String> order,
    Map<String, Expression> terms,
    ObjectNode schedule,
    List<Restriction> requires,
    Map<String, Use> uses,
    Map<String, Map<String, Figure>> figures,
    ObjectNode document) {

  static final int SCHEMA_VERSION = 1;

  /** In place of a chip's name. */
  public static final String ANY = "any";

  /** What expressions may say of the layer. */
  static final List<String> LAYER_NAMES =
      List.of(
          "queries",
          "keys",
          "instanceRows",
          "instances",
          "group",
          "copies",
          "keyValueHeads",
          "queryDim",
          "valueDim",
          "queryBytes",
          "keyBytes",
          "valueBytes",
          "outputBytes",
          "logitBytes");

  private static final List<String> MASKS = List.of("none", "causal", "window");

  /** Layers that a kernel can do. */
  public enum Layers {
    /** With as many queries as keys or more. */
    PREFILL,
    /** With fewer queries than keys. */
    DECODE,
    /** Both. */
    ANY;

    String jsonName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Those of a name in documents. */
    static Layers named(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Whether these are layers like {@code workload}. */
    public boolean have(AttentionWorkload workload) {
      boolean isDecode = workload.queryLength() < workload.keyLength();
      return this == ANY || isDecode == (this == DECODE);
    }
  }

  /**
   * Something of which a variant may not need more than there is.
   *
   * @param needs how much it needs
   * @param has how much there is
   */
  record Use(Expression needs, Expression has) {}

  /**
   * A figure of a chip as this kernel makes use of it.
   *
   * @param value its value
   * @param source where it comes from
   */
  public record Figure(Expression value, String source) {}

  /**
   * A kernel by name or by file.
   *
   * @throws InvalidInputException if there is none, or its document breaks a rule
   */
  public static Kernel named(String nameOrFile) {
    return read(SpecCatalogue.kernelDocument(nameOrFile));
  }

  /** The kernels that ship. */
  public static List<Kernel> all() {
    return SpecCatalogue.kernelNames().stream().map(Kernel::named).toList();
  }

  /**
   * Reads a document.
   *
   * @throws InvalidInputException naming the place and the broken rule
   */
  static Kernel read(JsonObjectReader json) {
    json.requireDocument(
        SCHEMA_VERSION,
        "name",
        "description",
        "source",
        "aliases",
        "layers",
        "masks",
        "heads",
        "parameters",
        "constants",
        "terms",
        "schedule",
        "requires",
        "uses",
        "figures");
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    JsonObjectReader all = json.requiredObject("parameters", "{\"block_q\": {\"unit\": \"rows\"}}");
    for (String name : all.fieldNames()) {
      parameters.put(name, Parameter.read(name, all.requiredObject(name, "{}")));
    }
    Map<String, Double> constants = new LinkedHashMap<>();
    json.optionalObject("constants").ifPresent(each -> readConstants(each, constants));
    Map<String, Expression> terms = new LinkedHashMap<>();
    json.optionalObject("terms")
        .ifPresent(
            each ->
                each.fieldNames()
                    .forEach(
                        name -> terms.put(name, Parameter.expression(each, name).orElseThrow())));
    Names names = new Names(json, parameters, constants, terms);
    JsonObjectReader schedule = json.requiredObject("schedule", "{\"shared\": []}");
    names.checkSchedule(schedule);
    Kernel kernel =
        new Kernel(
            SpecNames.read(json),
            json.optionalString("description").orElse(""),
            json.optionalString("source").orElse(""),
            json.optional("aliases").map(JsonValueReader::asStrings).orElse(List.of()),
            json.optional("layers")
                .map(value -> value.asOneOf(Layers.values(), Layers::jsonName))
                .orElse(Layers.ANY),
            masks(json),
            json.optional("heads")
                .map(value -> value.asOneOf(new String[] {"group", "query"}, each -> each))
                .filter("query"::equals)
                .isPresent(),
            parameters,
            constants,
            names.order(),
            terms,
            schedule.node(),
            json.optionalArray("requires").orElse(List.of()).stream()
                .map(rule -> rule.as(Restriction::parse))
                .toList(),
            uses(json, names),
            figures(json, names, constants),
            json.node());
    return kernel;
  }

  private static void readConstants(JsonObjectReader json, Map<String, Double> constants) {
    for (String name : json.fieldNames()) {
      JsonObjectReader each = json.requiredObject(name, "{\"default\": 0}");
      each.allowOnly("default", "meaning");
      constants.put(name, each.requiredDouble("default", "0"));
      if (AcceleratorFigure.names().contains(name)) {
        throw each.invalid("is a figure of accelerators; give the constant another name.");
      }
    }
  }

  private static List<String> masks(JsonObjectReader json) {
    return json.optionalArray("masks")
        .map(
            masks ->
                masks.stream()
                    .map(mask -> mask.asOneOf(MASKS.toArray(String[]::new), each -> each))
                    .toList())
        .orElse(MASKS);
  }

  private static Map<String, Use> uses(JsonObjectReader json, Names names) {
    Map<String, Use> uses = new LinkedHashMap<>();
    json.optionalObject("uses")
        .ifPresent(
            all -> {
              for (String name : all.fieldNames()) {
                JsonObjectReader use = all.requiredObject(name, "{\"needs\": 1, \"has\": 2}");
                use.allowOnly("needs", "has");
                uses.put(
                    name,
                    new Use(
                        names.checked(use.required("needs", "\"2*block_q\"")),
                        names.checked(use.required("has", "\"bufferBytes\""))));
              }
            });
    return uses;
  }

  private static Map<String, Map<String, Figure>> figures(
      JsonObjectReader json, Names names, Map<String, Double> constants) {
    List<String> known =
        Stream.concat(AcceleratorFigure.names().stream(), constants.keySet().stream()).toList();
    Map<String, Map<String, Figure>> figures = new LinkedHashMap<>();
    json.optionalObject("figures")
        .ifPresent(
            chips -> {
              for (String chip : chips.fieldNames()) {
                Map<String, Figure> ofChip = new LinkedHashMap<>();
                JsonObjectReader entries = chips.requiredObject(chip, "{\"stepCycles\": 0}");
                for (String name : entries.fieldNames()) {
                  if (!known.contains(name)) {
                    throw entries.invalid(
                        "'%s' is neither a figure of an accelerator nor a constant. %s"
                            .formatted(name, NearestNames.advice(name, known)));
                  }
                  ofChip.put(name, figure(entries.required(name, "0"), names));
                }
                figures.put(chip, ofChip);
              }
            });
    return figures;
  }

  private static Figure figure(JsonValueReader value, Names names) {
    if (!value.isObject()) {
      return new Figure(names.checked(value), "");
    }
    JsonObjectReader sourced = value.asObject().allowOnly("value", "source");
    return new Figure(
        names.checked(sourced.required("value", "0")), sourced.optionalString("source").orElse(""));
  }

  /**
   * This kernel with other figures on a chip.
   *
   * @param values by the name of a figure of accelerators, or of a constant
   * @param source the source of these figures; if empty, the document stays as it is
   */
  public Kernel with(String chip, Map<String, Double> values, String source) {
    Map<String, Map<String, Figure>> changed = new LinkedHashMap<>(figures);
    Map<String, Figure> ofChip = new LinkedHashMap<>(figures.getOrDefault(chip, Map.of()));
    ObjectNode written = source.isEmpty() ? document : document.deepCopy();
    values.forEach(
        (figure, value) -> {
          String number = BigDecimal.valueOf(value).toPlainString();
          ofChip.put(figure, new Figure(Expression.parse(number), source));
          if (!source.isEmpty()) {
            ObjectNode entry = written.withObject("/figures").withObject("/" + chip);
            ObjectNode stated = StrictJson.newObject();
            stated.set("value", StrictJson.number(value));
            entry.set(figure, stated.put("source", source));
          }
        });
    changed.put(chip, ofChip);
    return new Kernel(
        name,
        description,
        this.source,
        aliases,
        layers,
        masks,
        perQueryHead,
        parameters,
        constants,
        order,
        terms,
        schedule,
        requires,
        uses,
        changed,
        written);
  }

  /** Whether it can do a layer; if not, why, in words. */
  Optional<String> refusal(AttentionWorkload workload) {
    if (!layers.have(workload)) {
      return Optional.of(
          "kernel '%s' is for %s, and '%s' has %d queries and %d keys"
              .formatted(
                  name,
                  layers.jsonName(),
                  workload.name(),
                  workload.queryLength(),
                  workload.keyLength()));
    }
    String mask =
        workload.mask().isNone()
            ? "none"
            : workload.mask().equals(Mask.CAUSAL) ? "causal" : "window";
    return masks.contains(mask)
        ? Optional.empty()
        : Optional.of(
            "kernel '%s' cannot do mask '%s' of '%s', only %s"
                .formatted(name, mask, workload.name(), String.join(", ", masks)));
  }

  /** The names that expressions may use, and what depends on what. */
  private static final class Names {
    private final JsonObjectReader document;
    private final Map<String, Parameter> parameters;
    private final Map<String, Expression> terms;
    private final Set<String> known = new LinkedHashSet<>();

    Names(
        JsonObjectReader document,
        Map<String, Parameter> parameters,
        Map<String, Double> constants,
        Map<String, Expression> terms) {
      this.document = document;
      this.parameters = parameters;
      this.terms = terms;
      for (Set<String> own : List.of(parameters.keySet(), terms.keySet(), constants.keySet())) {
        own.forEach(this::add);
      }
      known.addAll(LAYER_NAMES);
      known.addAll(AcceleratorFigure.names());
      parameters.forEach(
          (name, each) ->
              each.relations()
                  .forEach((field, of) -> check(of, "/parameters/" + name + "/" + field)));
      terms.forEach((name, of) -> check(of, "/terms/" + name));
    }

    private void add(String name) {
      if (LAYER_NAMES.contains(name) || !known.add(name)) {
        throw document.invalid(
            "'%s' has two meanings; give a parameter, term or constant another name."
                .formatted(name));
      }
    }

    private void check(Expression expression, String pointer) {
      for (String name : expression.names()) {
        if (!known.contains(name)) {
          throw new InvalidInputException(
              "%s, %s: \"%s\" names '%s', which is no parameter, term, constant, extent or figure. %s"
                  .formatted(
                      document.origin(),
                      pointer,
                      expression,
                      name,
                      NearestNames.advice(name, List.copyOf(known))));
        }
      }
    }

    Expression checked(JsonValueReader value) {
      Expression expression = Parameter.expression(value);
      check(expression, value.at().path());
      return expression;
    }

    /** Checks the tiles and slots of a schedule that are expressions. */
    void checkSchedule(JsonObjectReader schedule) {
      for (String part : Arrays.asList("shared", "logit", "attend")) {
        JsonObjectReader holder =
            part.equals("shared") ? schedule : schedule.requiredObject(part, "{\"loops\": []}");
        String field = part.equals("shared") ? part : "loops";
        for (JsonValueReader loop : holder.requiredArray(field, "[]")) {
          checked(loop.asObject().required("tile", "\"block_q\""));
        }
      }
      JsonObjectReader residency = schedule.requiredObject("residency", "{}");
      for (String tensor : residency.fieldNames()) {
        residency
            .requiredObject(tensor, "{\"inside\": \"row\", \"slots\": 1}")
            .optional("slots")
            .ifPresent(this::checked);
      }
    }

    /** Parameters and terms, each after all that it depends on. */
    List<String> order() {
      List<String> order = new ArrayList<>();
      Stream.concat(parameters.keySet().stream(), terms.keySet().stream())
          .forEach(name -> visit(name, new ArrayList<>(), order));
      return order;
    }

    private void visit(String name, List<String> path, List<String> order) {
      if (path.contains(name)) {
        List<String> cycle = new ArrayList<>(path.subList(path.indexOf(name), path.size()));
        cycle.add(name);
        throw document.invalid(
            "%s depends on itself: %s. Leave one of these relations out."
                .formatted(name, String.join(" → ", cycle)));
      }
      boolean isOwn = parameters.containsKey(name) || terms.containsKey(name);
      if (!isOwn || order.contains(name)) {
        return;
      }
      path.add(name);
      Stream<Expression> needs =
          parameters.containsKey(name)
              ? parameters.get(name).relations().values().stream()
              : Stream.of(terms.get(name));
      needs.flatMap(each -> each.names().stream()).forEach(each -> visit(each, path, order));
      path.remove(name);
      order.add(name);
    }
  }
}
