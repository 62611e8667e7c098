package org.flatsearch.experiments.spark;

/** The worker that this is thrown on can't execute runs of the experiment at hand. */
final class UnfitWorkerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param complaint what is wrong with it; "Worker" and its name come before that
   */
  UnfitWorkerException(String complaint) {
    super(complaint);
  }

  /** It lacks something that a jar brings. */
  static UnfitWorkerException hasNo(String what) {
    return new UnfitWorkerException(
        "has no "
            + what
            + ": the jar that brings it is missing there. Name the jar by --jars of spark-submit,"
            + " or put it on the class path of the driver as a jar rather than as a folder.");
  }

  /** It understands a run as another one than the driver does. */
  static UnfitWorkerException readsDifferently(String detail) {
    return new UnfitWorkerException(
        "reads runs differently, so its FlatSearch is another one" + detail);
  }
}
