package org.flatsearch.spec;

import static org.flatsearch.spec.AcceleratorFigure.*;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictJson;

/**
 * The JSON document of an accelerator, schema version {@value #SCHEMA_VERSION}.
 *
 * <p>A figure is a plain value, or an object with {@code value} and {@code source}; a value is a
 * number, a truth value, or a quantity such as {@code "512KiB"}. Figures with a dotted path are in
 * a nested object.
 */
final class AcceleratorDocument {

  static final int SCHEMA_VERSION = 1;

  private static final String ANY_LAYER = "any";

  /** The value that has the same meaning as leaving the figure out. */
  static final String UNLIMITED = "unlimited";

  private AcceleratorDocument() {}

  static Accelerator read(JsonObjectReader document) {
    document.requireDocument(
        SCHEMA_VERSION,
        FigurePath.fieldsAt(
            "", AcceleratorFigure.names(), "name", "description", "requirements", "kernels"));
    String name = SpecNames.read(document);
    String description = document.optionalString("description").orElse("");
    Map<AcceleratorFigure, Object> values = new EnumMap<>(AcceleratorFigure.class);
    Map<String, String> sources = new LinkedHashMap<>();
    for (AcceleratorFigure figure : AcceleratorFigure.values()) {
      readFigure(document, figure, values, sources);
    }
    Accelerator.Usage usage = usage(document);
    try {
      return build(name, description, values, usage, sources);
    } catch (InvalidInputException e) {
      // A rule between figures: the accelerator checks it, but does not know its document.
      throw new InvalidInputException(document.where() + ": " + e.getMessage(), e);
    }
  }

  private static Accelerator.Usage usage(JsonObjectReader document) {
    List<Accelerator.Requirement> requirements = new ArrayList<>();
    for (JsonValueReader each : document.optionalArray("requirements").orElse(List.of())) {
      JsonObjectReader entry =
          each.asObject("{\"rule\": \"row.tile%64==0 or all\"}").allowOnly("rule", "source");
      requirements.add(
          new Accelerator.Requirement(
              entry.requiredLine("rule", "\"row.tile%64==0 or all\""),
              entry.optionalString("source").orElse("")));
    }
    List<Accelerator.KernelUse> kernels = new ArrayList<>();
    for (JsonValueReader each : document.optionalArray("kernels").orElse(List.of())) {
      kernels.add(kernel(each));
    }
    return new Accelerator.Usage(requirements, kernels);
  }

  private static Accelerator.KernelUse kernel(JsonValueReader use) {
    if (!use.isObject()) {
      return new Accelerator.KernelUse(use.asLine(), ANY_LAYER);
    }
    JsonObjectReader object = use.asObject().allowOnly("name", "layers");
    String layers =
        object
            .required("layers", "\"decode\"")
            .asOneOf(new String[] {"prefill", "decode", ANY_LAYER}, each -> each);
    return new Accelerator.KernelUse(object.requiredLine("name", "\"splash\""), layers);
  }

  private static void readFigure(
      JsonObjectReader document,
      AcceleratorFigure figure,
      Map<AcceleratorFigure, Object> values,
      Map<String, String> sources) {
    FigurePath path = FigurePath.of(figure.path());
    String field = path.field();
    JsonObjectReader parent =
        path.holder(document, figure.example(), AcceleratorFigure.names()).orElse(null);
    if (parent == null || figure.isOptional() && !parent.has(field)) {
      values.put(figure, defaultOf(figure, values.get(DRAM_READ_BYTES_PER_SECOND)));
      sources.put(figure.path(), Accelerator.DEFAULT_SOURCE);
      return;
    }
    JsonValueReader value = parent.required(field, figure.example());
    if (value.isObject()) {
      JsonObjectReader sourced = value.asObject().allowOnly("value", "source");
      sourced
          .optionalString("source")
          .filter(source -> !source.isBlank() && !source.equals(Accelerator.DEFAULT_SOURCE))
          .ifPresent(source -> sources.put(figure.path(), source));
      value = sourced.required("value", figure.example());
    }
    Object found = valueOf(figure, value);
    values.put(figure, found);
    if (found.equals(Double.POSITIVE_INFINITY)) {
      // It is left out of the document that is written.
      sources.put(figure.path(), Accelerator.DEFAULT_SOURCE);
    }
  }

  private static Object defaultOf(AcceleratorFigure figure, Object dramReadBytesPerSecond) {
    return figure == DRAM_WRITE_BYTES_PER_SECOND ? dramReadBytesPerSecond : figure.defaultValue();
  }

