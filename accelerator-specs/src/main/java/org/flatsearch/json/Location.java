package org.flatsearch.json;

import java.util.Objects;

/**
 * A place in a document.
 *
 * @param origin what messages call the document: mostly its file name
 * @param path the JSON path of the value; empty for the whole document
 * @param line the line, counted from 1; 0 if it is not known
 * @param column the column, counted from 1; 0 if it is not known
 */
public record Location(String origin, String path, int line, int column) {
  public Location {
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(path, "path");
  }

  /** An exception to throw about what stands here. */
  public InvalidInputException invalid(String complaint) {
    return invalid(complaint, null);
  }

  /** An exception to throw about what stands here, with its cause. */
  public InvalidInputException invalid(String complaint, Throwable cause) {
    return new InvalidInputException(this + ": " + complaint, cause);
  }

  /** For messages: {@code chip.json, line 3, column 5, /energy/macJoules}. */
  @Override
  public String toString() {
    return origin
        + (line == 0 ? "" : ", line " + line + ", column " + column)
        + (path.isEmpty() ? "" : ", " + path);
  }
}
