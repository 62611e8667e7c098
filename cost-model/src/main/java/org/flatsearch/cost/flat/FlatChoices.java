package org.flatsearch.cost.flat;

import java.util.Arrays;
import org.flatsearch.schedule.Stationarity;

/**
 * A set of schedules that model {@code flat} accepts: every combination of some alternatives and
 * some tiles. {@link FlatBounds} bounds the figures of all of them. Mutable, so that it can be
 * reused.
 *
 * <p>The tiles are not listed, but represented by the minima of the numbers through which they
 * enter the formulas; each minimum is taken over all tiles separately.
 */
public final class FlatChoices {
  /**
   * Which alternatives there are: by tensor (Q, K, V, O, in the order of {@link
   * org.flatsearch.schedule.Tensor}), streamed then staged.
   */
  public final boolean[][] staged = new boolean[4][2];

  /** Logits through DRAM, fused logits. */
  public final boolean[] fused = new boolean[2];

  /** Stationarities of Logit, by ordinal. */
  public final boolean[] logit = new boolean[Stationarity.values().length];

  /** Stationarities of Attend, by ordinal. */
  public final boolean[] attend = new boolean[Stationarity.values().length];

  /** Least P1. */
  public double rowTile;

  /** Least R = ⌈P/P1⌉. */
  public double trips;

  /** Least R·⌈P1/T⌉, T being the rows of the PE array. */
  public double passesOnRows;

  /** Least R·⌈P1/T⌉, T being the columns of the PE array. */
  public double passesOnColumns;

  /** Least R·P1. */
  public double tiledRows;

  /** Least t_i. */
  public double instanceTile;

  /** Least ⌈I/t_i⌉. */
  public double instanceTrips;

  /** Removes all alternatives; the tiles are left alone. */
  public void clear() {
    for (boolean[] places : staged) {
      Arrays.fill(places, false);
    }
    Arrays.fill(fused, false);
    Arrays.fill(logit, false);
    Arrays.fill(attend, false);
  }
}
