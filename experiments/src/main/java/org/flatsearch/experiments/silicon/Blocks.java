package org.flatsearch.experiments.silicon;

/**
 * The block sizes of a kernel, as its tuner names them.
 *
 * @param queries {@code block_q}: queries of a group of warps, or of a program
 * @param keys {@code block_kv}: keys that are loaded at a time
 * @param computeKeys {@code block_kv_compute}: keys that are worked on at a time
 */
record Blocks(int queries, int keys, int computeKeys) {
  /** The sizes one after another; without the last where nothing is cut. */
  @Override
  public String toString() {
    return queries + "×" + keys + (computeKeys < keys ? "×" + computeKeys : "");
  }
}
