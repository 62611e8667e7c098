package org.flatsearch.experiments.definition;

import java.util.Objects;
import org.flatsearch.json.Location;

/**
 * A value of an axis, with its place in the definition.
 *
 * @param value the value
 * @param at where it stands; for a default, where the matrix stands
 */
record Located<T>(T value, Location at) {
  Located {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(at, "at");
  }
}
