package org.flatsearch.results.exchange.c;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Tensor;

/**
 * Writes the loop nest: the shared loops, both stages inside them with the softmax between, and at
 * each loop the tiles that are held inside it.
 *
 * <p>A tile is fetched at the start of each iteration of its loop. The function that fetches skips
 * a tile that is there already, so a tile moves exactly when one of its own indices has changed.
 */
final class NestWriter {
  private final TiledNest nest;
  private final CoresWriter cores;
  private final CText text = new CText();

  NestWriter(TiledNest nest, CoresWriter cores) {
    this.nest = nest;
    this.cores = cores;
  }

  String write() {
    int shared = nest.form().count();
    text.open("static void attention(" + (nest.severalCores() ? "int core" : "void") + ")");
    int dealt = nest.severalCores() || nest.hasParts() ? nest.dealtLoops() : 0;
    if (nest.hasParts()) {
      openParts();
      sharedTiles(0, dealt);
    } else if (dealt > 0) {
      cores.openBlock(text);
      sharedTiles(0, dealt);
    }
    for (int position = dealt; position < shared; position++) {
      open(Stage.LOGIT, position);
      sharedTiles(position, position + 1);
    }
    if (nest.hasSteps()) {
      steps();
    }
    innermostSharedTiles();
    stage(Stage.LOGIT);
    softmax();
    stage(Stage.ATTEND);
    int loops = nest.hasParts() ? shared + 1 : shared - Math.max(0, dealt - 1);
    for (int loop = 0; loop < loops + (nest.hasSteps() ? 1 : 0); loop++) {
      text.close();
    }
    text.line("flush(&O);");
    if (nest.isOnline()) {
      text.line("flush(&statistics);");
    }
    text.close();
    return text.toString();
  }

  /** The loops over instances, parts of keys and dealt rows. */
  private void openParts() {
    if (nest.severalCores()) {
      cores.countTiles(text);
    }
    open(Stage.LOGIT, 0);
    text.open("for (Index s = 0; s < KEYS; s += KEY_PART)");
    text.line("if (!begin_part(s)) continue;");
    if (nest.dealsRows()) {
      if (nest.holdsRowsOfBlock()) {
        cores.rowsOfPart(text);
      }
      open(Stage.LOGIT, 1);
      text.line("if (!is_live(p, np, part_from, part_to - part_from)) continue;");
    }
    if (nest.severalCores()) {
      cores.skipOthers(text);
    }
  }

  private void open(Stage stage, int position) {
    Dimension dimension = nest.loop(stage, position);
    boolean hasSteps = dimension == Dimension.KEY && nest.hasSteps();
    String v = hasSteps ? "l" : String.valueOf(dimension.symbol());
    boolean isOfPart = dimension == Dimension.KEY && nest.hasParts();
    String begin = isOfPart ? "part_from" : "0";
    String extent = isOfPart ? "part_to" : CNames.extent(dimension);
    String tile = CNames.tile(nest.form(), stage, dimension);
    text.open("for (Index %s = %s; %s < %s; %s += %s)".formatted(v, begin, v, extent, v, tile));
    text.line("const Index n%s = least(%s, %s - %s);".formatted(v, tile, extent, v));
    if (nest.isIrregular()) {
      skip(stage, position, v);
    }
  }

  /** Skips what is not live, at the inner one of the loops over rows and keys. */
  private void skip(Stage stage, int position, String v) {
    int rows = nest.position(stage, Dimension.ROW);
    int keys = nest.position(stage, Dimension.KEY);
    if (position == Math.max(rows, keys)) {
      String m = position == keys ? v : "m";
      text.line("if (!is_live(p, np, %s, n%s)) continue;".formatted(m, m));
    } else if (position == keys) {
      text.line("if (!is_live(0, ROWS, %s, n%s)) continue;".formatted(v, v));
    }
  }

