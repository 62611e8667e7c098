package org.flatsearch.search.space.flat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.search.Decision;
import org.flatsearch.search.Decision.Kind;
import org.flatsearch.search.Decomposition;
import org.flatsearch.search.space.AllowedTiles;
import org.flatsearch.search.space.ScheduleSpace;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * Every schedule that model {@code flat} accepts and that can matter: {@code {Q, K, V, O staged?} ×
 * {fused?} × {OUTPUT, WEIGHT, INPUT for Logit} × {the same for Attend} × row tiles × instance
 * tiles}.
 *
 * <p>The row tiles are the smallest of each trip count {@code R = ⌈P/P1⌉}, that is each distinct
 * {@code ⌈P/R⌉}: some 2√P of all P. The instance tiles are the smallest of each trip count {@code
 * ⌈I/t_i⌉}, some 2√I; with finite lanes only {@code t_i = 1}. This makes {@code 288 × |row tiles| ×
 * |instance tiles|} points: 288 × 45 × 55 for 512 rows and 768 instances.
 *
 * <h2>Why nothing is lost</h2>
 *
 * Every metric (latency, energy, traffic, footprint, and with them EDP) is a sum, product or
 * maximum with non-negative terms, so it never falls when one of these grows and the others stay:
 * the access counts, the tiles, R, p·R, P1·R, the spill, t_i and ⌈I/t_i⌉. This is plain to see in
 * {@link org.flatsearch.cost.flat.FlatModel}, except for the softmax option, whose staged tensors
 * count {@code 1 − s + s·a[Q]} and {@code R·(1−s) + s·a[K]}. These equal {@code 1 + s·(a[Q] − 1)}
 * and {@code R + s·(a[K] − R)}, where {@code a[Q] ≥ 1} and {@code a[K] ≥ R} in every stationarity.
 *
 * <p><em>Row tiles.</em> Let P1' be greater than P1 with the same R, all else equal. Then the tiles
 * of P1' are no smaller (P1 and min(P1, T) grow), so its footprint and spill are no smaller; {@code
 * p = ⌈P1/T⌉} is no smaller on either side of the array, so neither are p·R and P1·R, and hence
 * neither are the access counts and the cycles. R, and with it the overhead, is the same. So P1 is
 * at least as good in every metric at once, which settles every lexicographic objective and every
 * Pareto front too. The smallest P1 of a trip count is {@code ⌈P/R⌉}. (A larger one, aligned to the
 * array, gains nothing here, because FLAT charges the last, ragged row tile like a whole one.)
 *
 * <p><em>Instance tiles.</em> t_i enters as a factor of footprint and cold traffic, through the
 * spill, and as the trip count ⌈I/t_i⌉ of the overhead. So of those with the same trip count the
 * smallest is at least as good in every metric at once. With finite lanes there is neither overhead
 * nor cold traffic, and {@code t_i = 1} is at least as good as any.
 *
 * <p>The order of the stages' own loops is left out because they have a single iteration each, and
 * slots because the model fixes them.
 */
public final class FlatFullSpace implements ScheduleSpace {
  private static final Stationarity[] STATIONARITIES = Stationarity.values();
  private static final int LOGIT_STATIONARITY = FlatNests.PLACES.size();
  private static final int ATTEND_STATIONARITY = LOGIT_STATIONARITY + 1;
  private static final int ROW_TILE = LOGIT_STATIONARITY + 2;
  private static final int INSTANCE_TILE = LOGIT_STATIONARITY + 3;

  private static final String ROW_TILE_NAME = "row.tile";
  private static final String INSTANCE_TILE_NAME = "instance.tile";

  private final Accelerator accelerator;
  private final AttentionWorkload workload;
  private final FlatNests nests;
  private final int[] rowTiles;
  private final int[] instanceTiles;
  private final List<Decision> decisions;

  private FlatFullSpace(Accelerator accelerator, AttentionWorkload workload, AllowedTiles allowed) {
    this.accelerator = accelerator;
    this.workload = workload;
    nests = new FlatNests(workload);
    rowTiles = with(smallestTiles(workload.rows()), workload.rows(), allowed.of(ROW_TILE_NAME));
    boolean finiteLanes = accelerator.lanes() < Double.POSITIVE_INFINITY;
    instanceTiles =
        with(
            finiteLanes ? new int[] {1} : smallestTiles(workload.instances()),
            workload.instances(),
            allowed.of(INSTANCE_TILE_NAME));
    List<String> stationarities = Stream.of(STATIONARITIES).map(Stationarity::jsonName).toList();
    List<Decision> all = new ArrayList<>(FlatNests.PLACES);
    all.add(new Decision("logit.stationarity", Kind.CATEGORICAL, stationarities));
    all.add(new Decision("attend.stationarity", Kind.CATEGORICAL, stationarities));
    all.add(Decision.ofNumbers(ROW_TILE_NAME, rowTiles));
    all.add(Decision.ofNumbers(INSTANCE_TILE_NAME, instanceTiles));
    decisions = List.copyOf(all);
  }

