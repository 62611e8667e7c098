package org.flatsearch.results.exchange.levels;

import java.util.Objects;

/**
 * What a peer's format cannot express.
 *
 * @param tool what notes call the peer
 * @param raggedTiles whether the last tile of a dimension may be smaller than the others
 * @param streaming whether tensors may bypass the buffer
 * @param stagesApart whether each stage is a problem of its own, which alone must fit the buffer
 */
public record PeerLimits(String tool, boolean raggedTiles, boolean streaming, boolean stagesApart) {
  public PeerLimits {
    Objects.requireNonNull(tool, "tool");
  }
}
