package org.flatsearch.search.strategy.local;

/**
 * One value of one decision: a planning value. Decisions never share one, so that a value that is
 * tabu for one decision is not tabu for another.
 */
final class Choice {
  private final int value;

  Choice(int value) {
    this.value = value;
  }

  /** The index into the domain of the decision. */
  int value() {
    return value;
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
