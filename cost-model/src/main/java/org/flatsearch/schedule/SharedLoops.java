package org.flatsearch.schedule;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The four forms of the shared (FLAT: cross-operator) loops. The instance loop is always outermost:
 * every tensor depends on it, so no other place for it could save traffic.
 */
public enum SharedLoops {
  /** Instances only: whole heads. */
  INSTANCE(List.of(Dimension.INSTANCE)),
  /** FLAT's row granularity: tiles of rows, whole rows of logits. */
  INSTANCE_ROW(List.of(Dimension.INSTANCE, Dimension.ROW)),
  /** Keys inside rows: an online softmax, the output stays (FlashAttention-2, FuseMax). */
  INSTANCE_ROW_KEY(List.of(Dimension.INSTANCE, Dimension.ROW, Dimension.KEY)),
  /** Rows inside keys: an online softmax, keys and values stay (FlashAttention-1). */
  INSTANCE_KEY_ROW(List.of(Dimension.INSTANCE, Dimension.KEY, Dimension.ROW));

  private static final SharedLoops[] VALUES = values();
  private final List<Dimension> dimensions;
  private final int count;
  private final int shared;

  SharedLoops(List<Dimension> dimensions) {
    this.dimensions = dimensions;
    count = dimensions.size();
    shared = dimensions.stream().mapToInt(SharedLoops::bit).sum();
  }

  /** The shared dimensions, outermost first. */
  public List<Dimension> dimensions() {
    return dimensions;
  }

  /** How many loops are shared, 1 to 3. */
  public int count() {
    return count;
  }

  /** The innermost shared loop. */
  public Dimension innermost() {
    return dimensions.get(dimensions.size() - 1);
  }

  /** Whether the loop over {@code dimension} is shared. */
  public boolean shares(Dimension dimension) {
    return (shared & bit(dimension)) != 0;
  }

  /**
   * Whether tiles of rows are dealt to cores, or only tiles of instances: rows inside keys stay on
   * one core.
   */
  public boolean dealsRows() {
    return this == INSTANCE_ROW || this == INSTANCE_ROW_KEY;
  }

  private static int bit(Dimension dimension) {
    return 1 << dimension.ordinal();
  }

  /**
   * The form of these loops.
   *
   * @throws IllegalScheduleException if they are none of the four forms
   */
  public static SharedLoops of(List<TiledLoop> loops) {
    List<Dimension> found = loops.stream().map(TiledLoop::dimension).toList();
    for (SharedLoops form : VALUES) {
      if (form.dimensions.equals(found)) {
        return form;
      }
    }
    throw new IllegalScheduleException(
        "/shared",
        "the shared loops are ("
            + found.stream().map(Dimension::jsonName).collect(Collectors.joining(", "))
            + ") but must be (instance), (instance, row), (instance, row, key) or "
            + "(instance, key, row), outermost first");
  }
}
