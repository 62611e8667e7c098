package org.flatsearch.results.exchange.accelforge;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.flatsearch.results.exchange.levels.CoreSplit;
import org.flatsearch.results.exchange.levels.Divisors;
import org.flatsearch.results.exchange.levels.Moves;
import org.flatsearch.results.exchange.levels.PeerCosts;
import org.flatsearch.results.exchange.levels.PeerNotes;
import org.flatsearch.results.exchange.yaml.YamlText;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Writes the nodes of a mapping. Only the outermost loop over a dimension may be ragged. Each loop
 * states the tile below it; loops of one iteration are left out. A tensor without a storage node in
 * the buffer is streamed past it.
 */
final class NodesWriter {
  private final AttentionSchedule schedule;
  private final Accelerator accelerator;
  private final AttentionWorkload workload;
  private final CoreSplit split;
  private final List<String> notes;
  private final Moves moves;
  private final YamlText text = new YamlText();
  private boolean ragged;

  NodesWriter(
      AttentionSchedule schedule,
      Accelerator accelerator,
      AttentionWorkload workload,
      CoreSplit split,
      List<String> notes) {
    this.schedule = schedule;
    this.accelerator = accelerator;
    this.workload = workload;
    this.split = split;
    this.notes = notes;
    this.moves = new Moves(schedule, workload);
  }

  /** The nodes; adds a note for each side of the array that is not filled. */
  String nodes() {
    text.open("mapping:").line("nodes:");
    boolean fused = schedule.isFused();
    storage("MainMemory", fused ? "Q, K, V, AV" : "Q, K, V, AV, QK, QK_softmax");
    if (fused) {
      sharedLoops(List.of(Stage.values()));
      storage("GlobalBuffer", "QK, QK_softmax");
    }
    text.open("- !Sequential").line("nodes:");
    writeNest(Stage.LOGIT);
    softmax();
    writeNest(Stage.ATTEND);
    return text.toString();
  }

  /** Whether a loop of the nodes ends with a smaller tile. */
  boolean isRagged() {
    return ragged;
  }

  private void writeNest(Stage stage) {
    text.open("- !Nested").line("nodes:");
    if (!schedule.isFused()) {
      sharedLoops(List.of(stage));
    }
    for (TiledLoop loop : schedule.stage(stage).loops()) {
      ragged |= extent(loop.dimension()) % loop.tile() != 0;
      if (loop.tile() < extent(loop.dimension())) {
        temporal(loop.dimension(), loop.tile());
      }
      storages(List.of(stage), loop.dimension());
    }
    array(stage);
    text.close();
  }

  private void sharedLoops(List<Stage> stages) {
    for (TiledLoop loop : schedule.shared()) {
      Dimension dimension = loop.dimension();
      ragged |= extent(dimension) % loop.tile() != 0;
      int ways = dimension == Dimension.INSTANCE ? split.instances() : 1;
      long around = (long) loop.tile() * ways;
      long whole =
          dimension == Dimension.ROW ? extent(dimension) / split.rows() : extent(dimension);
      if (around < whole) {
        temporal(dimension, around);
      }
      if (dimension == Dimension.INSTANCE) {
        spatial(dimension, loop.tile(), "instances", "GlobalBuffer", split.instances());
        // Outside the first storage in the buffer, so that each core has its own.
        spatialRows();
      }
      storages(stages, dimension);
    }
  }

  /** Spreads all instances and rows over the cores, each core's in one tile. */
  private void cores() {
    spatial(
        Dimension.INSTANCE,
        extent(Dimension.INSTANCE) / split.instances(),
        "instances",
        "GlobalBuffer",
        split.instances());
    spatialRows();
  }

  private void spatialRows() {
    int rows = extent(Dimension.ROW) / split.rows();
    spatial(Dimension.ROW, rows, "rows", "GlobalBuffer", split.rows());
  }

