package org.flatsearch.goal;

/**
 * The limits of a search.
 *
 * @param evaluations the most evaluations, reproducible; {@link Long#MAX_VALUE} for no such limit
 * @param seconds the most wall-clock time, not reproducible; infinite for no such limit
 */
public record Budget(long evaluations, double seconds) {
  public Budget {
    if (evaluations < 1) {
      throw new IllegalArgumentException(
          "a budget of " + evaluations + " evaluations allows nothing; give at least 1");
    }
    if (!(seconds > 0)) {
      throw new IllegalArgumentException(
          "a budget of " + seconds + " seconds allows nothing; give more than 0");
    }
  }

  /** At most {@code evaluations} evaluations. */
  public static Budget ofEvaluations(long evaluations) {
    return new Budget(evaluations, Double.POSITIVE_INFINITY);
  }

  /** At most {@code seconds} of wall-clock time. */
  public static Budget ofSeconds(double seconds) {
    return new Budget(Long.MAX_VALUE, seconds);
  }

  /** Whether there is a limit on evaluations. */
  public boolean hasEvaluationLimit() {
    return evaluations != Long.MAX_VALUE;
  }

  /** Whether there is a limit on wall-clock time. */
  public boolean hasTimeLimit() {
    return seconds != Double.POSITIVE_INFINITY;
  }
}
