package org.flatsearch.search.space.flat;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.flat.FlatBounds;
import org.flatsearch.cost.flat.FlatChoices;
import org.flatsearch.schedule.Extents;
import org.flatsearch.search.Decomposition.Incumbent;
import org.flatsearch.search.Decomposition.Prover;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Bounds boxes of the decisions of a space of model {@code flat} by {@link FlatBounds}. All
 * decisions are shared: a box is split until a single point is left, whose bound is its cost.
 *
 * <p>The widest range is split first, so tiles come before alternatives. Of two ranges of the same
 * width, that of the later decision is split: stationarities and logits, which change the figures
 * most, come before the places of O, V, K and Q.
 */
final class FlatProver implements Prover {
  /** The index of the decision on the logits, which follows those on Q, K, V and O. */
  private static final int LOGITS = FlatNests.PLACES.size() - 1;

  private final FlatDecisions decisions;
  private final int[][] values;
  private final FlatBounds bounds;
  private final FlatChoices choices = new FlatChoices();
  private final CostSheet sheet = new CostSheet();

  private final RangeMinima rowTile;
  private final RangeMinima trips;
  private final RangeMinima passesOnRows;
  private final RangeMinima passesOnColumns;
  private final RangeMinima tiledRows;
  private final RangeMinima instanceTile;
  private final RangeMinima instanceTrips;

  FlatProver(
      FlatDecisions decisions,
      Accelerator accelerator,
      AttentionWorkload workload,
      int[][] values) {
    this.decisions = decisions;
    this.values = values;
    bounds = new FlatBounds(accelerator, workload);
    int rows = workload.rows();
    rowTile = ofRowTiles(tile -> tile);
    trips = ofRowTiles(tile -> tiles(rows, tile));
    passesOnRows = ofRowTiles(tile -> tiles(rows, tile) * tiles(tile, accelerator.rows()));
    passesOnColumns = ofRowTiles(tile -> tiles(rows, tile) * tiles(tile, accelerator.columns()));
    tiledRows = ofRowTiles(tile -> tiles(rows, tile) * tile);
    instanceTile = ofInstanceTiles(tile -> tile);
    instanceTrips = ofInstanceTiles(tile -> tiles(workload.instances(), tile));
  }

  private RangeMinima ofRowTiles(IntToDoubleFunction figure) {
    return minima(decisions.rowTiles(), values[decisions.rowTile()], figure);
  }

  private RangeMinima ofInstanceTiles(IntToDoubleFunction figure) {
    int[] allowed = decisions.hasInstanceTile() ? values[decisions.instanceTile()] : new int[] {0};
    return minima(decisions.instanceTiles(), allowed, figure);
  }

  private static RangeMinima minima(int[] tiles, int[] allowed, IntToDoubleFunction figure) {
    return new RangeMinima(
        Arrays.stream(allowed).mapToDouble(value -> figure.applyAsDouble(tiles[value])).toArray());
  }

  /** As a floating-point number, of which products can't overflow. */
  private static double tiles(int extent, int tile) {
    return Extents.tiles(extent, tile);
  }

  @Override
  public int[] sharedDecisions() {
    return IntStream.range(0, values.length).toArray();
  }

  @Override
  public boolean isOrdered(int decision) {
    // The row tiles of the published space, which has no instance tiles, begin with whole heads.
    return decisions.hasInstanceTile()
        && (decision == decisions.rowTile() || decision == decisions.instanceTile());
  }

  @Override
  public int split(int[] low, int[] high) {
    int widest = -1;
    for (int decision = low.length - 1; decision >= 0; decision--) {
      int width = high[decision] - low[decision];
      if (width > (widest < 0 ? 0 : high[widest] - low[widest])) {
        widest = decision;
      }
    }
    return widest;
  }

  @Override
  public double bound(int[] low, int[] high, double[] metrics, Incumbent incumbent) {
    choices.clear();
    for (int tensor = 0; tensor < LOGITS; tensor++) {
      allow(choices.staged[tensor], tensor, low, high);
    }
    allow(choices.fused, LOGITS, low, high);
    allow(choices.logit, decisions.logitStationarity(), low, high);
    allow(choices.attend, decisions.attendStationarity(), low, high);
    int from = low[decisions.rowTile()];
    int to = high[decisions.rowTile()];
    choices.rowTile = rowTile.between(from, to);
    choices.trips = trips.between(from, to);
    choices.passesOnRows = passesOnRows.between(from, to);
    choices.passesOnColumns = passesOnColumns.between(from, to);
    choices.tiledRows = tiledRows.between(from, to);
    from = decisions.hasInstanceTile() ? low[decisions.instanceTile()] : 0;
    to = decisions.hasInstanceTile() ? high[decisions.instanceTile()] : 0;
    choices.instanceTile = instanceTile.between(from, to);
    choices.instanceTrips = instanceTrips.between(from, to);
    bounds.bound(choices, sheet);
    AttentionProblem.readMetrics(sheet, metrics);
    return 0;
  }

  private void allow(boolean[] alternatives, int decision, int[] low, int[] high) {
    for (int position = low[decision]; position <= high[decision]; position++) {
      alternatives[values[decision][position]] = true;
    }
  }

  @Override
  public void complete(int[] low, int[] high, Incumbent incumbent) {
    incumbent.offer(low);
  }
}
