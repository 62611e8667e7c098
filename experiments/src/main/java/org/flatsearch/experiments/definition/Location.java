package org.flatsearch.experiments.definition;

import java.util.Objects;
import org.flatsearch.json.InvalidInputException;

/**
 * A place in a definition file.
 *
 * @param origin the name of the file, as messages give it
 * @param line the line, counted from 1
 * @param column the column, counted from 1
 */
public record Location(String origin, int line, int column) {
  public Location {
    Objects.requireNonNull(origin, "origin");
  }

  /** An exception to throw about what stands here. */
  public InvalidInputException invalid(String complaint) {
    return invalid(complaint, null);
  }

  /** An exception to throw about what stands here, with its cause. */
  public InvalidInputException invalid(String complaint, Throwable cause) {
    return new InvalidInputException(this + ": " + complaint, cause);
  }

  @Override
  public String toString() {
    return origin + ", line " + line + ", column " + column;
  }
}
