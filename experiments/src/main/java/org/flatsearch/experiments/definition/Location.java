package org.flatsearch.experiments.definition;

import java.util.Objects;
import org.flatsearch.json.InvalidInputException;

/**
 * A place in a definition file.
 *
 * @param origin what messages call the file
 * @param line the line, counted from 1
 * @param column the column, counted from 1
 */
public record Location(String origin, int line, int column) {
  public Location {
    Objects.requireNonNull(origin, "origin");
  }

  /** A complaint about what stands here, to throw. */
  public InvalidInputException invalid(String complaint) {
    return invalid(complaint, null);
  }

  /** A complaint about what stands here, to throw, with what led to it. */
  public InvalidInputException invalid(String complaint, Throwable cause) {
    return new InvalidInputException(this + ": " + complaint, cause);
  }

  @Override
  public String toString() {
    return origin + ", line " + line + ", column " + column;
  }
}