  private void steps() {
    text.open("for (Index m = l; m < l + nl; m += KEY_STEP)");
    text.line("const Index nm = least(KEY_STEP, l + nl - m);");
    if (nest.isIrregular()) {
      text.line("if (!is_live(p, np, m, nm)) continue;");
    }
    nest.tensors().stream().filter(nest::isOfStep).forEach(this::take);
  }

  /** Tiles that are held inside the shared loops {@code from} (inclusive) to {@code to}. */
  private void sharedTiles(int from, int to) {
    for (Tensor tensor : nest.tensors()) {
      int place = nest.place(tensor);
      boolean isHere = place >= from && place < to && !nest.isOfStep(tensor);
      if (isHere && !TiledNest.isLogits(tensor)) {
        take(tensor);
      }
    }
  }

  private void innermostSharedTiles() {
    if (nest.schedule().isFused()) {
      text.line("begin(&logits, " + nest.region(Tensor.LOGITS) + ");");
    }
    if (nest.isOnline()) {
      take(Tensor.STATISTICS);
    }
  }

  private void stage(Stage stage) {
    text.line("");
    text.line("/* " + (stage == Stage.LOGIT ? "Logit" : "Attend") + " */");
    Tensor logits = stage == Stage.LOGIT ? Tensor.LOGITS_OUT : Tensor.LOGITS_IN;
    boolean throughDram = !nest.schedule().isFused();
    int shared = nest.form().count();
    if (throughDram && nest.place(logits) < shared) {
      take(logits);
    }
    for (int position = shared; position < LoopNest.LOOPS; position++) {
      open(stage, position);
      for (Tensor tensor : nest.tensors()) {
        if (tensor.stage() == stage && nest.place(tensor) == position) {
          take(tensor);
        }
      }
    }
    tile(stage);
    for (int position = shared; position < LoopNest.LOOPS; position++) {
      text.close();
    }
    if (throughDram && stage == Stage.LOGIT) {
      text.line("flush(&logits_out);");
    }
  }

  private void take(Tensor tensor) {
    String region = nest.region(tensor);
    String name = CNames.variable(tensor);
    switch (tensor) {
      case O, LOGITS_OUT, STATISTICS ->
          text.line("accumulate(&%s, %s, %s);".formatted(name, region, nest.isFirst(tensor)));
      default -> text.line("fetch(&%s, %s);".formatted(name, region));
    }
  }

  private void tile(Stage stage) {
    String output = ranges(Dimension.INSTANCE, Dimension.ROW, stage.column());
    boolean rescales = stage == Stage.ATTEND && nest.isOnline() && !nest.isAtArray(Tensor.O);
    boolean isIrregular = nest.isIrregular();
    if (rescales) {
      String isLater = isIrregular ? "!is_first(p, m)" : "m > 0";
      text.line("if (" + isLater + ") rescale(" + output + ");");
    }
    if (stage == Stage.ATTEND && nest.beginsSumsByRowTile()) {
      text.line("if (is_first(p, m)) zero(&O, " + output + ");");
    }
    text.line(
        "%s_tile(%s, %s);".formatted(stage.jsonName(), output, TiledNest.range(stage.reduction())));
    cores.nextStep(text, stage);
    if (stage == Stage.ATTEND && nest.hasParts()) {
      if (!nest.isAtArray(Tensor.O)) {
        text.line("end_part(is_last(p, np, m, nm), f + nf == VALUE_DIM);");
      }
      text.line("if (is_last(p, np, m, nm)) keep_statistics(i, ni, p, np);");
    } else if (rescales) {
      String isLast = isIrregular ? "is_last(p, np, m, nm)" : "m + nm == KEYS";
      text.line("if (" + isLast + ") divide(" + output + ");");
    }
  }

  private void softmax() {
    text.line("");
    String rows = "i, ni, " + nest.sharedRange(Dimension.ROW);
    String keys = nest.isOnline() ? ", m, nm" : "";
    text.line("softmax(" + rows + keys + ");");
  }

  private static String ranges(Dimension first, Dimension second, Dimension third) {
    return TiledNest.range(first) + ", " + TiledNest.range(second) + ", " + TiledNest.range(third);
  }
}
