package org.flatsearch.results.exchange.timeloop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.flatsearch.results.exchange.levels.CoreSplit;
import org.flatsearch.results.exchange.levels.Divisors;
import org.flatsearch.results.exchange.levels.LevelLoop;
import org.flatsearch.results.exchange.levels.LevelledSchedule;
import org.flatsearch.results.exchange.levels.StageLevels;
import org.flatsearch.results.exchange.yaml.YamlText;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.spec.Accelerator;

/**
 * Writes the directives of one stage, outermost level first: its mapping, or the constraints under
 * which {@code timeloop-mapper} finds mappings that are schedules.
 */
final class DirectivesWriter {
  private static final Predicate<Dimension> ALL = dimension -> true;
  private static final Predicate<Dimension> NONE = dimension -> false;

  private final LevelledSchedule levelled;
  private final StageLevels stage;
  private final CoreSplit split;
  private final Accelerator accelerator;
  private final YamlText text = new YamlText();

  DirectivesWriter(
      LevelledSchedule levelled, Stage stage, CoreSplit split, Accelerator accelerator) {
    this.levelled = levelled;
    this.stage = levelled.stage(stage);
    this.split = split;
    this.accelerator = accelerator;
  }

  /** The mapping. */
  String mapping(List<String> notes, List<String> remarks) {
    text.notes(notes).notes(remarks);
    text.open("mapping:");
    loops(stage.dram(), ALL, split.loops(), ALL, ALL);
    bypasses("datatype");
    if (levelled.fused()) {
      text.close().comment("Timeloop passes over this line; FlatSearch's import reads it.");
      text.line(
          "flatsearch: {shared: [%s]}"
              .formatted(
                  levelled.form().dimensions().stream()
                      .map(Dimension::jsonName)
                      .collect(Collectors.joining(", "))));
    }
    return text.toString();
  }

  /**
   * The constraints: the loops that both stages share stay as they are, with instances outermost;
   * one dimension lies on each side of the array; registers hold single elements.
   */
  String constraints() {
    text.comment(
        "Mappings that timeloop-mapper finds under these constraints import as schedules:");
    text.comment(
        "timeloop-mapper arch.yaml %1$s.prob.yaml %1$s.constraints.yaml mapper.yaml -o DIR"
            .formatted(stage.stage().jsonName()));
    text.comment("where mapper.yaml is yours.");
    text.open("mapspace_constraints:");
    // The mapper only knows tiles that divide their dimension.
    List<LevelLoop> cores =
        split.loops().stream().map(loop -> dividing(stage.extent(loop.dimension()), loop)).toList();
    List<LevelLoop> dram =
        stage.dram().stream()
            .map(
                loop -> {
                  int ways = StageLevels.find(cores, loop.dimension()).count();
                  return dividing(stage.extent(loop.dimension()) / ways, loop);
                })
            .collect(Collectors.toCollection(ArrayList::new));
    // Those with free factors are inside the loop over instances.
    for (Dimension dimension : stage.stage().dimensions()) {
      if (dram.stream().noneMatch(loop -> loop.dimension() == dimension)) {
        dram.add(new LevelLoop(dimension, 1));
      }
    }
    Predicate<Dimension> onArray =
        dimension ->
            dimension == stage.rows().dimension() || dimension == stage.columns().dimension();
    loops(dram, levelled.form()::shares, cores, NONE, onArray.negate());
    bypasses("bypass");
    return text.toString();
  }

  private static LevelLoop dividing(long extent, LevelLoop loop) {
    int count = Divisors.largest(Math.toIntExact(extent), loop.count());
    return new LevelLoop(loop.dimension(), count);
  }

  /** The loops at all levels; the predicates say which dimensions get factors at a level. */
  private void loops(
      List<LevelLoop> dram,
      Predicate<Dimension> atDram,
      List<LevelLoop> cores,
      Predicate<Dimension> atBuffer,
      Predicate<Dimension> onArray) {
    directive("DRAM", "temporal", dram, atDram, "");
    if (split.cores() > 1) {
      directive("DRAM", "spatial", cores, ALL, ", split: 1" + noMulticast());
    }
    directive("Buffer", "temporal", stage.buffer(), atBuffer, "");
    if (accelerator.processingElements() > split.cores()) {
      List<LevelLoop> sides = List.of(stage.rows(), stage.columns());
      directive("Buffer", "spatial", sides, onArray, ", split: 1");
    }
    directive("Register", "temporal", List.of(), ALL, "");
  }

  private void bypasses(String type) {
    List<Tensor> tensors = DataSpaces.of(stage.stage());
    List<Tensor> streamed = tensors.stream().filter(levelled.atArray()::contains).toList();
    bypass("Buffer", type, tensors, streamed);
    if (levelled.fused()) {
      text.comment("The logits stay on chip (works from Timeloop 4cf6d4c of March 2025 on).");
      bypass("DRAM", type, tensors, tensors.stream().filter(DirectivesWriter::isLogits).toList());
    }
  }

  private static boolean isLogits(Tensor tensor) {
    return DataSpaces.name(tensor).equals(DataSpaces.LOGITS);
  }

  private void bypass(String target, String type, List<Tensor> tensors, List<Tensor> bypassing) {
    List<Tensor> kept = tensors.stream().filter(tensor -> !bypassing.contains(tensor)).toList();
    text.line(
        "- {target: %s, type: %s, keep: [%s], bypass: [%s]}"
            .formatted(target, type, DataSpaces.names(kept), DataSpaces.names(bypassing)));
  }

  /**
   * The attribute with what each core loads separately; Timeloop would count such a load once. Each
   * core streams for itself, even with multicast.
   */
  private String noMulticast() {
    List<Tensor> separate =
        DataSpaces.of(stage.stage()).stream()
            .filter(tensor -> split.rows() > 1 && !tensor.isIndexedBy(Dimension.ROW))
            .filter(tensor -> !accelerator.multicast() || levelled.atArray().contains(tensor))
            .toList();
    return separate.isEmpty()
        ? ""
        : ", no_multicast_no_reduction: [" + DataSpaces.names(separate) + "]";
  }

  /**
   * Adds a directive with these loops, outermost first, and factors of some dimensions; dimensions
   * without a loop get one iteration.
   */
  private void directive(
      String target, String type, List<LevelLoop> loops, Predicate<Dimension> given, String more) {
    List<LevelLoop> all = new ArrayList<>();
    for (Dimension dimension : stage.stage().dimensions()) {
      if (loops.stream().noneMatch(loop -> loop.dimension() == dimension)) {
        all.add(new LevelLoop(dimension, 1));
      }
    }
    all.addAll(loops);
    StringBuilder permutation = new StringBuilder();
    all.forEach(loop -> permutation.insert(0, DataSpaces.letter(loop.dimension())));
    String factors =
        all.stream()
            .filter(loop -> given.test(loop.dimension()))
            .map(DirectivesWriter::factor)
            .collect(Collectors.joining(" "));
    text.line(
        "- {target: %s, type: %s%s, permutation: %s%s}"
            .formatted(
                target,
                type,
                factors.isEmpty() ? "" : ", factors: '" + factors + "'",
                permutation,
                more));
  }

  private static String factor(LevelLoop loop) {
    String factor = DataSpaces.letter(loop.dimension()) + "=" + loop.count();
    return loop.isRagged() ? factor + "," + loop.lastCount() : factor;
  }
}
