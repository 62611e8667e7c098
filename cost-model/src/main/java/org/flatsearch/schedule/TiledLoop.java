package org.flatsearch.schedule;

import java.util.Objects;

/**
 * A loop over one dimension in tiles.
 *
 * @param dimension what the loop runs over
 * @param tile elements of the dimension in one iteration, at least 1; the last tile may be ragged
 */
public record TiledLoop(Dimension dimension, int tile) {
  public TiledLoop {
    Objects.requireNonNull(dimension, "dimension");
    if (tile < 1) {
      throw new IllegalScheduleException(
          "the tile of loop '" + dimension.jsonName() + "' is " + tile + " but must be at least 1");
    }
  }
}
