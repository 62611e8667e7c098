package org.flatsearch.results.exchange.yaml;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** A builder of YAML text, indented by two spaces a level. */
public final class YamlText {
  private final StringBuilder text = new StringBuilder();
  private int depth;

  /** Adds a comment of one line. */
  public YamlText comment(String comment) {
    return line("# " + comment);
  }

  /** Adds a comment for each note, so that a reader of the file sees what was lost. */
  public YamlText notes(List<String> notes) {
    notes.forEach(note -> comment("NOTE: " + note));
    return this;
  }

  /** Adds a line at the present depth. */
  public YamlText line(String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
    return this;
  }

  /** Adds a line; its value follows one level deeper. */
  public YamlText open(String line) {
    line(line);
    depth++;
    return this;
  }

  /** Goes back by one level. */
  public YamlText close() {
    depth--;
    return this;
  }

  /** A figure as these tools read it: no exponent, six significant digits. */
  public static String number(double value) {
    return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
