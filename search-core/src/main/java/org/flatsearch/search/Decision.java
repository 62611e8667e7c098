package org.flatsearch.search;

import java.math.BigInteger;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.RandomAccess;
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
    if (!(labels instanceof Numbers)) {
      labels = List.copyOf(labels);
      requireDistinct(name, labels);
    }
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("decision '" + name + "' has an empty domain");
    }
  }

  private static void requireDistinct(String name, List<String> labels) {
    Set<String> distinct = new HashSet<>();
    for (String label : labels) {
      if (!distinct.add(label)) {
        throw new IllegalArgumentException(
            "decision '" + name + "' has the value '" + label + "' twice");
      }
    }
  }

  /**
   * A decision on a number. It takes little memory, as there may be millions to choose from.
   *
   * @param numbers ascending, without repetition
   */
  public static Decision ofNumbers(String name, int[] numbers) {
    for (int k = 1; k < numbers.length; k++) {
      if (numbers[k - 1] >= numbers[k]) {
        throw new IllegalArgumentException("the numbers of decision '" + name + "' don't ascend");
      }
    }
    return new Decision(name, Kind.ORDERED, new Numbers(numbers.clone()));
  }

  /** The same decision with only some of its values, which ascend. */
  Decision only(int[] values) {
    if (values.length == size()) {
      return this;
    }
    return labels instanceof Numbers all
        ? ofNumbers(name, Arrays.stream(values).map(value -> all.numbers[value]).toArray())
        : new Decision(name, kind, Arrays.stream(values).mapToObj(this::label).toList());
  }

  /** Labels that are written when they are asked for. */
  private static final class Numbers extends AbstractList<String> implements RandomAccess {
    private final int[] numbers;

    Numbers(int[] numbers) {
      this.numbers = numbers;
    }

    @Override
    public String get(int value) {
      return Integer.toString(numbers[value]);
    }

    @Override
    public int size() {
      return numbers.length;
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
    return labels instanceof Numbers all
        ? OptionalInt.of(all.numbers[value])
        : number(labels.get(value));
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
