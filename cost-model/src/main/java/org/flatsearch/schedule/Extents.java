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

  /** What messages call {@code extent} elements of {@code dimension}: "512 rows" or "1 row". */
  static String text(Dimension dimension, int extent) {
    String element =
        switch (dimension) {
          case INSTANCE -> "instance";
          case ROW -> "row";
          case KEY -> "key";
          case QUERY_DIM -> "query/key head dimension";
          case VALUE_DIM -> "value head dimension";
        };
    return extent == 1 ? "1 " + element : extent + " " + element + "s";
  }
}
