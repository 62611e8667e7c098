package org.flatsearch.experiments.kernel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.experiments.search.AcceleratorName;
import org.flatsearch.experiments.search.WorkloadName;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.NearestNames;
import org.flatsearch.results.ScheduleDocument;
import org.flatsearch.schedule.Residency;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.WorkloadFigure;

/**
 * A kernel that does a layer on a chip. The layer is as the kernel sees it: if it works on one
 * query head at a time, each is an instance, also where heads share keys.
 */
public final class KernelOnChip {
  /** The most variants that are tried. */
  private static final int MOST_VARIANTS = 100_000;

  private final Kernel kernel;
  private final Accelerator chip;
  private final AttentionWorkload workload;

  /** The bytes of Q, K, V and O over those with copies of keys and values. */
  private final double layoutShare;

  /** By name; of what there is before parameters are chosen. */
  private final Map<String, Double> given = new HashMap<>();

  /** Figures and constants that the kernel states for this chip. */
  private final Map<String, Kernel.Figure> figures = new LinkedHashMap<>();

  private final Map<Map<String, String>, Accelerator> accelerators = new HashMap<>();

  private KernelOnChip(Kernel kernel, Accelerator chip, AttentionWorkload layer) {
    this.kernel = kernel;
    this.chip = chip;
    boolean copies = kernel.perQueryHead() && layer.queryHeads() != layer.keyValueHeads();
    workload =
        copies
            ? WorkloadName.rename(
                layer,
                layer.with(Map.of(WorkloadFigure.KEY_VALUE_HEADS.path(), "" + layer.queryHeads())))
            : layer;
    layoutShare = copies ? layoutShare(layer) : 1;
    figures.putAll(kernel.figures().getOrDefault(Kernel.ANY, Map.of()));
    figures.putAll(kernel.figures().getOrDefault(AcceleratorName.original(chip.name()), Map.of()));
    for (AcceleratorFigure figure : AcceleratorFigure.values()) {
      if (figure.valueOf(chip) instanceof Number number) {
        given.put(figure.path(), number.doubleValue());
      }
    }
    given.put("queries", (double) workload.queryLength());
    given.put("keys", (double) workload.keyLength());
    given.put("instanceRows", (double) workload.rows());
    given.put("instances", (double) workload.instances());
    given.put("group", (double) workload.queryHeads() / workload.keyValueHeads());
    // Query heads that each read the keys of one, from a cache that they share if they can.
    given.put("copies", (double) workload.keyValueHeads() / layer.keyValueHeads());
    given.put("keyValueHeads", (double) workload.keyValueHeads());
    given.put("queryDim", (double) workload.queryDim());
    given.put("valueDim", (double) workload.valueDim());
    given.put("queryBytes", workload.bytes().q());
    given.put("keyBytes", workload.bytes().k());
    given.put("valueBytes", workload.bytes().v());
    given.put("outputBytes", workload.bytes().o());
    given.put("logitBytes", workload.logitBytes());
    kernel
        .constants()
        .forEach(
            (name, value) -> {
              Kernel.Figure stated = figures.get(name);
              given.put(name, stated == null ? value : stated.value().value(this::given));
            });
  }

  private double given(String name) {
    Double value = given.get(name);
    if (value == null) {
      throw new InvalidInputException(
          "kernel '%s': '%s' has no value on %s before parameters are chosen."
              .formatted(kernel.name(), name, chip.name()));
    }
    return value;
  }

  /** The layout touches keys and values once, however many heads share them. */
  private static double layoutShare(AttentionWorkload layer) {
    double rows = (double) layer.queryHeads() * layer.queryLength();
    double copies = (double) layer.queryHeads() * layer.keyLength();
    double keys = (double) layer.keyValueHeads() * layer.keyLength();
    return (rows + keys) / (rows + copies);
  }

  /**
   * A kernel on a chip.
   *
   * @throws InvalidInputException if it cannot do the layer or its mask
   */
  public static KernelOnChip of(Kernel kernel, Accelerator chip, AttentionWorkload layer) {
    Optional<String> refusal = kernel.refusal(layer);
    if (refusal.isPresent()) {
      throw new InvalidInputException(
          refusal.get() + "; choose another kernel (\"list kernels\"), or --kernel none.");
    }
    return new KernelOnChip(kernel, chip, layer);
  }

  /**
   * The value of a figure of accelerators or of a constant, before parameters are chosen.
   *
   * @throws InvalidInputException if there is no such figure
   */
  public double figure(String name) {
    if (!kernel.constants().containsKey(name)) {
      AcceleratorFigure.of(name);
    }
    Kernel.Figure stated = figures.get(name);
    return stated == null ? given(name) : stated.value().value(this::given);
  }

