package org.flatsearch.results.exchange.tileflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.flatsearch.results.exchange.levels.CoreSplit;
import org.flatsearch.results.exchange.levels.LevelLoop;
import org.flatsearch.results.exchange.levels.LevelledSchedule;
import org.flatsearch.results.exchange.levels.StageLevels;
import org.flatsearch.results.exchange.yaml.YamlText;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.SharedLoops;
import org.flatsearch.schedule.Stage;

/**
 * Writes the tree of tiles. Factors and permutations are strings; a permutation names the innermost
 * loop first. A spatial tile names the level of its parent as its target, and its first letter lies
 * on the mesh's X side.
 */
final class TreeWriter {
  private final LevelledSchedule levelled;
  private final CoreSplit split;
  private final YamlText text = new YamlText();

  TreeWriter(LevelledSchedule levelled, CoreSplit split) {
    this.levelled = levelled;
    this.split = split;
  }

  String write(List<String> notes, List<String> remarks) {
    text.notes(notes).notes(remarks);
    text.open("mapping:");
    if (levelled.fused()) {
      tile("temporal", "DRAM", sharedLoops());
      text.line("subtree:").open("- node-type: Scope");
      text.line("type: " + (streams(levelled) ? "Sequential" : "Sharing"));
    } else {
      text.line("node-type: Scope").line("type: Sequential");
    }
    text.line("subtree:");
    for (Stage stage : Stage.values()) {
      operator(levelled.stage(stage));
    }
    return text.toString();
  }

  /** Whether a stage streams operands by DRAM loops of its own, keeping nothing for the other. */
  static boolean streams(LevelledSchedule levelled) {
    return Arrays.stream(Stage.values()).anyMatch(stage -> !levelled.ownDramLoops(stage).isEmpty());
  }

  /** One string per loop, {@code H=6}, outermost first. */
  private List<String> sharedLoops() {
    List<String> loops = new ArrayList<>();
    loops.add("B=1");
    for (LevelLoop loop : levelled.logit().dram()) {
      if (levelled.form().shares(loop.dimension())) {
        loops.add(factor(loop));
      }
    }
    if (levelled.form() == SharedLoops.INSTANCE_ROW) {
      loops.add("L=1");
    }
    return loops;
  }

  private void operator(StageLevels stage) {
    List<LevelLoop> own = levelled.fused() ? levelled.ownDramLoops(stage.stage()) : stage.dram();
    int nodes = 0;
    if (!levelled.fused()) {
      List<String> loops = new ArrayList<>(List.of("B=1"));
      own.forEach(loop -> loops.add(factor(loop)));
      child("temporal", "DRAM", loops);
      nodes++;
    } else if (!own.isEmpty() || streams(levelled) && split.cores() == 1) {
      // TileFlow stops at a scope with children of unlike targets: a tile of DRAM for each, then.
      List<String> loops = own.stream().map(TreeWriter::factor).toList();
      child("temporal", "DRAM", loops.isEmpty() ? List.of("L=1") : loops);
      text.line("bypass: [C]").line("profile: False");
      nodes++;
    }
    if (split.cores() > 1) {
      nest(nodes++);
      cores();
    }
    nest(nodes++);
    child("temporal", "SRAM", stage.buffer().stream().map(TreeWriter::factor).toList());
    nest(nodes++);
    child("Spatial", "SRAM", List.of(factor(stage.rows()), factor(stage.columns())));
    text.line("split: 1");
    nest(nodes++);
    child("temporal", "RF", ones(stage));
    text.line("subtree:");
    text.line("- {node-type: Op, name: " + Letters.operator(stage.stage()) + "}");
    for (int k = 0; k < nodes; k++) {
      text.close();
    }
  }

  private void nest(int nodesAbove) {
    if (nodesAbove > 0) {
      text.line("subtree:");
    }
  }

  private void cores() {
    child("Spatial", "DRAM", split.loops().stream().map(TreeWriter::factor).toList());
    text.line("split: 1");
  }

  private static List<String> ones(StageLevels stage) {
    return stage.buffer().stream()
        .map(LevelLoop::dimension)
        .filter(dimension -> dimension != Dimension.INSTANCE)
        .map(dimension -> Letters.of(dimension) + "=1")
        .toList();
  }

  private void child(String type, String target, List<String> factors) {
    text.open("- node-type: Tile");
    tileBody(type, target, factors);
  }

  private void tile(String type, String target, List<String> factors) {
    text.line("node-type: Tile");
    tileBody(type, target, factors);
  }

  private void tileBody(String type, String target, List<String> factors) {
    StringBuilder permutation = new StringBuilder();
    factors.forEach(factor -> permutation.insert(0, factor.charAt(0)));
    text.line("type: " + type);
    text.line("target: " + target);
    text.line("factors: " + String.join(" ", factors));
    text.line("permutation: " + permutation);
  }

  private static String factor(LevelLoop loop) {
    return Letters.of(loop.dimension()) + "=" + loop.count();
  }
}
