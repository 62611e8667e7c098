package org.flatsearch.experiments.silicon;

/**
 * What a model says of a measured row.
 *
 * @param row the row
 * @param seconds what its blocks are predicted to take
 * @param bestSeconds what the best blocks of the tuner's grid that fit are predicted to take
 * @param blocks the parameters of the row
 * @param best those of the best
 * @param rank the place of the row's blocks among them, from 1
 * @param tiles how many blocks of the grid fit, those of the row included
 */
record Prediction(
    MeasuredRow row,
    double seconds,
    double bestSeconds,
    String blocks,
    String best,
    int rank,
    int tiles) {
  private static final double NEAR = 1.1;

  /** Predicted over measured, minus 1. */
  double error() {
    return seconds / row.seconds() - 1;
  }

  /** Whether a model would advise the row's blocks, or hardly better ones. */
  boolean isNearBest() {
    return seconds <= NEAR * bestSeconds;
  }
}
