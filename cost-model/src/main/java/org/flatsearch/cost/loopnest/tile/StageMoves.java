package org.flatsearch.cost.loopnest.tile;

import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;

/** Which tensors of one stage are moved tile by tile, when, and which wait for which. */
public final class StageMoves {
  private static final int ROW = Dimension.ROW.ordinal();

  /** The ordinal of the row-side input: Q, or logits that come back from DRAM. */
  public final int inputTensor;

  /** The ordinal of K or V. */
  public final int weightTensor;

  /** The ordinal of the output: logits on their way to DRAM, or O. */
  public final int outputTensor;

  /** When the tile of the row-side input changes; null if it is not loaded. */
  public TileMoves input;

  /** When the tile of K or V changes; null if it is not loaded: it streams, or V is in K. */
  public TileMoves weight;

  /** When the tile of the output changes; null if it is not moved tile by tile. */
  public TileMoves output;

  /** Whether the array finds the input in the buffer: loaded, or logits that stayed on chip. */
  public boolean inputIsHeld;

  /** Whether the array finds K or V in the buffer. */
  public boolean weightIsHeld;

  /** Whether the array leaves the output in the buffer. */
  public boolean outputIsHeld;

  private final Figures figures;
  private final Dealing dealing;
  private final LoopProducts loops;
  private final boolean isLogit;
  private final int column;
  private final int reduction;
  private final TileMoves inputMoves = new TileMoves();
  private final TileMoves weightMoves = new TileMoves();
  private final TileMoves outputMoves = new TileMoves();
  private LoopNest nest;
  private boolean areUnlike;

  /** Creates the moves of {@code stage}, whose loops {@code loops} describes. */
  public StageMoves(Figures figures, Dealing dealing, LoopProducts loops, Stage stage) {
    this.figures = figures;
    this.dealing = dealing;
    this.loops = loops;
    isLogit = stage == Stage.LOGIT;
    inputTensor = stage.input(false).ordinal();
    weightTensor = stage.weight().ordinal();
    outputTensor = stage.output(false).ordinal();
    column = stage.column().ordinal();
    reduction = stage.reduction().ordinal();
  }

  /**
   * Describes the tensors of {@code nest}.
   *
   * @param areUnlike whether tiles differ by more than their size; how they move is then said later
   */
  public void describe(LoopNest nest, ArrayWork array, TileFigures instances, boolean areUnlike) {
    this.nest = nest;
    this.areUnlike = areUnlike;
    int all = figures.extent[Dimension.INSTANCE.ordinal()];
    int rows = loops.bit[ROW];
    int columns = loops.bit[column];
    int reduced = loops.bit[reduction];
    int insideOfInput = nest.inside[inputTensor];
    int insideOfWeight = nest.inside[weightTensor];
    int insideOfOutput = nest.inside[outputTensor];
    boolean takesLogits = !isLogit && nest.fused;
    boolean givesLogits = isLogit && nest.fused;
    inputIsHeld = takesLogits || insideOfInput != LoopNest.AT_ARRAY;
    outputIsHeld = givesLogits || insideOfOutput != LoopNest.AT_ARRAY;
    input = inputIsHeld && !takesLogits ? inputMoves : null;
    weightIsHeld = insideOfWeight != LoopNest.AT_ARRAY;
    weight = weightIsHeld && (isLogit || !nest.hasValuesInKeys()) ? weightMoves : null;
    output = outputIsHeld && !givesLogits ? outputMoves : null;
    if (areUnlike) {
      return;
    }
    if (input != null) {
      input.of(
          loops,
          array,
          instances,
          all,
          ArrayWork.P,
          rows,
          ArrayWork.R,
          reduced,
          insideOfInput,
          figures.size[inputTensor]);
    }
    if (weight != null) {
      weight.of(
          loops,
          array,
          instances,
          all,
          ArrayWork.C,
          columns,
          ArrayWork.R,
          reduced,
          insideOfWeight,
          figures.size[weightTensor]);
    }
    if (output != null) {
      output.of(
          loops,
          array,
          instances,
          all,
          ArrayWork.P,
          rows,
          ArrayWork.C,
          columns,
          insideOfOutput,
          figures.size[outputTensor]);
    }
  }

  /**
   * Whether cores that work on rows of the same instances load the row-side input together: there
   * is multicast, and the input is held outside the row loop, with all its rows. With one tile of
   * rows, no two cores work on the same instances; but in a bound over many nests, some may have
   * more tiles.
   */
  public boolean inputIsShared() {
    return figures.multicast
        && !areUnlike
        && figures.cores > 1
        && input != null
        && nest.form.dealsRows()
        && (!dealing.isExact || (loops.bit[ROW] & loops.repeated) != 0)
        && nest.inside[inputTensor] < loops.position(ROW);
  }

  /** The slots of the row-side input in the nest at hand. */
  public int slotsOfInput() {
    return nest.slots[inputTensor];
  }

  /** The slots of K or V. */
  public int slotsOfWeight() {
    return nest.slots[weightTensor];
  }

  /** The slots of the output. */
  public int slotsOfOutput() {
    return nest.slots[outputTensor];
  }

  /** Whether every step waits for a stream on the read channel. */
  public boolean allStepsStreamOnReadChannel() {
    return !inputIsHeld || !weightIsHeld || figures.dramShared && !outputIsHeld;
  }

  /** The most tiles of the input that are loaded ahead of a phase. */
  public int inputTilesAhead() {
    return weight == null
        ? slotsOfInput()
        : ahead(input, slotsOfInput(), weight, slotsOfWeight(), isLogit);
  }

  /** The most tiles of K or V that are loaded ahead of a phase. */
  public int weightTilesAhead() {
    return input == null
        ? slotsOfWeight()
        : ahead(weight, slotsOfWeight(), input, slotsOfInput(), !isLogit);
  }

  /**
   * The slots of {@code slow}, or fewer if it changes less often than {@code fast}. Loads of {@code
   * fast} that wait for a slot then block the queue before those of {@code slow}.
   *
   * @param first whether a step loads {@code slow} before {@code fast}
   */
  private static int ahead(
      TileMoves slow, int slots, TileMoves fast, int slotsOfFast, boolean first) {
    if (!slow.changesInside || !fast.changesInside || slow.deepest > fast.deepest) {
      return slots;
    }
    long blocked = slotsOfFast * slow.moves + (first ? 1 : 0);
    return blocked <= fast.moves ? 1 : blocked <= 2 * fast.moves ? Math.min(slots, 2) : slots;
  }
}
