package org.flatsearch.experiments;

/** A cost model that was built for a version with another method. */
public final class OutdatedModel extends ModelForTests {
  public OutdatedModel() {
    super(
        "outdated",
        (accelerator, workload) -> {
          throw new NoSuchMethodError("'int org.flatsearch.spec.Accelerator.lanes()'");
        });
  }
}