  /** The kernel. */
  public Kernel kernel() {
    return kernel;
  }

  /** The chip without the figures of the kernel. */
  Accelerator chip() {
    return chip;
  }

  /** The layer as the kernel sees it. */
  public AttentionWorkload workload() {
    return workload;
  }

  /**
   * All variants that respect the kernel's rules, as its parameters ascend, the first of them
   * slowest. Whether they fit the chip is for a model to say.
   */
  public List<Variant> variants() {
    List<Variant> variants = new ArrayList<>();
    choose(0, new HashMap<>(given), new LinkedHashMap<>(), Map.of(), variants);
    return variants;
  }

  /**
   * The variant with the least value of each parameter, which need not keep the rules.
   *
   * @throws InvalidInputException if no value of a parameter is allowed
   */
  public Variant smallest() {
    Map<String, Double> values = new HashMap<>(given);
    Map<String, Integer> chosen = new LinkedHashMap<>();
    for (String name : kernel.order()) {
      Parameter parameter = kernel.parameters().get(name);
      if (parameter == null) {
        values.put(name, kernel.terms().get(name).value(values::get));
        continue;
      }
      List<Integer> candidates = parameter.candidates(values::get);
      if (candidates.isEmpty()) {
        throw new InvalidInputException(
            "no value of %s that kernel '%s' takes is allowed.".formatted(name, kernel.name()));
      }
      values.put(name, (double) candidates.get(0));
      chosen.put(name, candidates.get(0));
    }
    return new Variant(this, inOrder(chosen), values);
  }

  /**
   * The variant of some parameters; the others have their defaults.
   *
   * @throws InvalidInputException if there is no such parameter, or a value breaks a rule
   */
  public Variant variant(Map<String, Integer> chosen) {
    for (String name : chosen.keySet()) {
      if (!kernel.parameters().containsKey(name)) {
        throw new InvalidInputException(
            "kernel '%s' has no parameter '%s'. %s"
                .formatted(
                    kernel.name(),
                    name,
                    NearestNames.advice(name, List.copyOf(kernel.parameters().keySet()))));
      }
    }
    Map<String, Double> values = new HashMap<>(given);
    Map<String, Integer> parameters = new LinkedHashMap<>();
    for (String name : kernel.order()) {
      Parameter parameter = kernel.parameters().get(name);
      if (parameter == null) {
        values.put(name, kernel.terms().get(name).value(values::get));
        continue;
      }
      int value = chosen.containsKey(name) ? chosen.get(name) : parameter.defaultValue(values::get);
      if (chosen.containsKey(name)) {
        Optional<String> complaint = parameter.complaint(value, values::get);
        if (complaint.isPresent()) {
          throw new InvalidInputException(
              "%s '%d' of kernel '%s' must %s."
                  .formatted(name, value, kernel.name(), complaint.get()));
        }
      }
      values.put(name, (double) value);
      parameters.put(name, value);
    }
    return new Variant(this, inOrder(parameters), values);
  }

  private void choose(
      int at,
      Map<String, Double> values,
      Map<String, Integer> chosen,
      Map<String, Integer> unused,
      List<Variant> into) {
    if (at == kernel.order().size()) {
      Variant variant = new Variant(this, inOrder(chosen), new HashMap<>(values));
      if (variant.keepsTheRules()) {
        into.add(variant);
      }
      if (into.size() > MOST_VARIANTS) {
        throw new InvalidInputException(
            "kernel '%s' has more than %d choices of parameters for '%s'; give its document values or atMost."
                .formatted(kernel.name(), MOST_VARIANTS, workload.name()));
      }
      return;
    }
    String name = kernel.order().get(at);
    Parameter parameter = kernel.parameters().get(name);
    if (parameter == null) {
      values.put(name, kernel.terms().get(name).value(values::get));
      choose(at + 1, values, chosen, unused, into);
      return;
    }
    for (int value : parameter.candidates(values::get)) {
      values.put(name, (double) value);
      chosen.put(name, value);
      choose(at + 1, values, chosen, unused, into);
    }
  }

  /** Parameters as the document has them. */
  private Map<String, Integer> inOrder(Map<String, Integer> chosen) {
    Map<String, Integer> ordered = new LinkedHashMap<>();
    kernel.parameters().keySet().forEach(name -> ordered.put(name, chosen.get(name)));
    return ordered;
  }

