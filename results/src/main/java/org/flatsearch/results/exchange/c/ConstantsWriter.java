package org.flatsearch.results.exchange.c;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Writes the constants: workload, accelerator and tiles as numbers, tile buffers and footprint as
 * expressions in them, so that the compiler derives them again when a number is edited.
 */
final class ConstantsWriter {
  /**
   * The approximate standard deviation of the logits of the pseudo-random inputs. With 1 the
   * weights of a row's keys differ, but none is so small that the check would not miss its key.
   */
  private static final double LOGIT_SPREAD = 1;

  private final TiledNest nest;
  private final Accelerator accelerator;
  private final AttentionWorkload workload;
  private final CText text = new CText();

  ConstantsWriter(TiledNest nest, Accelerator accelerator, AttentionWorkload workload) {
    this.nest = nest;
    this.accelerator = accelerator;
    this.workload = workload;
  }

  String write() {
    text.line("").line("#define LEAST(a, b) ((a) < (b) ? (a) : (b))");
    workload();
    accelerator();
    tiles();
    passes();
    buffers();
    return text.toString();
  }

  private void workload() {
    comment("The workload. A batch that takes too long can be cut with -DBATCH=1.");
    text.line("#ifndef BATCH");
    define("BATCH", workload.batch());
    text.line("#endif");
    define("QUERY_HEADS", workload.queryHeads());
    define("KEY_VALUE_HEADS", workload.keyValueHeads());
    define("QUERY_LENGTH", workload.queryLength());
    define("KEY_LENGTH", workload.keyLength());
    define("QUERY_DIM", workload.queryDim());
    define("VALUE_DIM", workload.valueDim());
    define("WORD_BYTES", workload.wordBytes());
    text.line("").line("/*");
    text.line(" * An instance is a (batch, key/value head) pair; its rows are the queries of all");
    text.line(" * query heads that share that head. So Q [batch][query head][query][dim] is also");
    text.line(" * Q [instance][row][dim], and O likewise.");
    text.line(" */");
    define("INSTANCES", "(BATCH * KEY_VALUE_HEADS)");
    define("ROWS", "(QUERY_LENGTH * (QUERY_HEADS / KEY_VALUE_HEADS))");
    define("KEYS", "KEY_LENGTH");
    comment("Inputs lie between -1 and 1; queries are scaled so that their logits spread.");
    // The product of two such inputs has variance 1/9, the sum of E of them E/9.
    double scale = 3 * LOGIT_SPREAD / Math.sqrt(workload.queryDim());
    define("QUERY_SCALE", String.format(Locale.ROOT, "%.6f", scale));
  }

  private void accelerator() {
    comment("The accelerator.");
    define("CORES", accelerator.cores());
    define("ARRAY_ROWS", accelerator.rows());
    define("ARRAY_COLUMNS", accelerator.columns());
    define("BUFFER_BYTES", accelerator.bufferBytes() + "LL");
    define("ACCUMULATOR_BYTES", accelerator.accumulatorBytes());
  }

  private void tiles() {
    comment("The schedule's tiles and slots. Edit them: the result stays, the moves change.");
    for (TiledLoop loop : nest.schedule().shared()) {
      tile(Stage.LOGIT, loop);
    }
    for (Stage stage : Stage.values()) {
      for (TiledLoop loop : nest.schedule().stage(stage).loops()) {
        tile(stage, loop);
      }
    }
    for (Tensor tensor : nest.tensors()) {
      define(
          CNames.macro(tensor, "SLOTS"),
          nest.isAtArray(tensor) ? 2 : nest.schedule().residency().get(tensor).slots());
    }
  }

  private void tile(Stage stage, TiledLoop loop) {
    define(CNames.tile(nest.form(), stage, loop.dimension()), loop.tile());
  }