  /**
   * Adds storage in the buffer for the tensors held inside the loop over {@code dimension}. Storage
   * is as far out as it can be: below a loop that does not change its tile, AccelForge may fetch
   * that again.
   */
  private void storages(List<Stage> stages, Dimension dimension) {
    String tensors =
        schedule.residency().entrySet().stream()
            .filter(entry -> !entry.getValue().isAtArray())
            .map(Map.Entry::getKey)
            .filter(tensor -> tensor != Tensor.LOGITS && stages.contains(tensor.stage()))
            .filter(tensor -> moves.outermostPlace(tensor) == dimension)
            .map(Ranks::tensor)
            .collect(Collectors.joining(", "));
    if (!tensors.isEmpty()) {
      storage("GlobalBuffer", tensors);
    }
  }

  private void array(Stage stage) {
    Stationarity stationarity = schedule.stage(stage).stationarity();
    boolean transposed = schedule.stage(stage).transposed();
    Dimension onRows = transposed ? stationarity.y(stage) : stationarity.x(stage);
    Dimension onColumns = transposed ? stationarity.x(stage) : stationarity.y(stage);
    int rows = side(stage, onRows, accelerator.rows(), "rows");
    int columns = side(stage, onColumns, accelerator.columns(), "columns");
    passes(stage, Dimension.INSTANCE, 1);
    passes(stage, onRows, rows);
    passes(stage, onColumns, columns);
    spatial(onRows, 1, "array_rows", "Register", rows);
    spatial(onColumns, 1, "array_columns", "Register", columns);
    storage("Register", Ranks.tensor(stationary(stage, stationarity)));
    passes(stage, stationarity.z(stage), 1);
    compute(stage == Stage.LOGIT ? "QK" : "AV", "MAC");
  }

  private static Tensor stationary(Stage stage, Stationarity stationarity) {
    return switch (stationarity) {
      case OUTPUT -> stage.output(false);
      case WEIGHT -> stage.weight();
      case INPUT -> stage.input(false);
    };
  }

  private int side(Stage stage, Dimension dimension, int side, String name) {
    int tile = schedule.tile(stage, dimension);
    int most = Math.min(side, tile);
    // The outermost loop of a dimension may be ragged: that over passes, if there is one tile.
    int used = tile == extent(dimension) ? most : Divisors.largest(tile, most);
    ragged |= tile % used != 0;
    if (used < most) {
      notes.add(PeerNotes.side(stage, dimension, tile, used, side + " array " + name));
    }
    return used;
  }

  private void passes(Stage stage, Dimension dimension, int below) {
    if (below < schedule.tile(stage, dimension)) {
      temporal(dimension, below);
    }
  }

  /** Adds the softmax: of the logits of a shared tile or, row by row, of those in DRAM. */
  private void softmax() {
    text.open("- !Nested").line("nodes:");
    boolean fused = schedule.isFused();
    if (fused) {
      passes(Stage.LOGIT, Dimension.INSTANCE, 1);
    } else {
      cores();
      temporal(Dimension.INSTANCE, 1);
    }
    temporal(Dimension.ROW, 1);
    if (!fused && rowFits()) {
      storage("GlobalBuffer", "QK, QK_softmax");
    }
    temporal(Dimension.KEY, 1);
    compute("QK_softmax", "SoftmaxUnit");
    text.close();
  }

  /** Whether the model finds room for a row of logits beside the tiles, so that it moves once. */
  private boolean rowFits() {
    return PeerCosts.of(schedule, accelerator, workload)
        .footprintBytesByTensor()
        .containsKey(Tensor.SOFTMAX);
  }

  private int extent(Dimension dimension) {
    return Extents.of(workload, dimension);
  }

  private void temporal(Dimension dimension, long tile) {
    text.line(
        "- !Temporal {rank_variable: %s, tile_shape: %s}"
            .formatted(Ranks.variable(dimension), tile));
  }

  private void spatial(Dimension dimension, int tile, String name, String component, int ways) {
    if (ways > 1) {
      text.line(
          "- !Spatial {rank_variable: %s, tile_shape: %s, name: %s, component: %s}"
              .formatted(Ranks.variable(dimension), tile, name, component));
    }
  }

  private void storage(String component, String tensors) {
    text.line("- !Storage {tensors: [%s], component: %s}".formatted(tensors, component));
  }

  private void compute(String einsum, String component) {
    text.line("- !Compute {einsum: %s, component: %s}".formatted(einsum, component));
  }
}
