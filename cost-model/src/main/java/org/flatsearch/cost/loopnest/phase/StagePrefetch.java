package org.flatsearch.cost.loopnest.phase;

import org.flatsearch.cost.loopnest.tile.TileMoves;

/**
 * What the queue of loads does for one stage before a phase of it begins, as far as that is
 * certain; and how late stores can be requested, which decides what they precede.
 *
 * <p>How long a phase waits for loads of others depends on which of these come next. It does not
 * simply grow with what is loaded: one more load may keep another from being served between two
 * streams. So choices of a stage that differ in these figures are not compared ({@link
 * PhaseFigures#takeNoLongerThan}), and a bound over such choices knows nothing of it.
 */
public final class StagePrefetch {
  /** Whether the rest is known. */
  public boolean known;

  /**
   * Of Q. Softmaxed logits are never loaded ahead: they come back when the softmax pass has ended.
   */
  public final TensorPrefetch input = new TensorPrefetch();

  /** Of K or V. */
  public final TensorPrefetch weight = new TensorPrefetch();

  /** Whether there are loads within a phase. */
  boolean loadsInside;

  /** Whether there are loads within a phase on keys after the first. */
  boolean loadsInsideLater;

  /**
   * Whether the loads of a phase on keys after the first, except the very first, wait for stores.
   */
  boolean waitsForStoresLater;

  /** Whether each step that loads Q within a phase loads K too, and the other way round. */
  boolean together;

  /**
   * Whether all loads of a phase, and those that follow them, can be served before the phase
   * begins: none waits for one of its steps, for a store or for a softmax pass.
   */
  public boolean allAhead;

  /**
   * The lanes' work on the outputs of a phase of Attend, at most: cycles. The longer it takes, the
   * less is certain to follow the stores of these outputs.
   */
  public double divisionCycles = Double.POSITIVE_INFINITY;

  void set(StagePrefetch other) {
    known = other.known;
    input.set(other.input);
    weight.set(other.weight);
    loadsInside = other.loadsInside;
    loadsInsideLater = other.loadsInsideLater;
    waitsForStoresLater = other.waitsForStoresLater;
    together = other.together;
    allAhead = other.allAhead;
    divisionCycles = other.divisionCycles;
  }

  /** Forgets everything; what follows in the queue is not known then. */
  void clear() {
    known = false;
    input.clear();
    weight.clear();
    loadsInside = false;
    loadsInsideLater = false;
    waitsForStoresLater = false;
    together = false;
    allAhead = false;
    divisionCycles = Double.POSITIVE_INFINITY;
  }

  /**
   * Describes a stage.
   *
   * @param statisticsMove whether running statistics leave with the output and come back
   */
  void describe(StageTensors tensors, boolean statisticsMove) {
    known = true;
    boolean isLogit = tensors.isLogit();
    PhaseTensor ofInput = tensors.input();
    PhaseTensor ofWeight = tensors.weight();
    PhaseTensor output = tensors.output();
    boolean comesBack = output.isMoved() && output.moves.times > 1;
    boolean comesBackInside = comesBack && output.moves.timesInside > 1;
    boolean waits = comesBackInside || !isLogit && ofInput.isMoved();
    waitsForStoresLater = statisticsMove || comesBack;
    boolean mixed = ofInput.changesInside() && ofWeight.changesInside();
    together = isLogit && mixed && changeTogether(ofInput.moves, ofWeight.moves);
    loadsInside = ofInput.changesInside() || ofWeight.changesInside() || comesBackInside;
    loadsInsideLater = loadsInside || comesBack && output.changesInside();
    boolean inOrder = !waits && (!mixed || together);
    if (isLogit) {
      input.describe(ofInput, inOrder);
    } else {
      input.clear();
    }
    weight.describe(ofWeight, inOrder);
    if (together) {
      input.tilesAhead = Math.min(input.tilesAhead, weight.tilesAhead);
      weight.tilesAhead = input.tilesAhead;
    }
    allAhead =
        inOrder && !exceedsTilesAhead(ofInput, input) && !exceedsTilesAhead(ofWeight, weight);
  }

  /** Whether the loads of a phase, except the first, wait for stores. */
  public boolean waitsForStores(int phase) {
    return waitsForStoresLater && (phase & Phase.FIRST_KEYS) == 0;
  }

  /** Whether there are loads within this phase. */
  public boolean loadsInside(int phase) {
    return waitsForStores(phase) ? loadsInsideLater : loadsInside;
  }

  private static boolean changeTogether(TileMoves one, TileMoves other) {
    return one.movesInside == other.movesInside && one.ownChangingLoops == other.ownChangingLoops;
  }

  private static boolean exceedsTilesAhead(PhaseTensor tensor, TensorPrefetch prefetch) {
    return tensor.changesInside() && tensor.moves.movesInside > prefetch.tilesAhead;
  }

  boolean isLike(StagePrefetch other) {
    return known == other.known
        && input.isLike(other.input)
        && weight.isLike(other.weight)
        && loadsInside == other.loadsInside
        && loadsInsideLater == other.loadsInsideLater
        && waitsForStoresLater == other.waitsForStoresLater
        && together == other.together
        && allAhead == other.allAhead
        && divisionCycles == other.divisionCycles;
  }
}
