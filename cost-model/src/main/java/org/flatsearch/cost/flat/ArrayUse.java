package org.flatsearch.cost.flat;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;

/**
 * How one stage uses the PE array under one stationarity, apart from what depends on the row tile:
 * a column of the table in {@link FlatModel}, for one of the stages.
 *
 * <p>Both stages multiply an input (Q, the softmaxed logits A) by a weight (K, V) into an output
 * (L, O). With r for the reduction and n for the weight's other dimension, the table is the same
 * for both, except that Logit's output-stationary tiles hold the whole reduction E.
 *
 * @param rowSide the side T of the array that limits the rows of streamed tiles and, unless rows
 *     stream, determines p
 * @param rowsStream whether rows stream (WEIGHT): each costs a cycle, p drops out, and streamed
 *     output tiles hold all P1 rows
 * @param cyclesPerStep cycles of one instance and row tile for each of its p passes, or for each of
 *     its P1 rows where rows stream
 * @param inputAccesses a[Q] or a[A]
 * @param outputAccesses a[L] or a[O]
 * @param inputDepth words of a row of the streamed input tile
 * @param weightTile words of the streamed weight tile, tK or tV
 * @param outputDepth words of a row of the streamed output tile
 * @param overheadCycles cycles that each FLAT tile adds
 */
record ArrayUse(
    int rowSide,
    boolean rowsStream,
    double cyclesPerStep,
    double inputAccesses,
    double outputAccesses,
    double inputDepth,
    double weightTile,
    double outputDepth,
    int overheadCycles) {

  /**
   * The table for an array of {@code arrayRows} by {@code arrayColumns}.
   *
   * @param extents of the workload, by ordinal of the dimension
   */
  static ArrayUse of(
      Stage stage, Stationarity stationarity, int arrayRows, int arrayColumns, int[] extents) {
    int r = extents[stage.reduction().ordinal()];
    int n = extents[stage.column().ordinal()];
    return switch (stationarity) {
      case OUTPUT -> outputStationary(stage == Stage.LOGIT, r, n, arrayRows, arrayColumns);
      case WEIGHT -> weightStationary(r, n, arrayRows, arrayColumns);
      case INPUT ->
          stationarity.x(stage) == Dimension.ROW
              ? inputStationary(r, n, arrayRows, arrayColumns)
              : inputStationary(r, n, arrayColumns, arrayRows);
    };
  }

  /** Rows lie on the PE rows, n on the columns, r streams from both sides. */
  private static ArrayUse outputStationary(
      boolean wholeReduction, int r, int n, int arrayRows, int arrayColumns) {
    int passes = Extents.tiles(n, arrayColumns);
    int width = Math.min(n, arrayColumns);
    int inputDepth = wholeReduction ? r : Math.min(r, arrayRows);
    int weightDepth = wholeReduction ? r : Math.min(r, arrayColumns);
    return new ArrayUse(
        arrayRows,
        false,
        (double) passes * r,
        passes,
        1,
        inputDepth,
        (double) width * weightDepth,
        width,
        3);
  }

  /** r lies on the PE rows, n on the columns, rows stream past r. */
  private static ArrayUse weightStationary(int r, int n, int arrayRows, int arrayColumns) {
    int passes = Extents.tiles(n, arrayColumns);
    int partialSums = Extents.tiles(r, arrayRows);
    int depth = Math.min(r, arrayRows);
    int width = Math.min(n, arrayColumns);
    return new ArrayUse(
        arrayRows,
        true,
        (double) partialSums * passes,
        passes,
        2.0 * partialSums,
        depth,
        (double) depth * width,
        width,
        4);
  }

  /** Rows lie on one side, r on the other, n streams past r. */
  private static ArrayUse inputStationary(int r, int n, int rowSide, int reductionSide) {
    int partialSums = Extents.tiles(r, reductionSide);
    int depth = Math.min(r, reductionSide);
    return new ArrayUse(
        rowSide,
        false,
        (double) partialSums * n,
        1,
        2.0 * partialSums,
        depth,
        (double) depth * Math.min(n, reductionSide),
        n,
        4);
  }
}
