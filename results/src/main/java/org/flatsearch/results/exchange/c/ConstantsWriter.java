package org.flatsearch.results.exchange.c;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flatsearch.json.StrictJson;
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
    for (Map.Entry<Tensor, Double> size : sizes().entrySet()) {
      define(
          CNames.macro(size.getKey(), "WORD_BYTES"), StrictJson.number(size.getValue()).asText());
    }
    text.line("").line("/*");
    text.line(" * An instance is a (batch, key/value head) pair; its rows are the queries of all");
    if (nest.isMasked()) {
      text.line(" * query heads that share that head, ordered by query: Q [instance][row][dim] is");
      text.line(" * Q [batch][key/value head][query][query head of these][dim], and O likewise.");
    } else {
      text.line(
          " * query heads that share that head. So Q [batch][query head][query][dim] is also");
      text.line(" * Q [instance][row][dim], and O likewise.");
    }
    text.line(" */");
    define("GROUP", "(QUERY_HEADS / KEY_VALUE_HEADS)");
    define("INSTANCES", "(BATCH * KEY_VALUE_HEADS)");
    define("ROWS", "(QUERY_LENGTH * GROUP)");
    define("KEYS", "KEY_LENGTH");
    if (nest.isMasked()) {
      comment("The mask " + workload.mask() + ": the last query sees the last key.");
      int window = workload.mask().window();
      define("WINDOW", window < workload.keyLength() ? Integer.toString(window) : "KEY_LENGTH");
      define("ROW_OF(head, query)", "((query) * GROUP + (head))");
      define(
          "IS_VISIBLE(query, key)",
          "((key) <= (query) + KEY_LENGTH - QUERY_LENGTH \\\n"
              + "    && (key) > (query) + KEY_LENGTH - QUERY_LENGTH - WINDOW)");
    } else {
      define("ROW_OF(head, query)", "((head) * QUERY_LENGTH + (query))");
      define("IS_VISIBLE(query, key)", "((query) < QUERY_LENGTH && (key) < KEY_LENGTH)");
    }
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
    if (nest.hasParts()) {
      define("KEY_PART", nest.schedule().keyPart());
    }
    if (nest.hasSteps()) {
      define("KEY_STEP", nest.schedule().keyStep());
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
      side(stage, stationarity.x(stage), transposed ? "ARRAY_COLUMNS" : "ARRAY_ROWS");
      side(stage, stationarity.y(stage), transposed ? "ARRAY_ROWS" : "ARRAY_COLUMNS");
      Dimension streams = stationarity.z(stage);
      define(CNames.pass(stage, streams), CNames.extent(streams) + " /* streams */");
    }
  }

  /** Arrays lie side by side along rows. */
  private void side(Stage stage, Dimension dimension, String side) {
    boolean isLonger = dimension == Dimension.ROW && accelerator.arrays() > 1;
    String length = isLonger ? "(" + accelerator.arrays() + " * " + side + ")" : side;
    define(CNames.pass(stage, dimension), length);
  }

  private void buffers() {
    comment("Words of a tile in the buffer; of a tensor streamed at the array, what a pass takes.");
    List<String> bytes = new ArrayList<>();
    for (Tensor tensor : nest.tensors()) {
      defineTileWords(tensor);
      if (!nest.isInRegisters(tensor)) {
        String words = CNames.macro(tensor, "TILE_WORDS");
        if (tensor == Tensor.LOGITS && nest.isMasked() && !nest.isOnline()) {
          words = "TILE_INSTANCE * " + liveExtents(tensor).replace(", 1)", ", 0)");
        }
        bytes.add(CNames.macro(tensor, "SLOTS") + " * " + bytes(words, wordBytes(tensor)));
      }
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
      define("ROW_BYTES", bytes("(Index)KEYS", wordBytes(Tensor.SOFTMAX)));
      define("ROW_FITS", "(TILES_BYTES + ROW_BYTES <= BUFFER_BYTES)");
      define("FOOTPRINT_BYTES", "(TILES_BYTES + (ROW_FITS ? ROW_BYTES : 0))");
    }
  }

  private void defineTileWords(Tensor tensor) {
    StringBuilder words = new StringBuilder("((Index)");
    words.append(nest.isAtArray(tensor) ? "1" : "TILE_INSTANCE");
    String live = nest.isIrregular() && !nest.isAtArray(tensor) ? liveExtents(tensor) : "";
    if (!live.isEmpty()) {
      words.append(" * ").append(live);
    }
    for (Dimension dimension : CNames.matrix(tensor)) {
      boolean isInLive = dimension == Dimension.ROW || dimension == Dimension.KEY;
      if (live.isEmpty() || !isInLive) {
        words.append(nest.isAtArray(tensor) ? " \\\n    * " : " * ");
        words.append(extentHeld(tensor, dimension));
      }
    }
    define(CNames.macro(tensor, "TILE_WORDS"), words.append(")").toString());
  }

  private String extentHeld(Tensor tensor, Dimension dimension) {
    if (nest.isAtArray(tensor)) {
      String tile = nest.workTile(tensor.stage(), dimension);
      return "LEAST(" + tile + ", " + CNames.pass(tensor.stage(), dimension) + ")";
    }
    return nest.holdsTile(tensor, dimension)
        ? nest.heldTile(tensor, dimension)
        : CNames.extent(dimension);
  }

  /**
   * The elements of a tile along rows and keys where a mask decides: where one of them is cut
   * further in than the tile is held. Empty elsewhere.
   */
  private String liveExtents(Tensor tensor) {
    boolean hasRowTile = nest.holdsTile(tensor, Dimension.ROW);
    boolean hasKeyTile = nest.holdsTile(tensor, Dimension.KEY);
    String rowTile = CNames.tile(nest.form(), tensor.stage(), Dimension.ROW);
    String keyTile = CNames.tile(nest.form(), tensor.stage(), Dimension.KEY);
    String rows = hasRowTile ? rowTile : "ROWS";
    if (tensor == Tensor.LOGITS) {
      return hasKeyTile ? "" : "most_logits(" + rows + ", 1)";
    }
    boolean hasRows = tensor.isIndexedBy(Dimension.ROW);
    if (tensor.isIndexedBy(Dimension.KEY) && !hasKeyTile) {
      return (nest.hasParts() ? "most_keys_of_parts" : "most_keys")
          + "(%s, %s, %s)".formatted(rows, keyTile, hasRows ? "1" : "0");
    }
    if (hasRows && !hasRowTile && hasKeyTile) {
      String keys = tensor.isIndexedBy(Dimension.KEY) ? " * " + keyTile : "";
      return "most_rows(%s, %s)".formatted(rowTile, keyTile) + keys;
    }
    return "";
  }

  /** An output is held in accumulator words if it is summed up in more than one array pass. */
  private void defineOutputBytes(Stage stage) {
    Tensor output = nest.output(stage);
    Dimension reduction = stage.reduction();
    if (!nest.isAtArray(output)) {
      double size = size(output);
      String sums =
          size > accelerator.accumulatorBytes() && size != workload.wordBytes()
              ? sizeMacro(output)
              : "ACCUMULATOR_BYTES";
      define(
          CNames.macro(output, "BYTES"),
          "(%s > LEAST(%s, %s) \\\n    ? %s : %s)"
              .formatted(
                  CNames.extent(reduction),
                  nest.workTile(stage, reduction),
                  CNames.pass(stage, reduction),
                  sums,
                  sizeMacro(output)));
    }
  }

  private String wordBytes(Tensor tensor) {
    boolean output = tensor == Tensor.O || tensor == nest.output(Stage.LOGIT);
    return output && !nest.isAtArray(tensor) ? CNames.macro(tensor, "BYTES") : sizeMacro(tensor);
  }

  /** The macro of the size of a word of {@code tensor}. */
  private String sizeMacro(Tensor tensor) {
    return sizes().containsKey(tensor) ? CNames.macro(tensor, "WORD_BYTES") : "WORD_BYTES";
  }

  /** Bytes of words, rounded up where words can have half bytes. */
  private String bytes(String words, String wordBytes) {
    boolean hasHalves = sizes().values().stream().anyMatch(size -> size % 1 != 0);
    return hasHalves
        ? "(Index)((double)(%s) * %s + 0.5)".formatted(words, wordBytes)
        : words + " * " + wordBytes;
  }

  /** Sizes of words that are not WORD_BYTES. */
  private Map<Tensor, Double> sizes() {
    Map<Tensor, Double> sizes = new EnumMap<>(Tensor.class);
    List<Tensor> tensors = nest.tensors();
    if (!nest.schedule().isFused()) {
      tensors.add(Tensor.SOFTMAX);
    }
    for (Tensor tensor : tensors) {
      if (size(tensor) != workload.wordBytes()) {
        sizes.put(tensor, size(tensor));
      }
    }
    return sizes;
  }

  private double size(Tensor tensor) {
    return switch (tensor) {
      case Q -> workload.bytes().q();
      case K -> workload.bytes().k();
      case V -> workload.bytes().v();
      case O -> workload.bytes().o();
      default -> workload.logitBytes();
    };
  }

  /** The expression of all bytes that have moved between DRAM and the chip. */
  String movedBytes() {
    List<String> bytes = new ArrayList<>();
    for (Tensor tensor : nest.tensors()) {
      if (tensor != Tensor.LOGITS) {
        bytes.add("(double)%s.moved * %s".formatted(CNames.variable(tensor), sizeMacro(tensor)));
      }
    }
    if (!nest.schedule().isFused()) {
      bytes.add("(double)softmax_moved * " + sizeMacro(Tensor.SOFTMAX));
    }
    if (nest.isOnline()) {
      String size = nest.hasParts() ? "ACCUMULATOR_BYTES" : "WORD_BYTES";
      bytes.add("(double)statistics.moved * " + size);
    }
    return String.join("\n           + ", bytes);
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
