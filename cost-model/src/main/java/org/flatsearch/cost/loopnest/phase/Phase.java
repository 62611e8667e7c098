package org.flatsearch.cost.loopnest.phase;

/**
 * A phase (the work of a stage on one shared tile), as far as its time depends on where in the nest
 * it is. It is a single number, so that a timeline allocates nothing.
 *
 * <p>Bits 0 to 2 are the kind of the shared tile ({@code SharedTiles}). Bits 3 to 5 are the shared
 * loops that are at another tile than in the phase before; bit 6 says that there is no phase
 * before. Bits 7 and 8 say that the keys are the first or the last ones.
 */
public final class Phase {
  /** The first tile of the keys, or the only one. */
  public static final int FIRST_KEYS = 1 << 7;

  /** The last tile of the keys, or the only one. */
  public static final int LAST_KEYS = 1 << 8;

  /** The number of different values of {@link #context}. */
  public static final int CONTEXTS = 32;

  private static final int CHANGES = 3;
  private static final int KIND = PhaseFigures.KINDS - 1;
  private static final int KEYS = FIRST_KEYS | LAST_KEYS;

  private Phase() {}

  /** The kind of a phase's shared tile. */
  public static int kind(int phase) {
    return phase & KIND;
  }

  /** The part of a phase that says that these loops, a set by position, have advanced. */
  public static int advancing(int loops) {
    return loops << CHANGES;
  }

  /** Whether any of {@code loops} has advanced since the phase before. */
  public static boolean advances(int phase, int loops) {
    return (phase >> CHANGES & loops) != 0;
  }

  /** What all iterations of an inner loop have in common: the kind, and where the keys are. */
  public static int context(int phase) {
    return kind(phase) | (phase & KEYS) >> 4;
  }
}
