package org.flatsearch.cost.walk;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/** One core that walks its tiles, counting every word that moves. */
final class CoreWalk {
  /** Decides whether a tile that a core loads is read from DRAM for it alone. */
  @FunctionalInterface
  interface Dram {
    /** Whether {@code tile} has to be read, rather than received with another core's load. */
    boolean reads(HeldTile tile);
  }

  private static final int DIMENSIONS = Dimension.values().length;

  private final StepShape shape;
  private final Map<Stage, List<HeldTile>> inputs = new EnumMap<>(Stage.class);
  private final Map<Stage, List<HeldTile>> outputs = new EnumMap<>(Stage.class);
  private final int[] index = new int[DIMENSIONS];

  /** What this core has counted; the walk replaces it to count from zero again. */
  WordCounts counts = new WordCounts();

  CoreWalk(StepShape shape) {
    this.shape = shape;
    for (Stage stage : Stage.values()) {
      inputs.put(stage, new ArrayList<>());
      outputs.put(stage, new ArrayList<>());
      for (HeldTile tile : shape.heldTiles(stage)) {
        (tile.isOutput() ? outputs : inputs).get(stage).add(tile);
      }
    }
  }

  /** The tile indices of the step that this core is at; the walk sets them. */
  int[] index() {
    return index;
  }

  /** One DRAM tile of {@code stage}: moves what has to move, then the array's passes. */
  void step(Stage stage, Dram dram) {
    for (HeldTile tile : inputs.get(stage)) {
      if (tile.isReplacedAt(index)) {
        tile.replaceAt(index);
        if (dram.reads(tile)) {
          counts.load(tile.tensor, tile.words());
        } else {
          counts.receive(tile.words());
        }
      }
    }
    for (HeldTile tile : outputs.get(stage)) {
      if (tile.isReplacedAt(index)) {
        store(tile);
        tile.replaceAt(index);
        if (tile.isLoadedAt(index)) {
          counts.load(tile.tensor, tile.words());
        }
      }
    }
    passes(stage);
    if (stage == Stage.ATTEND && shape.tiling().completesSums(stage, index)) {
      long outputWords = shape.outputWords(stage, index);
      counts.softmaxOutputs += outputWords;
      counts.softmaxUpdates(outputWords);
    }
  }

  private void passes(Stage stage) {
    ArrayPasses.Words words = shape.passes(stage, index);
    long instances = shape.instances(stage, index);
    Tensor left = shape.left(stage);
    Tensor right = stage.weight();
    Tensor output = shape.output(stage);
    counts.arrayReads(left, shape.isAtArray(left), instances * words.left);
    counts.arrayReads(right, shape.isAtArray(right), instances * words.right);
    counts.arrayReads(output, shape.isAtArray(output), instances * words.outputReads);
    counts.arrayWrites(output, shape.isAtArray(output), instances * words.outputWrites);
    counts.multiplyAccumulates += instances * words.multiplyAccumulates;
    counts.arrayCycles += instances * words.cycles;
  }

  /** The softmax of the logits of the current shared tile, between its two stages. */
  void softmax() {
    long logits = shape.sharedLogits(index);
    counts.softmaxLogits += logits;
    // Each is read twice, for the maximum and for the exponential, and written once.
    counts.softmaxReads(logits);
    counts.softmaxUpdates(logits);
    if (shape.rescales(index)) {
      counts.rescalingOperations += shape.rescalingOperations(index);
      counts.softmaxUpdates(shape.rescaledWords(index));
    }
    if (!shape.isFused()) {
      counts.readTransfers++;
      counts.dramReads[Tensor.SOFTMAX.ordinal()] += shape.softmaxReadsPerLogit() * logits;
      counts.receive(shape.softmaxReadsPerLogit() * logits);
      counts.store(Tensor.SOFTMAX, logits);
    }
  }

  /** Makes this core hold the tiles that its current step works with, without counting. */
  void hold(Stage stage) {
    inputs.get(stage).forEach(tile -> tile.replaceAt(index));
    outputs.get(stage).forEach(tile -> tile.replaceAt(index));
  }

  /** Stores what is still held when the core's last tile is done. */
  void finish() {
    outputs.values().forEach(tiles -> tiles.forEach(this::store));
  }

  private void store(HeldTile tile) {
    if (tile.words() > 0) {
      counts.store(tile.tensor, tile.words());
      tile.release();
    }
  }
}
