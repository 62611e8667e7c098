package org.flatsearch.goal;

import java.util.Locale;

/** What is known about the optimum. */
public enum Status {
  /** The best point is optimal. */
  PROVEN,
  /** A lower bound is known. */
  BOUNDED,
  /** Nothing is proven. */
  UNKNOWN;

  /** The name in documents. */
  public String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
