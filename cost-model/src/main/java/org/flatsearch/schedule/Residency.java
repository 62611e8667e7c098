package org.flatsearch.schedule;

/**
 * Where a tensor's tile is held.
 *
 * <p>A tile held inside loop X covers one tile of X and of each loop around it, and the full extent
 * of the loops inside X. A tensor held at the array bypasses the buffer: it is streamed.
 *
 * @param inside the loop inside which the tile is held; null at the array
 * @param slots how many tiles the buffer keeps room for, 1 to 3; 0 at the array
 */
public record Residency(Dimension inside, int slots) {
  /** Most slots that a buffered tensor may have. */
  public static final int MAX_SLOTS = 3;

  public Residency {
    if (inside == null && slots != 0) {
      throw new IllegalScheduleException(
          "/slots", "a tensor at the array has no slots in the buffer; leave 'slots' out");
    }
    if (inside != null && (slots < 1 || slots > MAX_SLOTS)) {
      throw new IllegalScheduleException(
          "/slots", "slots is " + slots + " but a buffered tensor has 1 to " + MAX_SLOTS);
    }
  }

  /** Held in the buffer inside the loop over {@code loop}. */
  public static Residency inside(Dimension loop, int slots) {
    if (loop == null) {
      throw new IllegalArgumentException("loop must be given; use atArray() to stream a tensor");
    }
    return new Residency(loop, slots);
  }

  /** Streamed past the buffer. */
  public static Residency atArray() {
    return new Residency(null, 0);
  }

  /** Whether the tensor is streamed past the buffer. */
  public boolean isAtArray() {
    return inside == null;
  }
}
