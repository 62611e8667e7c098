package org.flatsearch.experiments.definition;

import java.util.Objects;

/**
 * A value of an axis, and where it was written.
 *
 * @param value the value
 * @param at where it stands; where the axis would stand, if the value is a default
 */
record Located<T>(T value, Location at) {
  Located {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(at, "at");
  }
}
