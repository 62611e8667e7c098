package org.flatsearch.search;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One integer variable of a problem. Its values are indexes from 0 into a finite domain.
 *
 * @param name its name in {@code --require} and results, such as {@code row.tile}
 * @param kind whether neighbouring values are alike
 * @param labels the domain: what each value stands for; not empty, without repetition
 */
public record Decision(String name, Kind kind, List<String> labels) {

  /** Whether neighbouring values are alike. */
  public enum Kind {
    /** Values are sorted by size, such as tiles or numbers of slots. */
    ORDERED,
    /** Values are alternatives without any order. */
    CATEGORICAL
  }

  public Decision {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    labels = List.copyOf(labels);
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("decision '" + name + "' has an empty domain");
    }
    Set<String> distinct = new HashSet<>();
    for (String label : labels) {
      if (!distinct.add(label)) {
        throw new IllegalArgumentException(
            "decision '" + name + "' has the value '" + label + "' twice");
      }
    }
  }

  /** The number of values. */
  public int size() {
    return labels.size();
  }

  /**
   * The number of vectors of decisions: the product of the domains' sizes. Several vectors may
   * stand for the same point.
   */
  public static BigInteger vectors(List<Decision> decisions) {
    return decisions.stream()
        .map(decision -> BigInteger.valueOf(decision.size()))
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  /** What {@code value} stands for. */
  public String label(int value) {
    return labels.get(value);
  }

  /** The number that {@code value} stands for, if its label is a number. */
  public OptionalInt number(int value) {
    return number(labels.get(value));
  }

  /** The number that a label is, if it is a number. */
  static OptionalInt number(String label) {
    if (label.isEmpty() || Character.isLetter(label.charAt(0))) {
      return OptionalInt.empty(); // Most labels are words, and an exception for each is slow.
    }
    try {
      return OptionalInt.of(Integer.parseInt(label));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
