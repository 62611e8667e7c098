package org.flatsearch.search;

import org.flatsearch.goal.Stop;

/**
 * Thrown to end a strategy when its budget is used up or its run is cancelled. Strategies must let
 * it through.
 */
public final class SearchStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Stop reason;

  SearchStoppedException(Stop reason) {
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  /** The reason why the run stopped. */
  public Stop reason() {
    return reason;
  }
}
