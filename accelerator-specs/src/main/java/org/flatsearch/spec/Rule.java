package org.flatsearch.spec;

/** What values a figure may have. */
enum Rule {
  /** true or false. */
  FLAG("true or false"),
  /** A number of things that are built or counted. The limit keeps products of three in 63 bits. */
  COUNT("a whole number from 1 to " + Rule.MOST),
  /** A count that may be zero. */
  COUNT_OR_ZERO("a whole number from 0 to " + Rule.MOST),
  /** A size that fits 63 bits. */
  SIZE("a whole number from 1 to " + Long.MAX_VALUE),
  /** A size that may be zero. */
  SIZE_OR_ZERO("a whole number from 0 to " + Long.MAX_VALUE),
  /** A {@link Dealing}. */
  DEALING("block or queue"),
  /** A share of something. */
  FRACTION("a number from 0 to 1"),
  /** A number above zero. The limits keep whatever is computed from it finite. */
  POSITIVE("a number from " + Rule.LEAST + " to " + Rule.LARGEST),
  /** A number above zero, or positive infinity for a resource that never binds. */
  POSITIVE_OR_UNLIMITED(POSITIVE.words),
  /** A number that is not negative. */
  NON_NEGATIVE("a number from 0 to " + Rule.LARGEST);

  /** The largest count: 2^20. */
  static final int MOST = 1048576;

  /** The least positive number. */
  static final double LEAST = 1e-9;

  /** The largest number. */
  static final double LARGEST = 1e30;

  private final String words;

  Rule(String words) {
    this.words = words;
  }

  /** The rule in words that follow "must be". */
  String words() {
    return words;
  }

  /** Whether the value is a whole number by this rule. */
  boolean isWhole() {
    return this == COUNT || this == COUNT_OR_ZERO || isSize();
  }

  /** Whether the value is a Long. */
  boolean isSize() {
    return this == SIZE || this == SIZE_OR_ZERO;
  }

  /**
   * Whether a value satisfies the rule.
   *
   * @param value a Boolean, Integer, Long, Double or Dealing as the rule demands
   */
  boolean accepts(Object value) {
    return switch (this) {
      case FLAG -> value instanceof Boolean;
      case COUNT -> value instanceof Integer count && count >= 1 && count <= MOST;
      case COUNT_OR_ZERO -> value instanceof Integer count && count >= 0 && count <= MOST;
      case SIZE -> value instanceof Long size && size >= 1;
      case SIZE_OR_ZERO -> value instanceof Long size && size >= 0;
      case DEALING -> value instanceof Dealing;
      case FRACTION -> NON_NEGATIVE.accepts(value) && (double) value <= 1;
      case POSITIVE -> value instanceof Double number && number >= LEAST && number <= LARGEST;
      case POSITIVE_OR_UNLIMITED ->
          POSITIVE.accepts(value) || value.equals(Double.POSITIVE_INFINITY);
      // Not by >=, which takes -0.0 for 0: that is written as 0, and would not be read back equal.
      case NON_NEGATIVE ->
          value instanceof Double number && Double.compare(number, 0.0) >= 0 && number <= LARGEST;
    };
  }
}