  /** The full space for {@code workload} on {@code accelerator}. */
  public static FlatFullSpace of(Accelerator accelerator, AttentionWorkload workload) {
    return of(accelerator, workload, AllowedTiles.ALL);
  }

  /**
   * The full space, plus the best of the allowed tiles: by the arguments above, the smallest
   * allowed one of each trip count.
   */
  static FlatFullSpace of(
      Accelerator accelerator, AttentionWorkload workload, AllowedTiles allowed) {
    return new FlatFullSpace(accelerator, workload, allowed);
  }

  /** These tiles, plus the smallest allowed one of each trip count. */
  private static int[] with(int[] tiles, int extent, Optional<IntPredicate> allowed) {
    if (allowed.isEmpty()) {
      return tiles;
    }
    IntStream.Builder all = IntStream.builder();
    IntStream.of(tiles).forEach(all);
    int trips = -1;
    for (int tile = 1; tile <= extent && tile > 0; tile++) {
      if (Extents.tiles(extent, tile) != trips && allowed.get().test(tile)) {
        trips = Extents.tiles(extent, tile);
        all.add(tile);
      }
    }
    return all.build().sorted().distinct().toArray();
  }

  /** The smallest tile of each trip count of {@code extent}, ascending. */
  static int[] smallestTiles(int extent) {
    IntStream.Builder tiles = IntStream.builder();
    int tile = 1;
    int trips = extent;
    tiles.add(tile);
    while (trips > 1) {
      // The smallest tile with fewer trips; how many fewer follows from it.
      tile = Extents.tiles(extent, trips - 1);
      trips = Extents.tiles(extent, tile);
      tiles.add(tile);
    }
    return tiles.build().toArray();
  }

  @Override
  public String name() {
    return "full";
  }

  @Override
  public List<Decision> decisions() {
    return decisions;
  }

  @Override
  public void decode(int[] vector, LoopNest nest) {
    nests.fill(
        nest,
        vector,
        STATIONARITIES[vector[LOGIT_STATIONARITY]],
        STATIONARITIES[vector[ATTEND_STATIONARITY]],
        rowTiles[vector[ROW_TILE]],
        instanceTiles[vector[INSTANCE_TILE]]);
  }

  /** A tile that the space leaves out is encoded as one that is at least as good. */
  @Override
  public Optional<int[]> encode(LoopNest nest) {
    if (!nests.accepts(nest)) {
      return Optional.empty();
    }
    int[] vector = new int[decisions.size()];
    FlatNests.readPlaces(nest, vector);
    vector[LOGIT_STATIONARITY] = nest.logit.stationarity.ordinal();
    vector[ATTEND_STATIONARITY] = nest.attend.stationarity.ordinal();
    vector[ROW_TILE] = largestUpTo(FlatNests.rowTile(nest), rowTiles);
    vector[INSTANCE_TILE] = largestUpTo(FlatNests.instanceTile(nest), instanceTiles);
    return Optional.of(vector);
  }

  /**
   * The index of the largest of {@code tiles} that is no larger than {@code tile}. It is at least
   * as good: {@code tiles} has the smallest of each trip count, so this one has the same trip
   * count, unless trip counts do not matter.
   */
  private static int largestUpTo(int tile, int[] tiles) {
    int found = Arrays.binarySearch(tiles, tile);
    return found >= 0 ? found : -found - 2;
  }

  @Override
  public Optional<Decomposition> decomposition(CostModel model) {
    if (!(model instanceof FlatModel)) {
      return Optional.empty();
    }
    FlatDecisions places =
        new FlatDecisions(
            LOGIT_STATIONARITY,
            ATTEND_STATIONARITY,
            ROW_TILE,
            rowTiles,
            INSTANCE_TILE,
            instanceTiles);
    return Optional.of(values -> new FlatProver(places, accelerator, workload, values));
  }
}