  private static Object valueOf(AcceleratorFigure figure, JsonValueReader value) {
    return find(figure, value).orElseThrow(() -> value.mustBe(words(figure)));
  }

  /** The value of a figure; empty if it breaks the rule. */
  private static Optional<Object> find(AcceleratorFigure figure, JsonValueReader value) {
    Rule rule = figure.rule();
    Object found =
        switch (rule) {
          case FLAG -> value.node().isBoolean() ? (Object) value.asBoolean() : null;
          case DEALING ->
              Arrays.stream(Dealing.values())
                  .filter(each -> each.toString().equals(value.node().asText()))
                  .findAny()
                  .orElse(null);
          default -> rule.isWhole() ? wholeValueOf(figure, value) : realValueOf(figure, value);
        };
    return Optional.ofNullable(found).filter(rule::accepts);
  }

  /** The rule in words that follow "must be". */
  private static String words(AcceleratorFigure figure) {
    return figure.rule().words() + orQuantity(figure) + orUnlimited(figure);
  }

  /** A Long or Integer as the rule demands, or null if the value is not one. */
  private static Object wholeValueOf(AcceleratorFigure figure, JsonValueReader value) {
    BigDecimal exact = exactValueOf(figure, value);
    if (exact == null
        || exact.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        || exact.stripTrailingZeros().scale() > 0) {
      return null;
    }
    long whole = exact.longValueExact();
    if (figure.rule().isSize()) {
      return whole;
    }
    return whole == (int) whole ? (Object) (int) whole : null;
  }

  /**
   * A Double, infinite only for {@value #UNLIMITED}; null if the value is not a number or too
   * large.
   */
  private static Object realValueOf(AcceleratorFigure figure, JsonValueReader value) {
    if (figure.isUnlimitedByDefault() && value.isString() && UNLIMITED.equals(value.asString())) {
      return Double.POSITIVE_INFINITY;
    }
    BigDecimal exact = exactValueOf(figure, value);
    if (exact == null) {
      return null;
    }
    double real = exact.doubleValue();
    // A number too large for a double is a mistake, not another way to write "unlimited".
    return Double.isInfinite(real) ? null : (Object) real;
  }

  private static BigDecimal exactValueOf(AcceleratorFigure figure, JsonValueReader value) {
    if (value.isNumber()) {
      return value.node().decimalValue();
    }
    return value.isString() ? Quantity.parse(value.asString(), figure.unit()).orElse(null) : null;
  }

  private static String orQuantity(AcceleratorFigure figure) {
    return figure.unit() == Unit.NONE
        ? ""
        : " (in " + figure.unit().symbol() + "), or a quantity like " + figure.example();
  }

  private static String orUnlimited(AcceleratorFigure figure) {
    return figure.isUnlimitedByDefault() ? ", or \"" + UNLIMITED + '"' : "";
  }

  private static Accelerator build(
      String name,
      String description,
      Map<AcceleratorFigure, Object> v,
      Accelerator.Usage usage,
      Map<String, String> sources) {
    return new Accelerator(
        name,
        description,
        (int) v.get(ROWS),
        (int) v.get(COLUMNS),
        (int) v.get(CORES),
        (boolean) v.get(MULTICAST),
        (double) v.get(CLOCK_HZ),
        (long) v.get(BUFFER_BYTES),
        (int) v.get(ACCUMULATOR_BYTES),
        (double) v.get(ON_CHIP_BYTES_PER_SECOND),
        (double) v.get(DRAM_READ_BYTES_PER_SECOND),
        (double) v.get(DRAM_WRITE_BYTES_PER_SECOND),
        (boolean) v.get(DRAM_SHARED),
        (double) v.get(DMA_LATENCY_CYCLES),
        (int) v.get(TRANSFER_PIECES),
        new Accelerator.FillCycles(
            (double) v.get(FILL_CYCLES_LOGIT), (double) v.get(FILL_CYCLES_ATTEND)),
        (double) v.get(STATIONARY_LOAD_CYCLES),
        (double) v.get(LANES),
        new Accelerator.LaneOperations(
            (int) v.get(LANE_OPERATIONS_PER_LOGIT),
            (int) v.get(LANE_OPERATIONS_PER_OUTPUT),
            (int) v.get(LANE_OPERATIONS_PER_ROW_STEP)),
        new Accelerator.Energy(
            (double) v.get(MAC_JOULES),
            (double) v.get(REGISTER_JOULES_PER_ACCESS),
            (double) v.get(LANE_OPERATION_JOULES),
            (double) v.get(ON_CHIP_READ_JOULES_PER_BYTE),
            (double) v.get(ON_CHIP_WRITE_JOULES_PER_BYTE),
            (double) v.get(DRAM_READ_JOULES_PER_BYTE),
            (double) v.get(DRAM_WRITE_JOULES_PER_BYTE),
            (double) v.get(LEAKAGE_WATTS)),
        (int) v.get(ARRAYS),
        (Dealing) v.get(DEALING),
        new Accelerator.Memories(
            (long) v.get(REGISTER_BYTES),
            (long) v.get(SHARED_BUFFER_BYTES),
            (double) v.get(SHARED_BUFFER_BYTES_PER_SECOND),
            (double) v.get(CORE_BYTES_PER_SECOND)),
        new Accelerator.Overheads(
            (double) v.get(ITEM_CYCLES),
            (double) v.get(STEP_CYCLES),
            (double) v.get(MASKED_STEP_CYCLES),
            (double) v.get(LANES_HIDDEN),
            (double) v.get(LOADS_HIDDEN),
            (double) v.get(LAUNCH_SECONDS),
            (double) v.get(LAYOUT_PASSES)),
        usage,
        sources);
  }

