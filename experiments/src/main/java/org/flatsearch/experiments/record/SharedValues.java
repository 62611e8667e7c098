package org.flatsearch.experiments.record;

import java.util.HashMap;
import java.util.Map;

/**
 * One instance of each of many equal values. All runs of an experiment name the same few
 * accelerators, strategies and budgets; a copy for each of a million runs takes most of a gigabyte.
 */
public final class SharedValues {
  private final Map<Object, Object> first = new HashMap<>();

  /** The first value that was equal to this one: of the same type, as no value equals another. */
  @SuppressWarnings("unchecked")
  public <T> T of(T value) {
    Object earlier = first.putIfAbsent(value, value);
    return earlier == null ? value : (T) earlier;
  }
}
