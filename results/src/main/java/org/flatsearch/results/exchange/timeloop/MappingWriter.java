package org.flatsearch.results.exchange.timeloop;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.flatsearch.results.exchange.levels.CoreSplit;
import org.flatsearch.results.exchange.levels.LevelLoop;
import org.flatsearch.results.exchange.levels.StageLevels;
import org.flatsearch.results.exchange.yaml.YamlText;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Tensor;

/** Writes the directives of one stage's mapping, outermost level first. */
final class MappingWriter {
  private final StageLevels stage;
  private final CoreSplit split;
  private final Set<Tensor> atArray;
  private final boolean multicast;
  private final YamlText text = new YamlText();

  /**
   * @param multicast whether a load of a held tensor counts once for all cores that share it
   */
  MappingWriter(StageLevels stage, CoreSplit split, Set<Tensor> atArray, boolean multicast) {
    this.stage = stage;
    this.split = split;
    this.atArray = atArray;
    this.multicast = multicast;
  }

  /** The mapping; {@code elements} is the number of PEs of all cores. */
  String write(List<String> notes, long elements, boolean leavesOutLogits) {
    text.notes(notes);
    text.open("mapping:");
    directive("DRAM", "temporal", stage.dram(), "");
    if (split.cores() > 1) {
      directive("DRAM", "spatial", split.loops(), ", split: 1" + noMulticast());
    }
    directive("Buffer", "temporal", stage.buffer(), "");
    if (elements > split.cores()) {
      directive("Buffer", "spatial", List.of(stage.rows(), stage.columns()), ", split: 1");
    }
    directive("Register", "temporal", List.of(), "");
    List<Tensor> tensors = DataSpaces.of(stage.stage());
    text.line(
        "- {target: Buffer, type: datatype, keep: [%s], bypass: [%s]}"
            .formatted(
                DataSpaces.names(
                    tensors.stream().filter(tensor -> !atArray.contains(tensor)).toList()),
                DataSpaces.names(tensors.stream().filter(atArray::contains).toList())));
    if (leavesOutLogits) {
      text.comment(
          "The logits of this schedule stay on chip. If your Timeloop counts a tensor that");
      text.comment("bypasses DRAM correctly (some versions do not), add");
      text.comment("- {target: DRAM, type: datatype, bypass: [Logits]}");
    }
    return text.toString();
  }

  /**
   * The attribute with what each core loads separately; Timeloop would count such a load once. Each
   * core streams for itself, even with multicast.
   */
  private String noMulticast() {
    List<Tensor> separate =
        DataSpaces.of(stage.stage()).stream()
            .filter(tensor -> split.rows() > 1 && !tensor.isIndexedBy(Dimension.ROW))
            .filter(tensor -> !multicast || atArray.contains(tensor))
            .toList();
    return separate.isEmpty()
        ? ""
        : ", no_multicast_no_reduction: [" + DataSpaces.names(separate) + "]";
  }

  /** Adds a directive with these loops, outermost first; other dimensions get one iteration. */
  private void directive(String target, String type, List<LevelLoop> loops, String split) {
    List<LevelLoop> all = new ArrayList<>();
    for (Dimension dimension : stage.stage().dimensions()) {
      if (loops.stream().noneMatch(loop -> loop.dimension() == dimension)) {
        all.add(new LevelLoop(dimension, 1));
      }
    }
    all.addAll(loops);
    StringBuilder permutation = new StringBuilder();
    all.forEach(loop -> permutation.insert(0, DataSpaces.letter(loop.dimension())));
    text.line(
        "- {target: %s, type: %s, factors: '%s', permutation: %s%s}"
            .formatted(
                target,
                type,
                all.stream().map(MappingWriter::factor).collect(Collectors.joining(" ")),
                permutation,
                split));
  }

  private static String factor(LevelLoop loop) {
    String factor = DataSpaces.letter(loop.dimension()) + "=" + loop.count();
    return loop.isRagged() ? factor + "," + loop.lastCount() : factor;
  }
}
