package org.flatsearch.results.exchange.timeloop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.JsonValueReader;
import org.flatsearch.results.exchange.ImportedSchedule;
import org.flatsearch.results.exchange.ScheduleImporter;
import org.flatsearch.results.exchange.levels.LevelCollector;
import org.flatsearch.results.exchange.levels.LevelledImport;
import org.flatsearch.results.exchange.levels.LevelledSchedule;
import org.flatsearch.results.exchange.levels.NamedLoops;
import org.flatsearch.results.exchange.levels.NamedLoops.NamedLoop;
import org.flatsearch.results.exchange.levels.PeerNames;
import org.flatsearch.results.exchange.levels.StageLevels;
import org.flatsearch.results.exchange.yaml.YamlDocument;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * Reads two Timeloop mappings, one of each stage, with the letters of {@link TimeloopExporter}.
 * Timeloop does not model fusion, so the logits of the schedule go through DRAM. The directives
 * name the levels, outermost first: DRAM, the buffer, the registers.
 */
public final class TimeloopImporter implements ScheduleImporter {
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

  private static final String OUTERMOST = "DRAM";

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
    Map<Stage, StageLevels> levels = new EnumMap<>(Stage.class);
    Set<Tensor> atArray = new HashSet<>();
    String origin = "";
    for (Path file : files) {
      JsonObjectReader document = YamlDocument.readFile(file);
      if (document.has("mapping")) {
        List<JsonObjectReader> directives =
            document.required("mapping", "[ {target: DRAM, type: temporal} ]").asObjects();
        Stage stage = stage(document, directives);
        if (levels.put(stage, levels(stage, directives, document.origin(), atArray)) != null) {
          throw document.invalid(
              "a second mapping of the " + stage.jsonName() + " stage. Name one file for each.");
        }
        origin = document.origin();
      }
    }
    if (levels.size() != 2) {
      throw new InvalidInputException(
          "a schedule needs the mappings of both stages, logit and attend; the files have "
              + levels.size()
              + ". Name both files.");
    }
    return LevelledImport.of(
        new LevelledSchedule(
            false,
            SharedLoops.INSTANCE,
            levels.get(Stage.LOGIT),
            levels.get(Stage.ATTEND),
            atArray),
        origin,
        List.of("Timeloop does not model fusion: the logits go through DRAM."));
  }

  /** The stage of a mapping, by the letter that only one of the stages has. */
  private static Stage stage(JsonObjectReader document, List<JsonObjectReader> directives) {
    for (JsonObjectReader directive : directives) {
      String factors = directive.optionalString("factors").orElse("");
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

  private static StageLevels levels(
      Stage stage, List<JsonObjectReader> directives, String origin, Set<Tensor> atArray) {
    LevelCollector collector = new LevelCollector(stage, origin);
    List<String> targets = new ArrayList<>();
    List<JsonObjectReader> datatypes = new ArrayList<>();
    for (JsonObjectReader directive : directives) {
      directive.allowOnly(FIELDS);
      JsonValueReader target = directive.required("target", "DRAM");
      JsonValueReader type = directive.required("type", "temporal");
      switch (type.asString().toLowerCase(Locale.ROOT)) {
        case "temporal", "spatial" ->
            collect(collector, directive, level(target, targets), isSpatial(type));
        case "datatype", "bypass" -> datatypes.add(directive);
        default -> throw type.mustBe("temporal, spatial, datatype or bypass");
      }
    }
    if (targets.size() < 2) {
      throw collector.invalid(
          "there are directives for fewer than two memory levels; a schedule has DRAM and a"
              + " buffer");
    }
    // These may come before the first directive with the loops of their level.
    datatypes.forEach(directive -> atArray.addAll(bypassed(stage, directive, targets)));
    return collector.levels();
  }

  private static boolean isSpatial(JsonValueReader type) {
    return type.asString().equalsIgnoreCase("spatial");
  }

  /** The number of levels outside {@code target}, which is added to {@code targets} if new. */
  private static int level(JsonValueReader target, List<String> targets) {
    String name = PeerNames.read(target, "memory level");
    if (!targets.contains(name)) {
      if (name.equalsIgnoreCase(OUTERMOST) && !targets.isEmpty()) {
        throw target.invalid(
            name
                + " comes after "
                + targets.get(0)
                + "; the directives must name the levels from the outermost to the innermost.");
      }
      targets.add(name);
    }
    return targets.indexOf(name);
  }

  private static void collect(
      LevelCollector collector, JsonObjectReader directive, int level, boolean spatial) {
    List<NamedLoop> loops = NamedLoops.read(directive, DataSpaces::dimension);
    int split = directive.optional("split").map(s -> s.asInt(0, loops.size())).orElse(loops.size());
    if (level > 2) {
      throw directive.invalid(
          "a fourth memory level; a schedule has DRAM, a buffer and registers.");
    }
    collector.add(directive.where(), level, spatial, loops, split);
  }

  /** The tensors that bypass the buffer; none if {@code directive} is about another level. */
  private static Set<Tensor> bypassed(
      Stage stage, JsonObjectReader directive, List<String> targets) {
    Set<Tensor> kept = tensors(stage, directive, "keep");
    Set<Tensor> bypassed = tensors(stage, directive, "bypass");
    JsonValueReader target = directive.required("target", "Buffer");
    if (targets.size() > 2 && !targets.contains(target.asString())) {
      throw target.mustBe("one of the levels that have loops, " + String.join(", ", targets));
    }
    for (Tensor tensor : bypassed) {
      if (kept.contains(tensor)) {
        throw directive.invalid(
            DataSpaces.name(tensor) + " is under both keep and bypass; take it out of one.");
      }
    }
    return targets.indexOf(target.asString()) == 1 ? bypassed : Set.of();
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
