package org.flatsearch.search;

/**
 * Thrown to end a strategy when its budget is used up or its run is cancelled. Strategies must let
 * it through.
 */
public final class SearchStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final SearchResult.Stop reason;

  SearchStoppedException(SearchResult.Stop reason) {
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  /** The reason why the run stopped. */
  public SearchResult.Stop reason() {
    return reason;
  }
}
