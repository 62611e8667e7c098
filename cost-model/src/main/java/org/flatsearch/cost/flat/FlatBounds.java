package org.flatsearch.cost.flat;

import org.flatsearch.cost.CostSheet;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Lower bounds of the figures that model {@code flat} gives to any schedule of a set.
 *
 * <p><b>Why they are right.</b> Names follow {@link FlatModel}. Every figure is a sum, product or
 * maximum of non-negative terms, so it never falls when P1, R, R·⌈P1/T⌉, R·P1, t_i, ⌈I/t_i⌉ or the
 * spill s grows (with softmax, {@code 1−s+s·a} is {@code 1+s·(a−1)} with a ≥ 1, and {@code R·(1−s)
 * + s·a} is {@code R+s·(a−R)} with a ≥ R, which holds for the minima too). So each of these is
 * replaced by its minimum, and only the alternatives are left to choose:
 *
 * <ul>
 *   <li>The footprint is a sum over the tensors of each stage: its minimum takes the minimum of
 *       each tensor, for the best stationarity of each stage. It gives the minimum of the spill.
 *   <li>With that spill the traffic, cold traffic included, is such a sum too.
 *   <li>The latency is {@code max(array + overhead + cold, DRAM + overhead + cold)}: each side,
 *       which again is a sum over stages and tensors, is minimised separately.
 * </ul>
 *
 * <p>Fused and unfused logits are bounded separately, and the lower of the two is taken for each
 * figure. Thus the bound of a single schedule is its cost. The evaluator forms the sums in another
 * order; so that rounding cannot lift a bound above the cost, all bounds are lowered by one part in
 * 10^14. Spill is a difference, which magnifies rounding where the footprint is near the size of
 * the buffer. Footprints below 2^53 are whole numbers, so exact; others are lowered before.
 */
public final class FlatBounds extends FlatSymbols {
  /** Some 30 operations round by less than this. */
  private static final double LOWERED = 1 - 1e-14;

  /** Sums of whole numbers do not round below this. */
  private static final double EXACT = 0x1p53;

  private static final Stationarity[] STATIONARITIES = Stationarity.values();

  private FlatChoices choices;
  private boolean fused;
  private double spill;

  // Sums over the tensors of one stage under one stationarity.
  private double tileWords;
  private double trafficBytes;
  private double coldBytes;

  // Minima over the stationarities of a stage, summed over both stages.
  private double leastTileWords;
  private double leastTrafficBytes;
  private double leastArraySeconds;
  private double leastDramSeconds;

  /**
   * Bounds for {@code workload} on {@code accelerator}, which must suit the model.
   *
   * @see FlatModel#bind
   */
  public FlatBounds(Accelerator accelerator, AttentionWorkload workload) {
    super(accelerator, workload);
  }

  /**
   * Bounds the figures of every schedule of {@code choices} from below.
   *
   * @param bound receives latency, energy, traffic and footprint; the rest is left alone
   */
  public void bound(FlatChoices choices, CostSheet bound) {
    this.choices = choices;
    bound.latencySeconds = Double.POSITIVE_INFINITY;
    bound.trafficBytes = Double.POSITIVE_INFINITY;
    bound.footprintBytes = Double.POSITIVE_INFINITY;
    for (int each = 0; each < choices.fused.length; each++) {
      if (choices.fused[each]) {
        fused = each == 1;
        lowerTo(bound);
      }
    }
    bound.latencySeconds *= LOWERED;
    bound.trafficBytes *= LOWERED;
    bound.footprintBytes *= LOWERED;
    bound.energyJoules = joulesPerByte * bound.trafficBytes;
  }

  private void lowerTo(CostSheet bound) {
    leastTileWords = 0;
    sumStages(false);
    double footprint =
        choices.instanceTile
            * wordBytes
            * (2 * leastTileWords + (fused ? choices.rowTile * keys : 0));
    double surely = footprint < EXACT ? footprint : footprint * LOWERED;
    spill = surely <= bufferBytes ? 0 : 1 - bufferBytes / surely;
    leastTrafficBytes = softmax ? logitBytes * (fused ? 5 * spill : 2) : 0;
    leastDramSeconds = leastTrafficBytes / dramBytesPerSecond;
    leastArraySeconds = 0;
    sumStages(true);
    double latency = Math.max(leastArraySeconds, Math.max(leastDramSeconds, lanesSeconds));
    bound.latencySeconds = Math.min(bound.latencySeconds, latency);
    bound.trafficBytes = Math.min(bound.trafficBytes, leastTrafficBytes);
    bound.footprintBytes = Math.min(bound.footprintBytes, footprint);
  }

