package org.flatsearch.cost.loopnest.tile;

import org.flatsearch.spec.Accelerator;

/**
 * What the passes of the PE array depend on.
 *
 * @param inverseRows one over the rows of the array
 * @param inverseColumns one over the columns of the array
 * @param fillLogit cycles of a Logit pass in addition to the streamed extent
 * @param fillAttend cycles of an Attend pass in addition to the streamed extent
 * @param stationaryLoad the least cycles of a pass
 * @param streams into how many arrays an extent streams side by side
 */
record ArrayShape(
    double inverseRows,
    double inverseColumns,
    double fillLogit,
    double fillAttend,
    double stationaryLoad,
    int streams) {

  /**
   * The array as a dimension sees it along which {@code arrays} lie side by side: one of rows sees
   * all of them, others see one.
   */
  static ArrayShape of(Accelerator accelerator, int arrays) {
    return new ArrayShape(
        1.0 / accelerator.rows() / arrays,
        1.0 / accelerator.columns() / arrays,
        accelerator.fillCycles().logit(),
        accelerator.fillCycles().attend(),
        accelerator.stationaryLoadCycles(),
        arrays);
  }

  /** Cycles of a Logit pass in which {@code size} streams. */
  double inLogit(int size) {
    return Math.max(streamed(size) + fillLogit, stationaryLoad);
  }

  /** Cycles of an Attend pass in which {@code size} streams. */
  double inAttend(int size) {
    return Math.max(streamed(size) + fillAttend, stationaryLoad);
  }

  private int streamed(int size) {
    return streams == 1 ? size : (size - 1) / streams + 1;
  }

  /**
   * ⌈size/rows⌉, without a division. Subtracting a half keeps the product away from whole numbers,
   * so that its rounding does not matter.
   */
  int onRows(int size) {
    return (int) ((size - 0.5) * inverseRows) + 1;
  }

  /** ⌈size/columns⌉. */
  int onColumns(int size) {
    return (int) ((size - 0.5) * inverseColumns) + 1;
  }
}
