package org.flatsearch.results.exchange.levels;

import java.util.Objects;
import org.flatsearch.schedule.Dimension;

/**
 * A loop at one level.
 *
 * @param dimension the dimension that it runs over
 * @param count iterations, at least 1
 * @param lastCount iterations in the last iteration of all loops over the same dimension around it:
 *     fewer than {@code count} if tiles are ragged
 */
public record LevelLoop(Dimension dimension, int count, int lastCount) {
  public LevelLoop {
    Objects.requireNonNull(dimension, "dimension");
    if (lastCount < 1 || count < lastCount) {
      throw new IllegalArgumentException(
          "a loop of " + count + " iterations cannot have " + lastCount + " in the end");
    }
  }

  /** A loop that never ends early. */
  public LevelLoop(Dimension dimension, int count) {
    this(dimension, count, count);
  }

  /** Whether it may end early. */
  public boolean isRagged() {
    return lastCount < count;
  }
}