  /** The chip with the kernel's figures; what a user has set stays. */
  Accelerator accelerator(Map<String, Double> values) {
    Map<String, String> changes = new LinkedHashMap<>();
    figures.forEach(
        (name, figure) -> {
          boolean isSet = Accelerator.USER_SOURCE.equals(chip.sources().get(name));
          if (!kernel.constants().containsKey(name) && !isSet) {
            changes.put(name, text(name, figure.value().value(values::get)));
          }
        });
    String layout = AcceleratorFigure.LAYOUT_PASSES.path();
    double passes =
        changes.containsKey(layout)
            ? Double.parseDouble(changes.get(layout))
            : chip.overheads().layoutPasses();
    if (layoutShare != 1 && passes > 0) {
      changes.put(layout, "" + passes * layoutShare);
    }
    return accelerators.computeIfAbsent(changes, this::changed);
  }

  /** The value of a figure; counts and sizes are rounded down. */
  private String text(String name, double value) {
    AcceleratorFigure figure = AcceleratorFigure.of(name);
    boolean isWhole = !(figure.valueOf(chip) instanceof Double);
    if (Double.isInfinite(value) && value > 0) {
      return "unlimited";
    }
    if (Double.isNaN(value)) {
      throw new InvalidInputException(
          "kernel '%s': the figure %s has no value.".formatted(kernel.name(), name));
    }
    double rounded = isWhole ? Math.floor(value + 1e-9) : value;
    return new BigDecimal(rounded).toPlainString();
  }

  private Accelerator changed(Map<String, String> changes) {
    String source = "kernel " + kernel.name();
    try {
      ObjectNode document = chip.with(changes, source).toJson();
      document.remove("description");
      document.remove("requirements");
      document.remove("kernels");
      String name = AcceleratorName.withKernel(chip.name(), kernel.name());
      document.put("name", name);
      return Accelerator.fromJson(JsonObjectReader.over(document, "accelerator " + name));
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          "kernel '%s': %s".formatted(kernel.name(), e.getMessage()), e);
    }
  }

  /** The schedule document with numbers in place of expressions. */
  ScheduleDocument schedule(Map<String, Double> values) {
    ObjectNode document = kernel.schedule().deepCopy();
    document.put("schemaVersion", ScheduleDocument.SCHEMA_VERSION);
    ArrayNode shared = (ArrayNode) document.get("shared");
    Map<String, Integer> tiles = new HashMap<>();
    for (int k = 0; k < shared.size(); k++) {
      ObjectNode loop = (ObjectNode) shared.get(k);
      tiles.put(loop.path("loop").asText(), setTile(loop, values));
    }
    // A part is whole tiles; a part of all keys is none, and neither is a step of a whole tile.
    int key = tiles.getOrDefault("key", workload.keys());
    for (int k = shared.size() - 1; k >= 0; k--) {
      ObjectNode loop = (ObjectNode) shared.get(k);
      int tile = loop.path("tile").asInt();
      switch (loop.path("loop").asText()) {
        case "keyPart" -> {
          long whole = (tile + key - 1L) / key * key;
          loop.put("tile", whole);
          if (whole >= workload.keys()) {
            shared.remove(k);
          }
        }
        case "keyStep" -> {
          if (tile >= key) {
            shared.remove(k);
          }
        }
        default -> {
          // Its tile is set.
        }
      }
    }
    for (String stage : List.of("logit", "attend")) {
      document.get(stage).get("loops").forEach(loop -> setTile((ObjectNode) loop, values));
    }
    document
        .get("residency")
        .forEach(
            held -> {
              if (held.has("slots")) {
                int slots = number(held.get("slots").asText(), values);
                ((ObjectNode) held).put("slots", Math.min(Residency.MAX_SLOTS, slots));
              }
            });
    return ScheduleDocument.read(
        JsonObjectReader.over(document, "the schedule of kernel " + kernel.name()));
  }

  private int setTile(ObjectNode loop, Map<String, Double> values) {
    int extent =
        switch (loop.path("loop").asText()) {
          case "instance" -> workload.instances();
          case "row" -> workload.rows();
          case "queryDim" -> workload.queryDim();
          case "valueDim" -> workload.valueDim();
          default -> workload.keys();
        };
    int tile = Math.min(extent, number(loop.path("tile").asText(), values));
    loop.put("tile", tile);
    return tile;
  }

  private int number(String expression, Map<String, Double> values) {
    double value = Expression.parse(expression).value(values::get);
    double up = Math.ceil(value - 1e-9);
    if (!(up >= 1)) {
      throw new InvalidInputException(
          "kernel '%s': a tile or slots of \"%s\" is %s, and no tile can have that; it must be at least 1."
              .formatted(kernel.name(), expression, value));
    }
    return (int) Math.min(Integer.MAX_VALUE, up);
  }
}