  /** Adds the minima of both stages to the tile words, or to traffic and times. */
  private void sumStages(boolean withTraffic) {
    for (Stage stage : Stage.values()) {
      boolean isLogit = stage == Stage.LOGIT;
      boolean[] allowed = isLogit ? choices.logit : choices.attend;
      double words = Double.POSITIVE_INFINITY;
      double traffic = Double.POSITIVE_INFINITY;
      double array = Double.POSITIVE_INFINITY;
      double dram = Double.POSITIVE_INFINITY;
      for (int k = 0; k < allowed.length; k++) {
        if (allowed[k]) {
          ArrayUse use = isLogit ? logitUse[k] : attendUse[k];
          sumTensors(isLogit, use, STATIONARITIES[k] == Stationarity.OUTPUT);
          double overhead = softmax ? 0 : overheadSeconds(use);
          words = Math.min(words, tileWords);
          traffic = Math.min(traffic, trafficBytes);
          array =
              Math.min(array, cycles(use) / clockHz + overhead + coldBytes / dramBytesPerSecond);
          dram = Math.min(dram, trafficBytes / dramBytesPerSecond + overhead);
        }
      }
      if (withTraffic) {
        leastTrafficBytes += traffic;
        leastArraySeconds += array;
        leastDramSeconds += dram;
      } else {
        leastTileWords += words;
      }
    }
  }

  private double overheadSeconds(ArrayUse use) {
    return choices.instanceTrips * choices.trips * use.overheadCycles() / clockHz;
  }

  private double cycles(ArrayUse use) {
    return instances * use.cyclesPerStep() * (use.rowsStream() ? choices.tiledRows : passes(use));
  }

  private double passes(ArrayUse use) {
    return use.rowSide() == arrayRows ? choices.passesOnRows : choices.passesOnColumns;
  }

  private void sumTensors(boolean isLogit, ArrayUse use, boolean outputStationary) {
    tileWords = 0;
    trafficBytes = 0;
    coldBytes = 0;
    double inputWords = Math.min(choices.rowTile, use.rowSide()) * use.inputDepth();
    double outputRows =
        use.rowsStream() ? choices.rowTile : Math.min(choices.rowTile, use.rowSide());
    double outputWords = outputRows * use.outputDepth();
    if (isLogit) {
      add(
          choices.staged[Q],
          inputWords,
          choices.rowTile * queryDim,
          queryBytes * streamedInput(use),
          queryBytes * stagedInput(use),
          1);
      addWeight(use, choices.staged[K], keys * queryDim, keyBytes);
      addLogits(outputWords, 1, softmax ? 1 : use.outputAccesses());
    } else {
      addLogits(inputWords, use.inputAccesses(), use.inputAccesses());
      addWeight(use, choices.staged[V], keys * valueDim, valueBytes);
      double spilled = softmax ? 1 : 1 + spill * use.outputAccesses();
      add(
          choices.staged[O],
          outputWords,
          choices.rowTile * valueDim,
          outputBytes * (outputStationary ? 1 : spilled),
          outputBytes * spilled,
          2);
    }
  }

  /**
   * How often streamed queries come from DRAM. Spilling adds the same accesses again, except in the
   * formulas with softmax.
   */
  private double streamedInput(ArrayUse use) {
    return use.inputAccesses() * (softmax ? 1 : 1 + spill);
  }

  private double stagedInput(ArrayUse use) {
    return softmax ? 1 + spill * (use.inputAccesses() - 1) : 1 + spill * use.inputAccesses();
  }

  private void addWeight(ArrayUse use, boolean[] places, double stagedWords, double bytes) {
    double accesses = use.rowsStream() ? choices.trips : passes(use);
    double staged =
        softmax
            ? choices.trips + spill * (accesses - choices.trips)
            : choices.trips + spill * accesses;
    add(places, use.weightTile(), stagedWords, bytes * accesses, bytes * staged, 1);
  }

  /** Adds the logits on their way out or in; of fused logits, only the part that spills. */
  private void addLogits(double words, double accesses, double spilledAccesses) {
    if (fused) {
      trafficBytes += logitBytes * spill * spilledAccesses;
      return;
    }
    double cold = softmax ? 0 : choices.instanceTile * wordBytes * words;
    tileWords += words;
    coldBytes += cold;
    trafficBytes += logitBytes * (accesses + (softmax ? 0 : spill * spilledAccesses)) + cold;
  }

  /** Adds a tensor in the better of its places, chosen for each figure separately. */
  private void add(
      boolean[] places,
      double streamedWords,
      double stagedWords,
      double streamedBytes,
      double stagedBytes,
      double streamedFillings) {
    double words = Double.POSITIVE_INFINITY;
    double traffic = Double.POSITIVE_INFINITY;
    double cold = Double.POSITIVE_INFINITY;
    double wordsToBytes = softmax ? 0 : choices.instanceTile * wordBytes;
    if (places[0]) {
      words = streamedWords;
      cold = wordsToBytes * streamedFillings * streamedWords;
      traffic = streamedBytes + cold;
    }
    if (places[1]) {
      words = Math.min(words, stagedWords);
      double stagedCold = wordsToBytes * stagedWords;
      cold = Math.min(cold, stagedCold);
      traffic = Math.min(traffic, stagedBytes + stagedCold);
    }
    tileWords += words;
    trafficBytes += traffic;
    coldBytes += cold;
  }
}
