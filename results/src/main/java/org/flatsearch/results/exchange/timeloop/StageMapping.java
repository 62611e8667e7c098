package org.flatsearch.results.exchange.timeloop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.results.exchange.levels.LevelCollector;
import org.flatsearch.results.exchange.levels.NamedLoops;
import org.flatsearch.results.exchange.levels.NamedLoops.NamedLoop;
import org.flatsearch.results.exchange.levels.StageLevels;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * What the mapping of one stage says.
 *
 * @param origin where it was read from, for messages
 * @param atArray the tensors that bypass the buffer
 * @param fused whether the logits bypass DRAM
 * @param form the shared loops, if FlatSearch wrote the file
 */
record StageMapping(
    String origin,
    StageLevels levels,
    Set<Tensor> atArray,
    boolean fused,
    Optional<SharedLoops> form) {
  /** What else a refusal says. */
  static final String REMEDY =
      " Let timeloop-mapper search under the constraints that export --to timeloop writes"
          + " (logit.constraints.yaml and attend.constraints.yaml).";

  private static final NamedLoops LOOPS =
      new NamedLoops("M=8 E=1", true, DataSpaces::dimension, Map.of());

  /** The fields of a directive; those about networks are ignored, as a schedule has none. */
  private static final List<String> FIELDS =
      List.of(
          "target",
          "type",
          "factors",
          "permutation",
          "split",
          "keep",
          "bypass",
          "no_multicast_no_reduction",
          "no_link_transfer");

  /** Reads the mapping of a file; {@code notes} receive what is left out of it. */
  static StageMapping read(
      JsonObjectReader document, List<String> architecture, Set<String> notes) {
    List<JsonObjectReader> directives =
        document.required("mapping", "[ {target: DRAM, type: temporal} ]").asObjects();
    Stage stage = stage(document, directives);
    LevelOrder order = LevelOrder.of(targets(directives), architecture);
    order.note().ifPresent(notes::add);
    StageLevels levels = levels(stage, directives, order.levels(), document.origin());
    Map<String, Set<Tensor>> bypassed = readBypass(stage, directives, order.levels());
    Set<Tensor> atArray = bypassed.getOrDefault(order.levels().get(1), Set.of());
    boolean fused =
        bypassed
            .getOrDefault(order.levels().get(0), new HashSet<>())
            .removeIf(tensor -> DataSpaces.name(tensor).equals(DataSpaces.LOGITS));
    bypassed.forEach(
        (target, tensors) -> {
          if (tensors != atArray && !tensors.isEmpty()) {
            notes.add(
                "In a schedule, tensors bypass the buffer, and logits DRAM: that %s of %s bypass %s is left out."
                    .formatted(DataSpaces.names(tensors), stage.jsonName(), target));
          }
        });
    Optional<SharedLoops> form = document.optionalObject("flatsearch").map(StageMapping::form);
    return new StageMapping(document.origin(), levels, atArray, fused, form);
  }

  private static SharedLoops form(JsonObjectReader written) {
    JsonValueReader shared = written.required("shared", "[instance, row]");
    List<String> names = shared.asStrings();
    return Arrays.stream(SharedLoops.values())
        .filter(form -> form.dimensions().stream().map(Dimension::jsonName).toList().equals(names))
        .findFirst()
        .orElseThrow(
            () -> shared.mustBe("the shared loops of a schedule, such as [instance, row]"));
  }

  /** The stage of a mapping, by the letter that only one of the stages has. */
  private static Stage stage(JsonObjectReader document, List<JsonObjectReader> directives) {
    for (JsonObjectReader directive : directives) {
      String factors = NamedLoops.withoutComment(directive.optionalString("factors").orElse(""));
      if (factors.contains(DataSpaces.letter(Dimension.QUERY_DIM))) {
        return Stage.LOGIT;
      }
      if (factors.contains(DataSpaces.letter(Dimension.VALUE_DIM))) {
        return Stage.ATTEND;
      }
    }
    throw document.invalid(
        "the mapping has factors of neither E (query dim, Logit) nor F (value dim, Attend), so its"
            + " stage is unknown; the dimensions must be I, P, M and one of those.");
  }

  /** Where the directives with loops name their levels. */
  private static List<JsonValueReader> targets(List<JsonObjectReader> directives) {
    List<JsonValueReader> targets = new ArrayList<>();
    for (JsonObjectReader directive : directives) {
      directive.allowOnly(FIELDS);
      JsonValueReader target = directive.required("target", "DRAM");
      if (hasLoops(directive)) {
        targets.add(target);
      }
    }
    return targets;
  }

  /** Whether a directive is about loops, not about what bypasses a level. */
  private static boolean hasLoops(JsonObjectReader directive) {
    return switch (type(directive)) {
      case "temporal", "spatial" -> true;
      case "datatype", "bypass" -> false;
      default ->
          throw directive
              .required("type", "temporal")
              .mustBe("temporal, spatial, datatype or bypass");
    };
  }

  private static String type(JsonObjectReader directive) {
    return directive.required("type", "temporal").asString().toLowerCase(Locale.ROOT);
  }

  private static StageLevels levels(
      Stage stage, List<JsonObjectReader> directives, List<String> order, String origin) {
    LevelCollector collector = new LevelCollector(stage, origin, REMEDY);
    if (order.size() < 2) {
      throw collector.invalid(
          "there are directives for fewer than two memory levels; a schedule has DRAM and a"
              + " buffer");
    }
    Set<String> read = new HashSet<>();
    for (JsonObjectReader directive : directives) {
      if (hasLoops(directive)) {
        String target = directive.requiredString("target", "DRAM");
        String loops = type(directive) + " loops of " + target;
        if (!read.add(loops)) {
          throw directive.invalid(
              "a second directive for the "
                  + loops
                  + ", of which Timeloop reads only the last; put all these loops into one.");
        }
        collect(collector, directive, order.indexOf(target), type(directive).equals("spatial"));
      }
    }
    return collector.levels();
  }

  private static void collect(
      LevelCollector collector, JsonObjectReader directive, int level, boolean spatial) {
    List<NamedLoop> loops = LOOPS.read(directive);
    int split = directive.optional("split").map(s -> s.asInt(0, loops.size())).orElse(loops.size());
    if (level > 2) {
      throw directive.invalid(
          "a fourth memory level; a schedule has DRAM, a buffer and registers.");
    }
    collector.add(directive.where(), level, spatial, loops, split);
  }

  /** The tensors that bypass each level; the last directive that names a tensor counts. */
  private static Map<String, Set<Tensor>> readBypass(
      Stage stage, List<JsonObjectReader> directives, List<String> order) {
    Map<String, Set<Tensor>> bypassed = new TreeMap<>();
    for (JsonObjectReader directive : directives) {
      if (!hasLoops(directive)) {
        Set<Tensor> here = readBypass(stage, directive, order);
        String target = directive.requiredString("target", "Buffer");
        Set<Tensor> atLevel = bypassed.computeIfAbsent(target, k -> EnumSet.noneOf(Tensor.class));
        atLevel.removeAll(tensors(stage, directive, "keep"));
        atLevel.addAll(here);
      }
    }
    return bypassed;
  }

  /** The tensors that bypass the level of {@code directive}. */
  private static Set<Tensor> readBypass(
      Stage stage, JsonObjectReader directive, List<String> order) {
    Set<Tensor> kept = tensors(stage, directive, "keep");
    Set<Tensor> bypassed = tensors(stage, directive, "bypass");
    JsonValueReader target = directive.required("target", "Buffer");
    if (order.size() > 2 && !order.contains(target.asString())) {
      throw target.mustBe("one of the levels that have loops, " + String.join(", ", order));
    }
    for (Tensor tensor : bypassed) {
      if (kept.contains(tensor)) {
        throw directive.invalid(
            DataSpaces.name(tensor) + " is under both keep and bypass; take it out of one.");
      }
    }
    return bypassed;
  }

  private static Set<Tensor> tensors(Stage stage, JsonObjectReader directive, String field) {
    Set<Tensor> tensors = EnumSet.noneOf(Tensor.class);
    for (JsonValueReader name : directive.optionalArray(field).orElse(List.of())) {
      tensors.add(
          DataSpaces.named(stage, name.asString())
              .orElseThrow(() -> name.mustBe("a tensor of the " + stage.jsonName() + " stage")));
    }
    return tensors;
  }
}
