package org.flatsearch.spec;

/**
 * Size of an element of each tensor in memory, in bytes: multiples of a half.
 *
 * @param q of Q
 * @param k of K
 * @param v of V
 * @param o of O
 */
public record WordBytes(double q, double k, double v, double o) {
  /** The same size for all. */
  public static WordBytes of(double all) {
    return new WordBytes(all, all, all, all);
  }
}
