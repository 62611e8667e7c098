package org.flatsearch.results.exchange.timeloop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.json.StrictYaml;
import org.flatsearch.results.exchange.ImportedSchedule;
import org.flatsearch.results.exchange.ScheduleImporter;
import org.flatsearch.results.exchange.levels.LevelCollector;
import org.flatsearch.results.exchange.levels.LevelledImport;
import org.flatsearch.results.exchange.levels.LevelledSchedule;
import org.flatsearch.results.exchange.levels.NamedLoops;
import org.flatsearch.results.exchange.levels.NamedLoops.NamedLoop;
import org.flatsearch.results.exchange.levels.StageLevels;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * Reads two Timeloop mappings, one of each stage, with the letters of {@link TimeloopExporter}.
 * Timeloop does not model fusion, so the logits of the schedule go through DRAM. The levels are
 * DRAM, the buffer and the registers; {@link LevelOrder} tells which is which.
 */
public final class TimeloopImporter implements ScheduleImporter {
  private static final NamedLoops LOOPS = new NamedLoops("M=8 E=1", true, DataSpaces::dimension);

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

  @Override
  public String format() {
    return "timeloop";
  }

  @Override
  public String description() {
    return "Timeloop: the two mapping files, of Logit (I, P, M, E) and Attend (I, P, M, F)";
  }

  @Override
  public ImportedSchedule read(List<Path> files) {
    List<JsonObjectReader> documents = files.stream().map(StrictYaml::readFile).toList();
    List<String> architecture =
        documents.stream()
            .map(document -> LevelOrder.architecture(document.node()))
            .filter(levels -> !levels.isEmpty())
            .findFirst()
            .orElse(List.of());
    Map<Stage, StageLevels> levels = new EnumMap<>(Stage.class);
    Set<Tensor> atArray = new HashSet<>();
    Set<String> notes = new LinkedHashSet<>();
    notes.add("Timeloop does not model fusion: the logits go through DRAM.");
    List<String> origins = new ArrayList<>();
    for (JsonObjectReader document : documents) {
      if (document.has("mapping")) {
        List<JsonObjectReader> directives =
            document.required("mapping", "[ {target: DRAM, type: temporal} ]").asObjects();
        Stage stage = stage(document, directives);
        LevelOrder order = LevelOrder.of(targets(directives), architecture);
        order.note().ifPresent(notes::add);
        StageLevels read = levels(stage, directives, order.levels(), document.origin());
        if (levels.put(stage, read) != null) {
          throw document.invalid(
              "a second mapping of the " + stage.jsonName() + " stage. Name one file for each.");
        }
        atArray.addAll(bypassed(stage, directives, order.levels(), notes));
        origins.add(document.origin());
      }
    }
    for (Stage stage : Stage.values()) {
      if (!levels.containsKey(stage)) {
        throw new InvalidInputException(
            "a schedule needs the mappings of both stages, logit and attend; none of the files has"
                + " that of %s. Name it, too.".formatted(stage.jsonName()));
      }
    }
    return LevelledImport.of(
        new LevelledSchedule(
            false,
            SharedLoops.INSTANCE,
            levels.get(Stage.LOGIT),
            levels.get(Stage.ATTEND),
            atArray),
        String.join(" and ", origins),
        List.copyOf(notes));
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
    LevelCollector collector = new LevelCollector(stage, origin);
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

  /** The tensors that bypass the buffer; {@code notes} receive those that bypass another level. */
  private static Set<Tensor> bypassed(
      Stage stage, List<JsonObjectReader> directives, List<String> order, Set<String> notes) {
    Set<Tensor> atArray = EnumSet.noneOf(Tensor.class);
    for (JsonObjectReader directive : directives) {
      if (!hasLoops(directive)) {
        Set<Tensor> bypassed = bypassed(stage, directive, order);
        String target = directive.requiredString("target", "Buffer");
        if (order.indexOf(target) == 1) {
          // In Timeloop, the last directive that names a tensor counts.
          atArray.removeAll(tensors(stage, directive, "keep"));
          atArray.addAll(bypassed);
        } else if (!bypassed.isEmpty()) {
          notes.add(
              "In a schedule, tensors bypass only the buffer: that %s of %s bypass %s is left out."
                  .formatted(DataSpaces.names(bypassed), stage.jsonName(), target));
        }
      }
    }
    return atArray;
  }

  /** The tensors that bypass the level of {@code directive}. */
  private static Set<Tensor> bypassed(Stage stage, JsonObjectReader directive, List<String> order) {
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
