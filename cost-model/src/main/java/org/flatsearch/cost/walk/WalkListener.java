package org.flatsearch.cost.walk;

/** Hears what a walk plays, unit by unit, in the order in which it begins. */
public interface WalkListener {
  /** What works or transfers, one thing at a time. */
  enum Unit {
    /** The PE array of a core. */
    ARRAY("array"),
    /** The softmax lanes of a core. */
    LANES("softmax lanes"),
    /** The DRAM channel of reads; of writes too where they share one. */
    DRAM_READ("DRAM read"),
    /** The DRAM channel of writes, where there is one. */
    DRAM_WRITE("DRAM write"),
    /** The port of the buffer that all cores share. */
    SHARED_BUFFER("shared buffer");

    private final String title;

    Unit(String title) {
      this.title = title;
    }

    /** The name for people. */
    public String title() {
      return title;
    }
  }

  /**
   * A unit begins something. Array work and lane work last as long as their words take through the
   * on-chip port if that is longer.
   *
   * @param core whose array or lanes, or the core that a transfer is for, the lowest of several
   * @param what such as {@code Logit i=0 p=3 m=1 e=0} or {@code store O 7}: tile 7 of O on that
   *     core, counted from 0 in the order of use
   * @param beginCycles since the first event
   * @param cycles how long it takes
   * @return whether to go on; if not, the walk ends
   */
  boolean play(Unit unit, int core, String what, double beginCycles, double cycles);
}
