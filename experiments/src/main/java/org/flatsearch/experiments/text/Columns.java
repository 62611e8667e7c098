package org.flatsearch.experiments.text;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells in aligned columns, two spaces apart; numbers to the right, words to the left. */
public final class Columns {
  private static final String GAP = "  ";

  private final String alignment;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param alignment one letter per column: {@code l} for left, {@code r} for right
   */
  public Columns(String alignment) {
    this.alignment = alignment;
  }

  /** Adds a line; missing cells at its end stay empty. */
  public Columns row(String... cells) {
    return row(List.of(cells));
  }

  /** Adds a line; missing cells at its end stay empty. */
  public Columns row(List<String> cells) {
    rows.add(List.copyOf(cells));
    return this;
  }

  /** The lines, each indented, without trailing spaces, and ended by a line feed. */
  public String text(String indent) {
    int[] widths = new int[alignment.length()];
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        String padding = " ".repeat(widths[column] - cell.length());
        line.append(column == 0 ? "" : GAP);
        line.append(alignment.charAt(column) == 'r' ? padding + cell : cell + padding);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
