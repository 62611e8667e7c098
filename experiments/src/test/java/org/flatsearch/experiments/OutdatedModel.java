package org.flatsearch.experiments;

/** A cost model that was built for a version in which a method had another type. */
public final class OutdatedModel extends ModelForTests {
  public OutdatedModel() {
    super(
        "outdated",
        (accelerator, workload) -> {
          throw new NoSuchMethodError("'int org.flatsearch.spec.Accelerator.lanes()'");
        });
  }
}
