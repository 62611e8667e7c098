package org.flatsearch.schedule;

import org.flatsearch.spec.AttentionWorkload;

/** The extents of the dimensions of a workload, in elements. */
public final class Extents {
  private Extents() {}

  /** The extent of {@code dimension} in {@code workload}. */
  public static int of(AttentionWorkload workload, Dimension dimension) {
    return switch (dimension) {
      case INSTANCE -> workload.instances();
      case ROW -> workload.rows();
      case KEY -> workload.keys();
      case QUERY_DIM -> workload.queryDim();
      case VALUE_DIM -> workload.valueDim();
    };
  }

  /** All extents, indexed by the ordinal of the dimension. */
  public static int[] of(AttentionWorkload workload) {
    int[] extents = new int[Dimension.values().length];
    for (Dimension dimension : Dimension.values()) {
      extents[dimension.ordinal()] = of(workload, dimension);
    }
    return extents;
  }

  /** How many tiles of {@code tile} elements cover {@code extent}; the last may be ragged. */
  public static int tiles(int extent, int tile) {
    return (extent - 1) / tile + 1;
  }

  /** The size of the last of these tiles. */
  public static int lastTile(int extent, int tile) {
    return extent - (extent - 1) / tile * tile;
  }

  /** What messages call the elements of {@code dimension}. */
  static String plural(Dimension dimension) {
    return switch (dimension) {
      case INSTANCE -> "instances";
      case ROW -> "rows";
      case KEY -> "keys";
      case QUERY_DIM -> "query/key head dimensions";
      case VALUE_DIM -> "value head dimensions";
    };
  }
}
