package org.flatsearch.search;

import java.util.function.Function;
import java.util.function.Predicate;
import org.flatsearch.goal.Budget;

/**
 * A time limit for searches that are to be ended by it after something has happened. On a busy
 * machine that may happen late, so the limit is doubled until it has, or until it must have.
 */
public final class EnoughTime {
  private static final double LEAST_SECONDS = 0.5;
  private static final double MOST_SECONDS = 8;

  private EnoughTime() {}

  /**
   * What a search finds within the first limit that suffices.
   *
   * @param search runs it within a budget
   * @param suffices whether what should happen before the end has happened; if it never does, the
   *     last result is returned
   */
  public static SearchResult find(
      Function<Budget, SearchResult> search, Predicate<SearchResult> suffices) {
    double seconds = LEAST_SECONDS;
    SearchResult result = search.apply(Budget.ofSeconds(seconds));
    while (!suffices.test(result) && seconds < MOST_SECONDS) {
      seconds *= 2;
      result = search.apply(Budget.ofSeconds(seconds));
    }
    return result;
  }
}
