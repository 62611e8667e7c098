package org.flatsearch.schedule;

/**
 * A dimension of the attention computation {@code L[p,m] = Σ_e Q[p,e]·K[m,e]}, {@code O[p,f] = Σ_m
 * softmax(L)[p,m]·V[m,f]}, repeated for each instance.
 *
 * <p>The declaration order is relied upon: {@link LoopNest} indexes its arrays by ordinal.
 */
public enum Dimension {
  /** One (batch, key/value head) pair; nothing is reused between instances. */
  INSTANCE("instance", 'i'),
  /** Query rows P of one instance, the query heads of a group included. */
  ROW("row", 'p'),
  /** Keys M. */
  KEY("key", 'm'),
  /** Query/key head dimension E, the reduction of the Logit stage. */
  QUERY_DIM("queryDim", 'e'),
  /** Value head dimension F. */
  VALUE_DIM("valueDim", 'f');

  private final String jsonName;
  private final char symbol;

  Dimension(String jsonName, char symbol) {
    this.jsonName = jsonName;
    this.symbol = symbol;
  }

  /** The name that schedule documents and decisions use. */
  public String jsonName() {
    return jsonName;
  }

  /** The index letter of the formulas. */
  public char symbol() {
    return symbol;
  }
}