  private void passes() {
    for (Stage stage : Stage.values()) {
      Stationarity stationarity = nest.schedule().stage(stage).stationarity();
      boolean transposed = nest.schedule().stage(stage).transposed();
      comment(
          "What one pass of the array covers: %s, %s stationary."
              .formatted(stage.jsonName(), stationarity.jsonName()));
      define(
          CNames.pass(stage, stationarity.x(stage)), transposed ? "ARRAY_COLUMNS" : "ARRAY_ROWS");
      define(
          CNames.pass(stage, stationarity.y(stage)), transposed ? "ARRAY_ROWS" : "ARRAY_COLUMNS");
      Dimension streams = stationarity.z(stage);
      define(CNames.pass(stage, streams), CNames.extent(streams) + " /* streams */");
    }
  }

  private void buffers() {
    comment("Words of a tile in the buffer; of a tensor streamed at the array, what a pass takes.");
    List<String> bytes = new ArrayList<>();
    for (Tensor tensor : nest.tensors()) {
      defineTileWords(tensor);
      bytes.add(
          "%s * %s * %s"
              .formatted(
                  CNames.macro(tensor, "SLOTS"),
                  CNames.macro(tensor, "TILE_WORDS"),
                  wordBytes(tensor)));
    }
    if (nest.isOnline()) {
      String rows = "TILE_ROW";
      if (nest.keepsStatisticsOfAllRows()) {
        define("ROWS_COME_AGAIN", "(TILE_KEY < KEYS)");
        rows = "(ROWS_COME_AGAIN ? ROWS : TILE_ROW)";
      }
      define("STATISTICS_TILE_WORDS", "((Index)2 * TILE_INSTANCE * " + rows + ")");
      bytes.add("STATISTICS_TILE_WORDS * ACCUMULATOR_BYTES");
    }
    comment("The footprint in the accelerator's bytes; here every word is a double.");
    for (Stage stage : Stage.values()) {
      defineOutputBytes(stage);
    }
    define("TILES_BYTES", "(" + String.join(" \\\n    + ", bytes) + ")");
    if (nest.schedule().isFused()) {
      define("FOOTPRINT_BYTES", "TILES_BYTES");
    } else {
      define("ROW_FITS", "(TILES_BYTES + (Index)KEYS * WORD_BYTES <= BUFFER_BYTES)");
      define("FOOTPRINT_BYTES", "(TILES_BYTES + (ROW_FITS ? (Index)KEYS * WORD_BYTES : 0))");
    }
  }

  private void defineTileWords(Tensor tensor) {
    StringBuilder words = new StringBuilder("((Index)");
    words.append(nest.isAtArray(tensor) ? "1" : "TILE_INSTANCE");
    for (Dimension dimension : CNames.matrix(tensor)) {
      words.append(nest.isAtArray(tensor) ? " \\\n    * " : " * ");
      words.append(extentHeld(tensor, dimension));
    }
    define(CNames.macro(tensor, "TILE_WORDS"), words.append(")").toString());
  }

  private String extentHeld(Tensor tensor, Dimension dimension) {
    String tile = CNames.tile(nest.form(), tensor.stage(), dimension);
    if (nest.isAtArray(tensor)) {
      return "LEAST(" + tile + ", " + CNames.pass(tensor.stage(), dimension) + ")";
    }
    return nest.holdsTile(tensor, dimension) ? tile : CNames.extent(dimension);
  }

  /** An output is held in accumulator words if it is summed up in more than one array pass. */
  private void defineOutputBytes(Stage stage) {
    Tensor output = nest.output(stage);
    Dimension reduction = stage.reduction();
    if (!nest.isAtArray(output)) {
      define(
          CNames.macro(output, "BYTES"),
          "(%s > LEAST(%s, %s) \\\n    ? ACCUMULATOR_BYTES : WORD_BYTES)"
              .formatted(
                  CNames.extent(reduction),
                  CNames.tile(nest.form(), stage, reduction),
                  CNames.pass(stage, reduction)));
    }
  }

  private String wordBytes(Tensor tensor) {
    boolean output = tensor == Tensor.O || tensor == nest.output(Stage.LOGIT);
    return output && !nest.isAtArray(tensor) ? CNames.macro(tensor, "BYTES") : "WORD_BYTES";
  }

  private void comment(String comment) {
    text.line("").line("/* " + comment + " */");
  }

  private void define(String macro, long value) {
    define(macro, Long.toString(value));
  }

  private void define(String macro, String value) {
    text.line("#define " + macro + " " + value);
  }
}
