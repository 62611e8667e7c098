package org.flatsearch.cost.loopnest;

import org.flatsearch.spec.Accelerator;

/**
 * What the passes of the PE array depend on.
 *
 * @param rows of the array
 * @param columns of the array
 * @param fillLogit cycles of a Logit pass beside the streamed extent
 * @param fillAttend cycles of an Attend pass beside the streamed extent
 * @param stationaryLoad the least cycles of a pass
 */
record ArrayShape(
    int rows, int columns, double fillLogit, double fillAttend, double stationaryLoad) {

  static ArrayShape of(Accelerator accelerator) {
    return new ArrayShape(
        accelerator.rows(),
        accelerator.columns(),
        accelerator.fillCycles().logit(),
        accelerator.fillCycles().attend(),
        accelerator.stationaryLoadCycles());
  }
}
