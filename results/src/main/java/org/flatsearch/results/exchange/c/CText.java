package org.flatsearch.results.exchange.c;

/** A builder of C source, indented by its braces. */
final class CText {
  private final StringBuilder text = new StringBuilder();
  private int depth;

  /** Adds a line at the present depth, without trailing spaces if it is empty. */
  CText line(String line) {
    if (!line.isEmpty()) {
      text.append("  ".repeat(depth)).append(line);
    }
    text.append('\n');
    return this;
  }

  /** Adds a line that ends with an opening brace. */
  CText open(String line) {
    line(line + " {");
    depth++;
    return this;
  }

  /** Adds a closing brace. */
  CText close() {
    return closeWith("}");
  }

  /** Adds {@code end}, which begins with a closing brace. */
  CText closeWith(String end) {
    depth--;
    return line(end);
  }

  /** Adds complete lines as they are. */
  CText paste(String lines) {
    text.append(lines);
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