  static Accelerator withoutTexts(Accelerator accelerator) {
    Map<AcceleratorFigure, Object> values = new EnumMap<>(AcceleratorFigure.class);
    for (AcceleratorFigure figure : AcceleratorFigure.values()) {
      values.put(figure, figure.valueOf(accelerator));
    }
    return build(accelerator.name(), "", values, Accelerator.Usage.ANY, Map.of());
  }

  static ObjectNode write(Accelerator accelerator) {
    ObjectNode document = StrictJson.newObject();
    document.put("schemaVersion", SCHEMA_VERSION);
    document.put("name", accelerator.name());
    if (!accelerator.description().isEmpty()) {
      document.put("description", accelerator.description());
    }
    for (AcceleratorFigure figure : AcceleratorFigure.values()) {
      String source = accelerator.sources().get(figure.path());
      Object value = figure.valueOf(accelerator);
      if (!Accelerator.DEFAULT_SOURCE.equals(source) && !value.equals(Double.POSITIVE_INFINITY)) {
        put(document, figure.path(), nodeOf(value), source);
      }
    }
    List<Accelerator.Requirement> requirements = accelerator.usage().requirements();
    if (!requirements.isEmpty()) {
      ArrayNode array = document.putArray("requirements");
      requirements.forEach(
          each -> {
            ObjectNode entry = array.addObject().put("rule", each.rule());
            if (!each.source().isEmpty()) {
              entry.put("source", each.source());
            }
          });
    }
    if (!accelerator.usage().kernels().isEmpty()) {
      ArrayNode array = document.putArray("kernels");
      for (Accelerator.KernelUse use : accelerator.usage().kernels()) {
        if (use.layers().equals(ANY_LAYER)) {
          array.add(use.kernel());
        } else {
          array.addObject().put("name", use.kernel()).put("layers", use.layers());
        }
      }
    }
    return document;
  }

  private static void put(ObjectNode document, String path, JsonNode value, String source) {
    ObjectNode sourced = StrictJson.newObject();
    sourced.set("value", value);
    FigurePath.of(path).put(document, source == null ? value : sourced.put("source", source));
  }

  private static JsonNode nodeOf(Object value) {
    if (value instanceof Boolean flag) {
      return BooleanNode.valueOf(flag);
    }
    if (value instanceof Integer count) {
      return IntNode.valueOf(count);
    }
    if (value instanceof Dealing dealing) {
      return TextNode.valueOf(dealing.toString());
    }
    return value instanceof Long size ? LongNode.valueOf(size) : StrictJson.number((double) value);
  }

  static Accelerator change(Accelerator accelerator, Map<String, String> changes, String source) {
    ObjectNode document = write(accelerator);
    // Sorted, so that of several mistakes the same one is reported every time.
    new TreeMap<>(changes)
        .forEach((path, text) -> put(document, path, changeNode(path, text), source));
    return read(
        JsonObjectReader.over(document, SpecChange.origin("accelerator", accelerator.name())));
  }

  /** The new value of a figure; a message names the figure, as nobody has seen a document. */
  private static ValueNode changeNode(String path, String text) {
    AcceleratorFigure figure = AcceleratorFigure.of(path);
    ValueNode value = SpecChange.literal(text);
    JsonObjectReader holder =
        JsonObjectReader.over(StrictJson.newObject().set(path, value), "a change");
    if (find(figure, holder.required(path, figure.example())).isEmpty()) {
      throw new InvalidInputException(
          path + ": must be " + words(figure) + ", found \"" + text + "\".");
    }
    return value;
  }
}
