package org.flatsearch.search.space.flat;

/**
 * The meaning of the decisions of a space of model {@code flat}. The first five are {@link
 * FlatNests#PLACES}; the values of stationarities are ordinals.
 *
 * @param logitStationarity index of the decision
 * @param attendStationarity index of the decision, which may be the same as Logit's
 * @param rowTile index of the decision
 * @param rowTiles what its values stand for
 * @param instanceTile index of the decision, or -1 if there is none and the only tile is 1
 * @param instanceTiles what its values stand for
 */
record FlatDecisions(
    int logitStationarity,
    int attendStationarity,
    int rowTile,
    int[] rowTiles,
    int instanceTile,
    int[] instanceTiles) {

  boolean hasInstanceTile() {
    return instanceTile >= 0;
  }
}
