package org.flatsearch.cost.loopnest;

/**
 * What the queue of loads does of one stage before a phase of it begins, as far as that is certain.
 *
 * <p>How long a phase waits for the loads of others depends on which of them come next, and does
 * not only grow with what is loaded: a load more may keep another one from coming between two
 * streams. So choices of a stage that differ in this are not compared ({@link
 * PhaseFigures#takeNoLongerThan}), and of bounds over such choices nothing is known.
 */
final class QueuedLoads {
  /** All shared loops, a bit each by position. */
  private static final int ALL = 7;

  /** Whether the rest is known. */
  boolean known;

  /** Of Q; softmaxed logits come back when the softmax pass lets them, never ahead. */
  final QueuedTensor input = new QueuedTensor();

  /** Of K or V. */
  final QueuedTensor weight = new QueuedTensor();

  /** Whether tiles of either change within a phase. */
  boolean changesInside;

  /** Whether those of K or V do. */
  boolean weightChangesInside;

  /**
   * Whether the loads that follow those of a phase can be done before it begins: none of its own
   * waits for one of its steps, for a store or for a softmax pass.
   */
  boolean lets;

  /** The shared loops, by position, with which nothing is loaded but tiles of K or V. */
  int quietLoops;

  void set(QueuedLoads other) {
    known = other.known;
    input.set(other.input);
    weight.set(other.weight);
    changesInside = other.changesInside;
    weightChangesInside = other.weightChangesInside;
    lets = other.lets;
    quietLoops = other.quietLoops;
  }

  /** Forgets all; what follows in the queue is not known. */
  void clear() {
    known = false;
    input.clear();
    weight.clear();
    changesInside = false;
    weightChangesInside = false;
    lets = false;
    quietLoops = 0;
  }

  /**
   * Describes a stage.
   *
   * @param ofInput Q, or softmaxed logits
   * @param inputLoops the shared loops that change the tile of that
   * @param output which may be loaded to have its sums continued
   * @param outputLoops the shared loops that change the tile of that
   * @param statisticsMove whether running statistics leave with the output and come back
   */
  void describe(
      boolean isLogit,
      PhaseTensor ofInput,
      int inputLoops,
      PhaseTensor ofWeight,
      PhaseTensor output,
      int outputLoops,
      boolean statisticsMove) {
    known = true;
    boolean comesBack = output.isMoved() && output.moves.times > 1;
    boolean waits = statisticsMove || comesBack || !isLogit && ofInput.isMoved();
    boolean mixed = ofInput.changesInside() && ofWeight.changesInside();
    boolean inOrder = !waits && !mixed;
    if (isLogit) {
      input.describe(ofInput, inOrder);
    } else {
      input.clear();
    }
    weight.describe(ofWeight, inOrder);
    weightChangesInside = ofWeight.changesInside();
    changesInside = weightChangesInside || ofInput.changesInside();
    lets = inOrder && !exceedsFree(ofInput, input) && !exceedsFree(ofWeight, weight);
    int others =
        comesBack ? output.moves.timesInside > 1 ? ALL : inputLoops | outputLoops : inputLoops;
    quietLoops = statisticsMove ? 0 : ALL & ~others;
  }

  private static boolean exceedsFree(PhaseTensor tensor, QueuedTensor queued) {
    return tensor.changesInside() && tensor.moves.movesInside > queued.free;
  }

  /** Whether the tensor whose tile changes within phases {@linkplain QueuedTensor has that}. */
  boolean hasSlotToSpare() {
    return input.hasSlotToSpare() || weight.hasSlotToSpare();
  }

  boolean isLike(QueuedLoads other) {
    return known == other.known
        && input.isLike(other.input)
        && weight.isLike(other.weight)
        && changesInside == other.changesInside
        && weightChangesInside == other.weightChangesInside
        && lets == other.lets
        && quietLoops == other.quietLoops;
  }
}
