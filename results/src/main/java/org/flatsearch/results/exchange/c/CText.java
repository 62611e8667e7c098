package org.flatsearch.results.exchange.c;

/** C source in the making, indented by its braces. */
final class CText {
  private final StringBuilder text = new StringBuilder();
  private int depth;

  /** A line at the present depth; an empty one if {@code line} is. */
  CText line(String line) {
    if (!line.isEmpty()) {
      text.append("  ".repeat(depth)).append(line);
    }
    text.append('\n');
    return this;
  }

  /** A line that ends with an opening brace. */
  CText open(String line) {
    line(line + " {");
    depth++;
    return this;
  }

  /** A closing brace. */
  CText close() {
    return closeWith("}");
  }

  /** A closing brace, and what follows it. */
  CText closeWith(String end) {
    depth--;
    return line(end);
  }

  /** Text of lines that are complete. */
  CText paste(String lines) {
    text.append(lines);
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
