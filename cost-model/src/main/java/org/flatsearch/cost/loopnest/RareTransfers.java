package org.flatsearch.cost.loopnest;

/**
 * Of one stage, the transfers of tensors that change less than once a shared tile, on the busiest
 * core: cycles. Between two of them lie several shared tiles, of which a share says how much of the
 * work one can have at most.
 */
final class RareTransfers {
  /** Loads of K or V, all but the very first. */
  double loadCycles;

  /** The same if it has one slot; else 0. */
  double oneSlotLoadCycles;

  /** The position of the shared loop that makes those loads necessary; −1 if it is not known. */
  int loopOfLoads;

  /** The most of the work between two of those loads that one shared tile can have. */
  double shareOfLoads;

  /** Loads of Q but the very first, or stores of O but the very last, if it has one slot. */
  double rowCycles;

  /** The lanes' work before those stores. */
  double rowDivisionCycles;

  /** The most of the work between two of those transfers that one shared tile can have. */
  double shareOfRows;

  /** Whether K or V changes only when that row-side tensor does. */
  boolean changeTogether;

  /** Says that there are none. */
  void clear() {
    loadCycles = 0;
    oneSlotLoadCycles = 0;
    loopOfLoads = -1;
    shareOfLoads = 1;
    rowCycles = 0;
    rowDivisionCycles = 0;
    shareOfRows = 1;
    changeTogether = false;
  }

  void set(RareTransfers other) {
    loadCycles = other.loadCycles;
    oneSlotLoadCycles = other.oneSlotLoadCycles;
    loopOfLoads = other.loopOfLoads;
    shareOfLoads = other.shareOfLoads;
    rowCycles = other.rowCycles;
    rowDivisionCycles = other.rowDivisionCycles;
    shareOfRows = other.shareOfRows;
    changeTogether = other.changeTogether;
  }

  /** Whether no chain is longer with these than with {@code other}. */
  boolean takeNoLongerThan(RareTransfers other) {
    return loadCycles <= other.loadCycles
        && oneSlotLoadCycles <= other.oneSlotLoadCycles
        && (loopOfLoads == other.loopOfLoads || loopOfLoads == -1)
        && shareOfLoads >= other.shareOfLoads
        && rowCycles <= other.rowCycles
        && rowDivisionCycles <= other.rowDivisionCycles
        && shareOfRows >= other.shareOfRows
        && (!changeTogether || other.changeTogether);
  }

  /** Changes each figure to that of {@code other} where chains are shorter then. */
  void lowerTo(RareTransfers other) {
    loadCycles = Math.min(loadCycles, other.loadCycles);
    oneSlotLoadCycles = Math.min(oneSlotLoadCycles, other.oneSlotLoadCycles);
    loopOfLoads = loopOfLoads == other.loopOfLoads ? loopOfLoads : -1;
    shareOfLoads = Math.max(shareOfLoads, other.shareOfLoads);
    rowCycles = Math.min(rowCycles, other.rowCycles);
    rowDivisionCycles = Math.min(rowDivisionCycles, other.rowDivisionCycles);
    shareOfRows = Math.max(shareOfRows, other.shareOfRows);
    changeTogether &= other.changeTogether;
  }
}
