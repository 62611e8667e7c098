package org.flatsearch.results.exchange.c;

import org.flatsearch.schedule.Stage;

/**
 * Writes what depends on the number of cores. A single core runs the shared loops as they are.
 * Several cores run one after the other, each over its block of the dealt tiles, beginning with an
 * empty buffer. With multicast a log of loads says which words an earlier core has read from DRAM
 * already.
 */
final class CoresWriter {
  private final TiledNest nest;
  private final boolean multicast;

  /**
   * @param multicast whether the accelerator has multicast
   */
  CoresWriter(TiledNest nest, boolean multicast) {
    this.nest = nest;
    // Only cores in the same instance tile need the same keys and values.
    // With a mask or parts they do not go through them in step.
    boolean inStep = !nest.isMasked() && nest.schedule().keyPart() == 0;
    this.multicast = multicast && nest.severalCores() && nest.dealsRows() && inStep;
  }

  /** Whether the program logs loads. */
  boolean logsLoads() {
    return multicast;
  }

  /** The function that says which tiles each core has; nothing for a single core. */
  String dealing() {
    if (!nest.severalCores()) {
      return "";
    }
    CText text = new CText();
    String rowTiles = nest.dealsRows() ? "((ROWS - 1) / TILE_ROW + 1)" : "1";
    text.line("/* The shared tiles are dealt to the cores in contiguous blocks. */");
    if (nest.hasParts()) {
      tilesOfParts(text);
    } else {
      text.line("#define ROW_TILES " + rowTiles);
    }
    text.line("#define TILES (((INSTANCES - 1) / TILE_INSTANCE + (Index)1) * ROW_TILES)");
    text.line("");
    text.open("static Index first_tile(Index core)");
    text.line("const Index more = TILES % CORES;");
    text.line("return core * (TILES / CORES) + (core < more ? core : more);");
    text.close();
    return text.toString();
  }

  /** The tiles of an instance: rows, or tiles of rows, with the parts in which they see keys. */
  private void tilesOfParts(CText text) {
    String rows = nest.dealsRows() ? "TILE_ROW" : "ROWS";
    text.open("static Index tiles_of_parts(void)");
    text.line("Index tiles = 0;");
    text.line("set_part(0, KEYS);");
    text.line("for (Index s = 0; s < KEYS; s += KEY_PART)");
    text.line("  for (Index p = 0; p < ROWS; p += %s)".formatted(rows));
    text.line(
        "    tiles += is_live(p, least(%s, ROWS - p), s, least(KEY_PART, KEYS - s));"
            .formatted(rows));
    text.line("return tiles;");
    text.close();
    text.line("#define ROW_TILES tiles_of_parts()");
  }

  /** Counts the tiles before those of {@code core}, and where they end, before all loops. */
  void countTiles(CText text) {
    text.line("const Index from = first_tile(core), to = first_tile(core + 1);");
    text.line("Index tile = 0;");
  }

  /** The rows that this core has of a part of an instance, where they are held together. */
  void rowsOfPart(CText text) {
    text.line("/* The rows of this part of the instances that are dealt to this core. */");
    text.line("const Index p_least = rows_from(part_from, part_to - part_from, TILE_ROW);");
    text.line("const Index p_end = rows_to(part_from, part_to - part_from, TILE_ROW);");
    text.line("const Index p_first = p_least + (from > tile ? from - tile : 0) * TILE_ROW;");
    text.line("const Index p_count = least(p_end, p_least + (to - tile) * TILE_ROW) - p_first;");
  }

  /** Skips the tiles of other cores. */
  void skipOthers(CText text) {
    text.line("const Index number = tile++;");
    text.line("if (number < from || number >= to) continue;");
  }

  /** Opens the loop over the tiles of {@code core}, with the indices of the dealt loops. */
  void openBlock(CText text) {
    text.open("for (Index tile = first_tile(core); tile < first_tile(core + 1); tile++)");
    text.line("const Index i = tile / ROW_TILES * TILE_INSTANCE;");
    text.line("const Index ni = least(TILE_INSTANCE, INSTANCES - i);");
    if (nest.dealsRows()) {
      text.line("const Index p = tile % ROW_TILES * TILE_ROW;");
      text.line("const Index np = least(TILE_ROW, ROWS - p);");
    }
    if (nest.holdsRowsOfBlock()) {
      text.line("/* The rows of these instances that are dealt to this core. */");
      text.line("const Index begin_i = tile - tile % ROW_TILES, end_i = begin_i + ROW_TILES;");
      text.line("const Index from = first_tile(core) > begin_i ? first_tile(core) - begin_i : 0;");
      text.line(
          "const Index to = (first_tile(core + 1) < end_i ? first_tile(core + 1) : end_i) -"
              + " begin_i;");
      text.line("const Index p_first = from * TILE_ROW;");
      text.line("const Index p_count = LEAST(ROWS, to * TILE_ROW) - p_first;");
    }
  }

  /** Adds what follows a tile of {@code stage}: the next step of the log. */
  void nextStep(CText text, Stage stage) {
    if (multicast) {
      text.line("NEXT_STEP(" + stage.jsonName() + "_step);");
    }
  }

  /** Adds the statements of main that compute attention. */
  void run(CText text) {
    if (!nest.severalCores()) {
      text.line("attention();");
      return;
    }
    if (multicast) {
      text.paste("#ifdef COUNT\n");
      for (Stage stage : Stage.values()) {
        text.line("%s_loads = allocate(".formatted(stage.jsonName()));
        text.line("    first_tile(1) * %s".formatted(nest.ownTiles(stage)));
        text.line("    * CORES, sizeof(Load));");
      }
      text.paste("#endif\n");
    }
    text.open("for (int core = 0; core < CORES; core++)");
    nest.tensors().forEach(tensor -> text.line(CNames.variable(tensor) + ".held = 0;"));
    if (multicast) {
      text.paste("#ifdef COUNT\n");
      text.line("core_now = core;");
      text.line("logit_step = attend_step = 0;");
      text.paste("#endif\n");
    }
    text.line("attention(core);");
    text.close();
  }
}
