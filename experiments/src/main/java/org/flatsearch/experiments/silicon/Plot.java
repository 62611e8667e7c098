package org.flatsearch.experiments.silicon;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Measured against predicted times as an SVG, both logarithmic, with a band of ±10%. */
final class Plot {
  private static final int SIDE = 460;
  private static final int LEFT = 60;
  private static final int TOP = 20;
  private static final double BAND = 0.1;
  private static final double[] TICKS = {1, 2, 5};
  private static final List<String> COLOURS =
      List.of("#2f6fb7", "#a8650b", "#257a52", "#b83a3a", "#6b4fa0", "#3d4756");

  private final StringBuilder svg = new StringBuilder();
  private final double low;
  private final double high;

  private Plot(double least, double most) {
    low = Math.log10(0.8 * least);
    high = Math.log10(1.25 * most);
  }

  /** The plot of the predictions of each chip. */
  static String of(Map<String, List<Prediction>> chips) {
    double[] times =
        chips.values().stream()
            .flatMap(List::stream)
            .flatMap(each -> Stream.of(each.seconds(), each.row().seconds()))
            .mapToDouble(seconds -> 1000 * seconds)
            .sorted()
            .toArray();
    Plot plot = new Plot(times[0], times[times.length - 1]);
    plot.axes();
    int chip = 0;
    for (Map.Entry<String, List<Prediction>> entry : chips.entrySet()) {
      plot.points(entry.getKey(), entry.getValue(), chip++);
    }
    return plot.svg.append("</svg>\n").toString();
  }

  private void axes() {
    add(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="sans-serif" font-size="12" fill="#3d4756">
        <title>Measured and predicted times of attention kernels, in milliseconds</title>
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        <clipPath id="c"><rect x="%d" y="%d" width="%d" height="%d"/></clipPath>
        """,
        LEFT + SIDE + 20, TOP + SIDE + 50, LEFT, TOP, SIDE, SIDE);
    double below = LEFT + SIDE;
    double wide = SIDE * Math.log10(1 + BAND) / (high - low);
    double narrow = SIDE * -Math.log10(1 - BAND) / (high - low);
    add(
        "<polygon clip-path=\"url(#c)\" fill=\"#e3e8ef\" points=\"%d,%.1f %.1f,%.1f %.1f,%.1f"
            + " %d,%.1f\"/>%n",
        LEFT, TOP + SIDE - wide, below, TOP - wide, below, TOP + narrow, LEFT, TOP + SIDE + narrow);
    for (int power = (int) Math.floor(low); power <= high; power++) {
      for (double tick : TICKS) {
        double value = tick * Math.pow(10, power);
        if (Math.log10(value) >= low && Math.log10(value) <= high) {
          tick(value);
        }
      }
    }
    add(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#3d4756\"/>%n",
        LEFT, TOP, SIDE, SIDE);
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">measured, ms</text>%n",
        LEFT + SIDE / 2, TOP + SIDE + 40);
    add(
        "<text transform=\"translate(16 %d) rotate(-90)\" text-anchor=\"middle\">predicted,"
            + " ms</text>%n",
        TOP + SIDE / 2);
  }

  private void tick(double value) {
    String text =
        String.format(Locale.ROOT, value < 1 ? "%.2g" : "%.0f", value)
            .replaceAll("(\\..*)0$", "$1");
    add(
        "<path stroke=\"#c9ced6\" d=\"M%.1f %dv%dM%d %.1fh%d\"/>%n",
        x(value), TOP, SIDE, LEFT, y(value), SIDE);
    add(
        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
        x(value), TOP + SIDE + 18, text);
    add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n", LEFT - 6, y(value) + 4, text);
  }

  private void points(String chip, List<Prediction> predictions, int number) {
    add("<g fill=\"%s\" fill-opacity=\"0.7\">%n", COLOURS.get(number % COLOURS.size()));
    for (Prediction each : predictions) {
      add(
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>%n",
          x(1000 * each.row().seconds()), y(1000 * each.seconds()));
    }
    int line = TOP + 20 + 20 * number;
    add("<circle cx=\"%d\" cy=\"%d\" r=\"4\"/>%n", LEFT + 16, line - 4);
    add("<text x=\"%d\" y=\"%d\">%s</text>%n</g>%n", LEFT + 26, line, chip);
  }

  private double x(double milliseconds) {
    return LEFT + SIDE * (Math.log10(milliseconds) - low) / (high - low);
  }

  private double y(double milliseconds) {
    return TOP + SIDE - SIDE * (Math.log10(milliseconds) - low) / (high - low);
  }

  private void add(String text, Object... values) {
    svg.append(String.format(Locale.ROOT, text, values));
  }
}
