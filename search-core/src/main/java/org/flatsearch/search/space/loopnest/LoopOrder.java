package org.flatsearch.search.space.loopnest;

import java.util.Arrays;
import java.util.List;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;

/**
 * The six orders of a stage's loops over rows, keys and its head dimension. Shared loops come first
 * whatever the order says; the others follow in this order.
 */
final class LoopOrder {
  private static final int[][] PERMUTATIONS = {
    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}
  };

  static final int COUNT = PERMUTATIONS.length;

  /** The result of {@link #firstAlike(int, int)}, by order and by relevant dimensions. */
  private static final int[][] FIRST_ALIKE = firstAlike();

  private LoopOrder() {}

  private static int[][] firstAlike() {
    int[][] first = new int[COUNT][8];
    for (int order = 0; order < COUNT; order++) {
      for (int relevant = 0; relevant < 8; relevant++) {
        int alike = 0;
        while (!relative(alike, relevant).equals(relative(order, relevant))) {
          alike++;
        }
        first[order][relevant] = alike;
      }
    }
    return first;
  }

  /** The relevant dimensions as {@code order} lists them. */
  private static List<Integer> relative(int order, int relevant) {
    return Arrays.stream(PERMUTATIONS[order])
        .filter(local -> (relevant >> local & 1) != 0)
        .boxed()
        .toList();
  }

  /** The ordinal of the k-th dimension of {@code order}; 0 is outermost. */
  static int dimension(int order, int k, Stage stage) {
    int local = PERMUTATIONS[order][k];
    return local == 0
        ? Dimension.ROW.ordinal()
        : local == 1 ? Dimension.KEY.ordinal() : stage.dimensions().get(3).ordinal();
  }

  /**
   * The first order that lists the relevant dimensions in the same sequence.
   *
   * @param relevant one {@link #bit} for each
   */
  static int firstAlike(int order, int relevant) {
    return FIRST_ALIKE[order][relevant];
  }

  /** The first order that lists these dimensions in this sequence. */
  static int of(List<Dimension> own) {
    for (int order = 0; order < COUNT; order++) {
      int at = 0;
      for (int local : PERMUTATIONS[order]) {
        if (at < own.size() && local == local(own.get(at))) {
          at++;
        }
      }
      if (at == own.size()) {
        return order;
      }
    }
    throw new IllegalArgumentException("no order of " + own);
  }

  /** The bit of a dimension in a set of relevant dimensions. */
  static int bit(Dimension dimension) {
    return 1 << local(dimension);
  }

  private static int local(Dimension dimension) {
    return dimension == Dimension.ROW ? 0 : dimension == Dimension.KEY ? 1 : 2;
  }

  /** The label of {@code order} as a value of its decision. */
  static String label(int order, Stage stage) {
    StringBuilder label = new StringBuilder();
    for (int k = 0; k < 3; k++) {
      label.append(k == 0 ? "" : "-");
      label.append(Dimension.values()[dimension(order, k, stage)].jsonName());
    }
    return label.toString();
  }
}
