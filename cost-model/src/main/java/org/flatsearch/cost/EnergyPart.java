package org.flatsearch.cost;

/** What takes energy: the events of one kind, of all cores. */
public enum EnergyPart {
  MACS("multiply-accumulates"),
  REGISTERS("registers"),
  LANES("softmax lanes"),
  ON_CHIP_READS("on-chip reads"),
  ON_CHIP_WRITES("on-chip writes"),
  DRAM_READS("DRAM reads"),
  DRAM_WRITES("DRAM writes");

  private final String jsonName;

  EnergyPart(String jsonName) {
    this.jsonName = jsonName;
  }

  /** The name that documents use. */
  public String jsonName() {
    return jsonName;
  }
}
