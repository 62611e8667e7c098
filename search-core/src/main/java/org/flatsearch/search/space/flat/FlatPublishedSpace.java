package org.flatsearch.search.space.flat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.search.Decision;
import org.flatsearch.search.Decision.Kind;
import org.flatsearch.search.Decomposition;
import org.flatsearch.search.space.ScheduleSpace;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The 256 points in which FLAT's published results were searched, in the same order.
 *
 * <p>{@code {Q, K, V, O staged?} × {fused?} × {OUTPUT, WEIGHT, the same for both stages} × {head:
 * P1 = P; row: P1 = T, 2T or 4T, up to P}}, one instance in a FLAT tile, T being the rows of the PE
 * array, on which query rows lie. Enumerated with the last decision varying fastest and off before
 * on, the first minimum of latency is the published mapping.
 *
 * <p>Where a row tile equals P it repeats {@code head}. Such points stay, and count as canonical,
 * because the published search has them: 512 rows on 256×256 PEs make 192 points, for instance. As
 * {@code head} comes first, no repetition is ever the first minimum.
 */
public final class FlatPublishedSpace implements ScheduleSpace {
  private static final Stationarity[] STATIONARITIES = {Stationarity.OUTPUT, Stationarity.WEIGHT};
  private static final int STATIONARITY = FlatNests.PLACES.size();
  private static final int ROW_TILE = STATIONARITY + 1;

  private final Accelerator accelerator;
  private final AttentionWorkload workload;
  private final FlatNests nests;
  private final int[] rowTiles;
  private final List<Decision> decisions;

  private FlatPublishedSpace(Accelerator accelerator, AttentionWorkload workload) {
    this.accelerator = accelerator;
    this.workload = workload;
    nests = new FlatNests(workload);
    List<Integer> tiles = new ArrayList<>(List.of(workload.rows()));
    List<String> labels = new ArrayList<>(List.of("head"));
    for (int multiple = 1; multiple <= 4; multiple *= 2) {
      long tile = (long) multiple * accelerator.rows();
      if (tile <= workload.rows()) {
        tiles.add((int) tile);
        labels.add(Long.toString(tile));
      }
    }
    rowTiles = tiles.stream().mapToInt(Integer::intValue).toArray();
    List<Decision> all = new ArrayList<>(FlatNests.PLACES);
    all.add(
        new Decision(
            "stationarity",
            Kind.CATEGORICAL,
            List.of(STATIONARITIES[0].jsonName(), STATIONARITIES[1].jsonName())));
    all.add(new Decision("row.tile", Kind.CATEGORICAL, labels));
    decisions = List.copyOf(all);
  }

  /** The published space for {@code workload} on {@code accelerator}. */
  public static FlatPublishedSpace of(Accelerator accelerator, AttentionWorkload workload) {
    return new FlatPublishedSpace(accelerator, workload);
  }

  @Override
  public String name() {
    return "published";
  }

  @Override
  public List<Decision> decisions() {
    return decisions;
  }

  @Override
  public void decode(int[] vector, LoopNest nest) {
    Stationarity stationarity = STATIONARITIES[vector[STATIONARITY]];
    nests.fill(nest, vector, stationarity, stationarity, rowTiles[vector[ROW_TILE]], 1);
  }

  @Override
  public Optional<int[]> encode(LoopNest nest) {
    return encodings(nest).stream().findFirst();
  }

  /** The vector of a nest; for whole heads, also that of the row tile of as many rows, if any. */
  @Override
  public List<int[]> encodings(LoopNest nest) {
    if (!nests.accepts(nest)
        || FlatNests.instanceTile(nest) != 1
        || nest.logit.stationarity != nest.attend.stationarity
        || nest.logit.stationarity == Stationarity.INPUT) {
      return List.of();
    }
    int[] vector = new int[decisions.size()];
    FlatNests.readPlaces(nest, vector);
    vector[STATIONARITY] = nest.logit.stationarity == STATIONARITIES[0] ? 0 : 1;
    List<int[]> vectors = new ArrayList<>();
    for (int value = 0; value < rowTiles.length; value++) {
      if (rowTiles[value] == FlatNests.rowTile(nest)) {
        vector[ROW_TILE] = value;
        vectors.add(vector.clone());
      }
    }
    return vectors;
  }

  @Override
  public Optional<Decomposition> decomposition(CostModel model) {
    if (!(model instanceof FlatModel)) {
      return Optional.empty();
    }
    FlatDecisions places =
        new FlatDecisions(STATIONARITY, STATIONARITY, ROW_TILE, rowTiles, -1, new int[] {1});
    return Optional.of(values -> new FlatProver(places, accelerator, workload, values));
  }
}
