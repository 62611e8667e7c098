package org.flatsearch.cost;

/**
 * The resource whose work alone takes longest, of the work that overlaps: model {@code flat} adds a
 * cold start to the time of everything else, so there DRAM can be busy for longer than the resource
 * that bounds the rest.
 */
public enum Bound {
  /** The PE array. */
  ARRAY("array"),
  /** The softmax lanes. */
  LANES("lanes"),
  /** The port of the on-chip buffer. */
  ON_CHIP("onChip"),
  /** The DRAM interface. */
  DRAM("dram");

  private final String jsonName;

  Bound(String jsonName) {
    this.jsonName = jsonName;
  }

  /** The name that documents use. */
  public String jsonName() {
    return jsonName;
  }
}
