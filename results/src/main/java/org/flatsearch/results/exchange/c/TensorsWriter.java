package org.flatsearch.results.exchange.c;

import java.util.ArrayList;
import java.util.List;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Tensor;

/** Writes the tensors, and the function that gives them their memory. */
final class TensorsWriter {
  private final TiledNest nest;

  TensorsWriter(TiledNest nest) {
    this.nest = nest;
  }

  /** All tensors of the program. */
  private List<Tensor> tensors() {
    List<Tensor> tensors = new ArrayList<>(nest.tensors());
    if (nest.isOnline()) {
      tensors.add(Tensor.STATISTICS);
    }
    return tensors;
  }

  String declarations() {
    CText text = new CText();
    if (nest.movesStatistics()) {
      text.line("/* Statistics leave when other rows come before the last keys. */");
      text.line("#define STATISTICS_LEAVE (TILE_KEY < KEYS && TILE_ROW < ROWS)");
    }
    if (nest.hasValuesInKeys()) {
      text.line("/* In the tiles of K; here only for the check. */");
      text.line("static Tensor V = {.rows = KEYS, .columns = VALUE_DIM};");
    }
    for (Tensor tensor : tensors()) {
      text.open("static Tensor " + CNames.variable(tensor) + " =");
      initial(tensor).forEach(field -> text.line(field + ","));
      text.closeWith("};");
    }
    if (!nest.schedule().isFused()) {
      text.line("static double *row; /* a row of logits in the softmax pass, if there is room */");
    }
    return text.toString();
  }

  private List<String> initial(Tensor tensor) {
    List<String> fields = new ArrayList<>();
    List<Dimension> matrix = CNames.matrix(tensor);
    boolean statistics = tensor == Tensor.STATISTICS;
    fields.add(".rows = " + CNames.extent(matrix.get(0)));
    fields.add(".columns = " + (statistics ? "2" : CNames.extent(matrix.get(1))));
    fields.add(".slots = " + (statistics ? "1" : CNames.macro(tensor, "SLOTS")));
    if (statistics) {
      fields.add(".stays = " + (nest.movesStatistics() ? "!STATISTICS_LEAVE" : "1"));
    } else if (nest.isAtArray(tensor)) {
      fields.add(".at_array = 1");
    }
    return fields;
  }

  /** The function that reserves DRAM and the buffer, and fills the inputs. */
  String memory() {
    CText text = new CText();
    text.open("static void allocate_all(void)");
    for (Tensor tensor : tensors()) {
      String words = CNames.macro(tensor, "TILE_WORDS");
      text.line("%s.tile_words = %s;".formatted(CNames.variable(tensor), words));
    }
    String rowWords = nest.schedule().isFused() ? "" : "\n      + (ROW_FITS ? KEYS : 0)";
    List<String> sizes =
        tensors().stream()
            .map(CNames::variable)
            .map(name -> name + ".slots * " + name + ".tile_words")
            .toList();
    text.line("/* The buffer: every slot of every tensor. */");
    text.line(
        "double *buffer = allocate_words(\n      "
            + String.join("\n      + ", sizes)
            + rowWords
            + ");");
    for (Tensor tensor : tensors()) {
      String name = CNames.variable(tensor);
      text.line(name + ".buffer = buffer;");
      text.line("buffer += " + name + ".slots * " + name + ".tile_words;");
    }
    if (!nest.schedule().isFused()) {
      text.line("row = buffer;");
    }
    for (Tensor tensor : tensors()) {
      dram(tensor, text);
    }
    if (nest.hasValuesInKeys()) {
      dram(Tensor.V, text);
    }
    if (nest.hasParts()) {
      text.line("for (Index s = 0; s < PARTS; s++) {");
      text.line("  sums[s] = allocate_words(INSTANCES * ROWS * VALUE_DIM);");
      text.line("  statistics_of_sums[s] = allocate_words(INSTANCES * ROWS * 2);");
      text.line("}");
    }
    text.line("fill(&Q, QUERY_SCALE);");
    text.line("fill(&K, 1);");
    if (nest.workload().valuesInKeys()) {
      text.line("/* V is the first columns of K. */");
      text.line("for (Index k = 0; k < INSTANCES * KEYS; k++)");
      text.line("  for (Index f = 0; f < VALUE_DIM; f++)");
      text.line("    V.dram[k * VALUE_DIM + f] = K.dram[k * QUERY_DIM + f];");
    } else {
      text.line("fill(&V, 1);");
    }
    text.close();
    return text.toString();
  }

  private void dram(Tensor tensor, CText text) {
    String name = CNames.variable(tensor);
    switch (tensor) {
      case LOGITS -> {}
      case LOGITS_IN -> text.line("logits_in.dram = logits_out.dram;");
      default -> {
        // Each part of the keys has arrays of its own for these.
        boolean isOfPart = tensor == Tensor.O || tensor == Tensor.STATISTICS;
        if (!nest.hasParts() || !isOfPart) {
          text.line(
              "%s.dram = allocate_words(INSTANCES * %s.rows * %s.columns);"
                  .formatted(name, name, name));
        }
      }
    }
    if (tensor == Tensor.LOGITS_OUT && nest.isMasked()) {
      text.line("/* What is not worked on has no weight. */");
      text.line("for (Index k = 0; k < INSTANCES * ROWS * KEYS; k++) logits_out.dram[k] = 0;");
    }
  }
}
