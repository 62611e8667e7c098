package org.flatsearch.results.exchange.c;

import java.util.List;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;

/**
 * Writes the function that does one tile of a stage on the array, pass by pass. A tensor that is
 * streamed at the array moves its part of each pass; its output begins with the first pass along
 * the reduction. An output that bypasses the buffer is rescaled for an online softmax on its way.
 */
final class PassesWriter {
  private final TiledNest nest;

  PassesWriter(TiledNest nest) {
    this.nest = nest;
  }

  String write(Stage stage) {
    Dimension column = stage.column();
    Dimension reduction = stage.reduction();
    List<Dimension> loops = List.of(Dimension.ROW, column, reduction);
    CText text = new CText();
    text.line("/* " + description(stage) + " */");
    StringBuilder parameters = new StringBuilder("Index i, Index ni");
    for (Dimension dimension : loops) {
      parameters.append(", Index %s, Index n%s".formatted(dimension.symbol(), dimension.symbol()));
    }
    text.open("static void %s_tile(%s)".formatted(stage.jsonName(), parameters));
    text.open("for (Index ii = i; ii < i + ni; ii++)");
    for (Dimension dimension : loops) {
      open(stage, dimension, text);
    }
    for (Tensor tensor : List.of(nest.input(stage), nest.weight(stage))) {
      if (tensor.stage() == stage && nest.isAtArray(tensor)) {
        text.line("fetch(&%s, %s);".formatted(CNames.variable(tensor), passRegion(tensor)));
      }
    }
    Tensor output = nest.output(stage);
    if (nest.isAtArray(output)) {
      String isFirst =
          nest.isIrregular() && stage == Stage.ATTEND
              ? "mm == m && is_first(p, m)"
              : twice(reduction) + " == 0";
      text.line(
          "accumulate(&%s, %s, %s);"
              .formatted(CNames.variable(output), passRegion(output), isFirst));
    }
    boolean rescales = output == Tensor.O && nest.isOnline() && nest.isAtArray(output);
    if (rescales) {
      String isLater = nest.isIrregular() ? "!is_first(p, m)" : "m > 0";
      text.line("if (" + isLater + " && mm == m) rescale(" + passRegion(output) + ");");
    }
    multiply(stage, text);
    String isLast =
        nest.isIrregular() ? "mm + nmm == m + nm && is_last(p, np, m, nm)" : "mm + nmm == KEYS";
    if (rescales && nest.hasParts()) {
      text.line("end_part(" + isLast + ", ff + nff == VALUE_DIM);");
    } else if (rescales) {
      text.line("if (" + isLast + ") divide(" + passRegion(output) + ");");
    }
    for (int k = 0; k < loops.size() + 2; k++) {
      text.close();
    }
    return text.toString();
  }

  private String description(Stage stage) {
    Stationarity stationarity = nest.schedule().stage(stage).stationarity();
    boolean transposed = nest.schedule().stage(stage).transposed();
    Dimension x = stationarity.x(stage);
    Dimension y = stationarity.y(stage);
    return "A tile of %s on the array: %s on the PE rows, %s on the columns, %s streams."
        .formatted(
            stage == Stage.LOGIT ? "Logit" : "Attend",
            (transposed ? y : x).jsonName(),
            (transposed ? x : y).jsonName(),
            stationarity.z(stage).jsonName());
  }

  private void open(Stage stage, Dimension dimension, CText text) {
    String v = String.valueOf(dimension.symbol());
    String w = twice(dimension);
    String pass = CNames.pass(stage, dimension);
    text.open("for (Index %s = %s; %s < %s + n%s; %s += %s)".formatted(w, v, w, v, v, w, pass));
    text.line("const Index n%s = least(%s, %s + n%s - %s);".formatted(w, pass, v, v, w));
  }

  /** The elements of a tensor that one pass works with. */
  private static String passRegion(Tensor tensor) {
    StringBuilder region = new StringBuilder("ii, 1");
    for (Dimension dimension : CNames.matrix(tensor)) {
      region.append(", %s, n%s".formatted(twice(dimension), twice(dimension)));
    }
    return region.toString();
  }

  private void multiply(Stage stage, CText text) {
    String input = CNames.variable(nest.input(stage));
    String weight = CNames.variable(nest.weight(stage));
    String output = CNames.variable(nest.output(stage));
    String column = twice(stage.column());
    String reduction = twice(stage.reduction());
    String reduced = "n" + reduction;
    boolean readsKeysForValues = stage == Stage.ATTEND && nest.hasValuesInKeys();
    if (readsKeysForValues && nest.isMasked() && !nest.isOnline()) {
      text.line("/* A tile of K ends with a tile of Logit; keys beyond it are not visible. */");
      text.line("const Index from = mm > K.r ? mm : K.r;");
      text.line("const Index reduced = least(mm + nmm, K.r + K.nr) - from;");
      reduction = "from";
      reduced = "reduced";
    }
    text.line("multiply(npp, n%s, %s,".formatted(column, reduced));
    text.line("         at(&%s, ii, pp, %s), %s.nc,".formatted(input, reduction, input));
    text.line(
        stage == Stage.LOGIT
            ? "         at(&%s, ii, %s, %s), %s.nc, 1,".formatted(weight, column, reduction, weight)
            : "         at(&%s, ii, %s, %s), 1, %s.nc,"
                .formatted(weight, reduction, column, weight));
    text.line("         at(&%s, ii, pp, %s), %s.nc);".formatted(output, column, output));
  }

  private static String twice(Dimension dimension) {
    return String.valueOf(dimension.symbol()).repeat(2);
  }
}
