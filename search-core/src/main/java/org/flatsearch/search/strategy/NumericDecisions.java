package org.flatsearch.search.strategy;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.flatsearch.search.Decision;

/**
 * The decisions whose values stand for positive numbers in ascending order, and the changes that
 * suit numbers.
 */
final class NumericDecisions {
  /** With fewer values, numbers are treated as mere alternatives. */
  private static final int FEWEST_VALUES = 4;

  /** How often a trade begins with a multiple of a power of two, not with any factor. */
  private static final double ROUND_TRADE_CHANCE = 0.8;

  /** The largest factor of a trade, as a power of two. */
  private static final double TRADE_OCTAVES = 3;

  /** The numbers of each decision, null for those that are not numeric. */
  private final int[][] numbers;

  private final int[] numeric;

  NumericDecisions(List<Decision> decisions) {
    numbers = decisions.stream().map(NumericDecisions::numbers).toArray(int[][]::new);
    numeric = IntStream.range(0, numbers.length).filter(this::contains).toArray();
  }

  private static int[] numbers(Decision decision) {
    if (decision.kind() != Decision.Kind.ORDERED || decision.size() < FEWEST_VALUES) {
      return null;
    }
    int[] numbers = new int[decision.size()];
    int previous = 0;
    for (int value = 0; value < numbers.length; value++) {
      // A label that is not a number counts as 0, which the next line refuses.
      numbers[value] = decision.number(value).orElse(0);
      if (numbers[value] <= previous) {
        return null;
      }
      previous = numbers[value];
    }
    return numbers;
  }

  /** Whether the values of {@code decision} stand for numbers. */
  boolean contains(int decision) {
    return numbers[decision] != null;
  }

  /** Whether there are at least two numbers, so that they can be traded. */
  boolean hasSeveral() {
    return numeric.length > 1;
  }

  /**
   * A value other than {@code value} near the next multiple, up or down, of a random power of two.
   */
  int round(RandomGenerator random, int decision, int value) {
    int[] domain = numbers[decision];
    int power = 1 << 1 + random.nextInt(Math.max(1, log2(domain[domain.length - 1])));
    int number = domain[value];
    int up = (int) Math.min(Integer.MAX_VALUE, (long) number / power * power + power);
    int down = (number - 1) / power * power;
    return otherNear(random.nextBoolean() ? up : down, decision, value);
  }

  /** Changes two numbers of {@code point} by factors whose product is about one. */
  void trade(RandomGenerator random, int[] point) {
    int first = numeric[random.nextInt(numeric.length)];
    int second = numeric[random.nextInt(numeric.length)];
    while (second == first) {
      second = numeric[random.nextInt(numeric.length)];
    }
    int before = numbers[first][point[first]];
    if (random.nextDouble() < ROUND_TRADE_CHANCE) {
      point[first] = round(random, first, point[first]);
      double factor = (double) before / numbers[first][point[first]];
      int target = scale(numbers[second][point[second]], factor);
      if (random.nextBoolean()) {
        int power = 1 << random.nextInt(1 + log2(target));
        target = target / power * power;
      }
      point[second] = otherNear(target, second, point[second]);
    } else {
      // Strict, because its result is the same on all machines.
      double factor = StrictMath.pow(2, TRADE_OCTAVES * random.nextDouble());
      point[first] = otherNear(scale(before, factor), first, point[first]);
      int target = scale(numbers[second][point[second]], 1 / factor);
      point[second] = otherNear(target, second, point[second]);
    }
  }

  private static int log2(int number) {
    return 31 - Integer.numberOfLeadingZeros(number);
  }

  private static int scale(int number, double factor) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(number * factor)));
  }

  /**
   * The value other than {@code value} whose number is nearest to {@code target}, or next to it.
   */
  private int otherNear(int target, int decision, int value) {
    int[] domain = numbers[decision];
    int nearest = nearest(domain, target);
    if (nearest != value) {
      return nearest;
    }
    boolean canGoUp = value + 1 < domain.length;
    return canGoUp && (value == 0 || target > domain[value]) ? value + 1 : value - 1;
  }

  private static int nearest(int[] domain, int target) {
    int at = Arrays.binarySearch(domain, target);
    if (at >= 0) {
      return at;
    }
    int above = -at - 1;
    if (above == 0 || above == domain.length) {
      return Math.min(above, domain.length - 1);
    }
    boolean isBelowNearer = target - domain[above - 1] < domain[above] - target;
    return isBelowNearer ? above - 1 : above;
  }
}
