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
 */
record ArrayShape(
    double inverseRows,
    double inverseColumns,
    double fillLogit,
    double fillAttend,
    double stationaryLoad) {

  static ArrayShape of(Accelerator accelerator) {
    return new ArrayShape(
        1.0 / accelerator.rows(),
        1.0 / accelerator.columns(),
        accelerator.fillCycles().logit(),
        accelerator.fillCycles().attend(),
        accelerator.stationaryLoadCycles());
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
