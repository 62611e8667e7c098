package org.flatsearch.spec;

import java.util.Locale;

/** How the tiles of the dealt loops get to the cores. */
public enum Dealing {
  /** Each core has a contiguous block of tiles. */
  BLOCK,
  /**
   * Tiles wait in one queue in the order of their loops, with a mask those with most work first;
   * the core that is free first takes the next.
   */
  QUEUE;

  /** The name in documents. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
