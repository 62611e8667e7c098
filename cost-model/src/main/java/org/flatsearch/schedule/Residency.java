package org.flatsearch.schedule;

/**
 * Where a tensor's tile is held.
 *
 * <p>A tile held inside loop X covers one tile of X and of each loop around it, and the full extent
 * of the loops inside X, as far as a mask lets it be needed. A tensor held at the array bypasses
 * the buffer: it is streamed.
 *
 * @param inside the loop inside which the tile is held; null at the array, and for V in K
 * @param slots how many tiles there is room for, 1 to 3; 0 at the array, and for V in K
 * @param place what holds it
 */
public record Residency(Dimension inside, int slots, Place place) {
  /** Most slots that a held tensor may have. */
  public static final int MAX_SLOTS = 3;

  /** What holds a tensor's tile. */
  public enum Place {
    /** The buffer. */
    BUFFER,
    /** The buffer, inside the loop over steps of keys: K and V of one step of a tile of keys. */
    STEP,
    /** The registers at the array: array and lanes reach it without the on-chip port. */
    REGISTERS,
    /** Nothing: it is streamed past the buffer. */
    ARRAY,
    /** The tile of K: V is its first columns, so it neither moves nor takes room. */
    KEYS
  }

  public Residency {
    boolean isHeld = place != Place.ARRAY && place != Place.KEYS;
    if (!isHeld && slots != 0) {
      throw new IllegalScheduleException(
          "/slots",
          "a tensor %s has no slots of its own; leave 'slots' out"
              .formatted(place == Place.ARRAY ? "at the array" : "inside K"));
    }
    if (isHeld && (slots < 1 || slots > MAX_SLOTS)) {
      throw new IllegalScheduleException(
          "/slots", "slots is " + slots + " but a buffered tensor has 1 to " + MAX_SLOTS);
    }
    if (isHeld != (inside != null)) {
      throw new IllegalArgumentException("a loop is given for a held tensor, and only there");
    }
  }

  /** Held in the buffer inside the loop over {@code loop}. */
  public static Residency inside(Dimension loop, int slots) {
    if (loop == null) {
      throw new IllegalArgumentException("loop must be given; use atArray() to stream a tensor");
    }
    return new Residency(loop, slots, Place.BUFFER);
  }

  /** Held in the buffer inside the loop over steps of keys. */
  public static Residency insideStep(int slots) {
    return new Residency(Dimension.KEY, slots, Place.STEP);
  }

  /** Held in registers inside the loop over {@code loop}. */
  public static Residency inRegisters(Dimension loop, int slots) {
    return new Residency(loop, slots, Place.REGISTERS);
  }

  /** Streamed past the buffer. */
  public static Residency atArray() {
    return new Residency(null, 0, Place.ARRAY);
  }

  /** V in the tile of K. */
  public static Residency insideKeys() {
    return new Residency(null, 0, Place.KEYS);
  }

  /** What documents call the loop or the place inside which the tile is. */
  public String insideName() {
    return switch (place) {
      case ARRAY -> "array";
      case KEYS -> Tensor.K.jsonName();
      case STEP -> "keyStep";
      case BUFFER, REGISTERS -> inside.jsonName();
    };
  }

  /** In words, for instance {@code inside row, 2 slots}. */
  public String text() {
    return switch (place) {
      case ARRAY -> "at the array";
      case KEYS -> "inside K";
      default ->
          "inside %s%s, %d %s"
              .formatted(
                  insideName(),
                  place == Place.REGISTERS ? " in registers" : "",
                  slots,
                  slots == 1 ? "slot" : "slots");
    };
  }

  /** Whether the tensor is streamed past the buffer. */
  public boolean isAtArray() {
    return place == Place.ARRAY;
  }
}
