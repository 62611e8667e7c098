package org.flatsearch.cost.loopnest;

/**
 * What comes between two steps of a phase because a tensor has one slot, so that the array waits
 * for it: of one stage, summed over the phases of the busiest core, in cycles.
 */
final class ExposedTransfers {
  private final boolean dramShared;

  /** Loads of inputs. */
  double loads;

  /** The same as far as their first pieces, with which a step begins. */
  double firstPieces;

  /** The same without what the array can do while the other pieces arrive. */
  double loadsBesideWork;

  /** Stores of the output. */
  double stores;

  /** Its reloads, each after its store. */
  double reloads;

  /** The lanes' work before those stores. */
  double divisions;

  ExposedTransfers(boolean dramShared) {
    this.dramShared = dramShared;
  }

  /** Says that there are none. */
  void clear() {
    loads = 0;
    firstPieces = 0;
    loadsBesideWork = 0;
    stores = 0;
    reloads = 0;
    divisions = 0;
  }

  /**
   * All of it, at least.
   *
   * @param ofInputs which of the above is counted of the loads of inputs
   */
  double all(double ofInputs) {
    return dramShared
        ? reloads + stores + Math.max(ofInputs, divisions)
        : reloads + Math.max(ofInputs, divisions + stores);
  }
}
