package org.flatsearch.experiments.spark;

/** Thrown on a worker that can't execute runs of the experiment. */
final class UnfitWorkerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param complaint what is wrong with the worker, to follow "Worker" and its name
   */
  UnfitWorkerException(String complaint) {
    super(complaint);
  }

  /** The worker lacks something that a jar provides. */
  static UnfitWorkerException hasNo(String what) {
    return new UnfitWorkerException(
        "has no "
            + what
            + ": the jar that brings it is missing there. Name the jar by --jars of spark-submit,"
            + " or put it on the class path of the driver as a jar rather than as a folder.");
  }

  /** The worker reads a run as another one than the driver wrote. */
  static UnfitWorkerException readsDifferently(String detail) {
    return new UnfitWorkerException(
        "reads runs differently, so its FlatSearch is another one" + detail);
  }
}
