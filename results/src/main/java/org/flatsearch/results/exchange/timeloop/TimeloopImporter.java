package org.flatsearch.results.exchange.timeloop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.JsonObjectReader;
import org.flatsearch.json.StrictYaml;
import org.flatsearch.results.exchange.ImportedSchedule;
import org.flatsearch.results.exchange.ScheduleImporter;
import org.flatsearch.results.exchange.levels.LevelLoop;
import org.flatsearch.results.exchange.levels.LevelledImport;
import org.flatsearch.results.exchange.levels.LevelledSchedule;
import org.flatsearch.results.exchange.levels.StageLevels;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * Reads two Timeloop mappings, one of each stage, with the letters of {@link TimeloopExporter}.
 * Where the logits bypass DRAM in both, the schedule is fused. The levels are DRAM, the buffer and
 * the registers; {@link LevelOrder} tells which is which.
 */
public final class TimeloopImporter implements ScheduleImporter {
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
    Map<Stage, StageMapping> stages = new EnumMap<>(Stage.class);
    Set<String> notes = new LinkedHashSet<>();
    for (JsonObjectReader document : documents) {
      if (document.has("mapping")) {
        StageMapping mapping = StageMapping.read(document, architecture, notes);
        Stage stage = mapping.levels().stage();
        if (stages.put(stage, mapping) != null) {
          throw document.invalid(
              "a second mapping of the " + stage.jsonName() + " stage. Name one file for each.");
        }
      }
    }
    for (Stage stage : Stage.values()) {
      if (!stages.containsKey(stage)) {
        throw new InvalidInputException(
            "a schedule needs the mappings of both stages, logit and attend; none of the files has"
                + " that of %s. Name it, too.".formatted(stage.jsonName()));
      }
    }
    return assemble(stages.get(Stage.LOGIT), stages.get(Stage.ATTEND), notes);
  }

  private static ImportedSchedule assemble(
      StageMapping logit, StageMapping attend, Set<String> notes) {
    String origin = logit.origin() + " and " + attend.origin();
    if (logit.fused() != attend.fused()) {
      throw new InvalidInputException(
          "%s: the logits bypass DRAM in one of the stages only; let them bypass it in both, or in neither."
              .formatted(origin));
    }
    if (!logit.fused()) {
      notes.add("The logits go through DRAM, as neither mapping keeps them on chip.");
    }
    SharedLoops form =
        logit.fused()
            ? logit.form().orElseGet(() -> common(logit.levels(), attend.levels()))
            : SharedLoops.INSTANCE;
    if (logit.fused() && logit.form().isEmpty()) {
      notes.add(
          "The logits bypass DRAM: the stages share the loops that both begin with, over %s."
              .formatted(
                  form.dimensions().stream()
                      .map(Dimension::jsonName)
                      .collect(Collectors.joining(", "))));
    }
    Set<Tensor> atArray = new HashSet<>(logit.atArray());
    atArray.addAll(attend.atArray());
    return LevelledImport.of(
        new LevelledSchedule(logit.fused(), form, logit.levels(), attend.levels(), atArray),
        origin,
        StageMapping.REMEDY,
        List.copyOf(notes));
  }

  /** The form of the most DRAM loops with which both stages begin, with the same tiles. */
  private static SharedLoops common(StageLevels logit, StageLevels attend) {
    List<LevelLoop> shared = new ArrayList<>();
    List<LevelLoop> ofLogit = around(logit);
    List<LevelLoop> ofAttend = around(attend);
    SharedLoops form = SharedLoops.INSTANCE;
    for (int k = 0; k < Math.min(ofLogit.size(), ofAttend.size()); k++) {
      Dimension dimension = ofLogit.get(k).dimension();
      boolean same =
          dimension == ofAttend.get(k).dimension()
              && logit.tile(dimension) == attend.tile(dimension);
      if (!same) {
        break;
      }
      shared.add(ofLogit.get(k));
      // A form may have a loop besides, as long as it has one tile.
      form =
          LevelledImport.form(shared)
              .filter(
                  wider ->
                      wider.dimensions().stream()
                          .filter(d -> shared.stream().noneMatch(loop -> loop.dimension() == d))
                          .allMatch(d -> logit.tiles(d) == 1 && attend.tiles(d) == 1))
              .orElse(form);
    }
    return form;
  }

  /** The loops of several iterations around the buffer's tiles; those over cores are outermost. */
  private static List<LevelLoop> around(StageLevels stage) {
    List<LevelLoop> loops = new ArrayList<>();
    for (LevelLoop loop : stage.cores()) {
      if (loop.count() > 1 && StageLevels.find(stage.dram(), loop.dimension()).count() == 1) {
        loops.add(loop);
      }
    }
    stage.dram().stream().filter(loop -> loop.count() > 1).forEach(loops::add);
    return loops;
  }
}
