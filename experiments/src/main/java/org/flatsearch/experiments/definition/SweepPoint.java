package org.flatsearch.experiments.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One point of a sweep: figures of accelerators and workloads that change together.
 *
 * @param values the value of each figure, as it was written
 */
record SweepPoint(Map<String, Located<String>> values) {
  /** The point that changes no figure. */
  static final SweepPoint NONE = new SweepPoint(Map.of());

  SweepPoint {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** This point and one of another sweep together. */
  SweepPoint and(SweepPoint other) {
    Map<String, Located<String>> both = new LinkedHashMap<>(values);
    both.putAll(other.values);
    return new SweepPoint(both);
  }
}
