package org.flatsearch.search.space.loopnest;

import java.util.List;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;

/**
 * The six orders of a stage's loops over rows, keys and its head dimension. Shared loops go first
 * whatever the order says; the rest follow in this order.
 */
final class LoopOrder {
  private static final int[][] PERMUTATIONS = {
    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}
  };

  static final int COUNT = PERMUTATIONS.length;

  /** By order, and by set of relevant dimensions (a {@link #bit} each): the first order alike. */
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

  private static List<Integer> relative(int order, int relevant) {
    return java.util.Arrays.stream(PERMUTATIONS[order])
        .filter(local -> (relevant >> local & 1) != 0)
        .boxed()
        .toList();
  }

  /** The k-th dimension (ordinal) of {@code order}, 0 outermost. */
  static int dimension(int order, int k, Stage stage) {
    int local = PERMUTATIONS[order][k];
    return local == 0
        ? Dimension.ROW.ordinal()
        : local == 1 ? Dimension.KEY.ordinal() : stage.dimensions().get(3).ordinal();
  }

  /**
   * The first order that puts the relevant dimensions in the same relative order.
   *
   * @param relevant a {@link #bit} each
   */
  static int firstAlike(int order, int relevant) {
    return FIRST_ALIKE[order][relevant];
  }

  /** The first order in which the own dimensions stand as given. */
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

  /** The bit of a dimension in a set of relevant ones. */
  static int bit(Dimension dimension) {
    return 1 << local(dimension);
  }

  private static int local(Dimension dimension) {
    return dimension == Dimension.ROW ? 0 : dimension == Dimension.KEY ? 1 : 2;
  }

  /** What a decision calls {@code order}. */
  static String label(int order, Stage stage) {
    StringBuilder label = new StringBuilder();
    for (int k = 0; k < 3; k++) {
      label.append(k == 0 ? "" : "-");
      label.append(Dimension.values()[dimension(order, k, stage)].jsonName());
    }
    return label.toString();
  }
}
