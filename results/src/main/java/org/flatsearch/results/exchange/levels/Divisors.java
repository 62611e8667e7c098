package org.flatsearch.results.exchange.levels;

/** Divisors of tile sizes. */
public final class Divisors {
  private Divisors() {}

  /** The largest divisor of {@code number} that is at most {@code limit}. */
  public static int largest(int number, int limit) {
    int best = 1;
    for (int small = 1; (long) small * small <= number; small++) {
      if (number % small == 0) {
        for (int divisor : new int[] {small, number / small}) {
          if (divisor <= limit && divisor > best) {
            best = divisor;
          }
        }
      }
    }
    return best;
  }
}
