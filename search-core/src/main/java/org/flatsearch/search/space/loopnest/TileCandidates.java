package org.flatsearch.search.space.loopnest;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.flatsearch.cost.loopnest.tile.TileFigures;
import org.flatsearch.schedule.Extents;

/**
 * The tile sizes of one dimension that are worth trying, ascending.
 *
 * <p>Costs depend on a tile size only through its {@link TileFigures}. They never fall when one of
 * these rises, except for shares: when a share rises, costs never rise. A tile can be left out if
 * another beats it, that is, if the other's figures are all at least as good. Since a larger tile
 * is worse in size and a smaller one never has fewer trips, only a smaller tile of the same trip
 * count can beat it. So within each trip count the smallest tile is kept, and each larger one that
 * none before it beats: because it needs fewer array passes or streamed cycles, or because its
 * share falls into a higher class, which can leave less to wait for. That makes some 2√D tiles,
 * plus those aligned to the array and a few more of each small trip count. (The smallest alone
 * would not do: 197 rows in 3 tiles on 16 PE rows take 15 passes with tiles of 66 and 13 with tiles
 * of 80.)
 *
 * <p>{@link TileFigures#isNoWorseThan} need not compare the other figures: those of a full tile
 * rise with its size, those of the least that is left for the last tile fall when the share rises,
 * and those of the last tile itself matter only with several cores.
 *
 * <p>With several cores, a core's share of the work is {@code a} full and {@code b} last tiles with
 * {@code b·(n−1) ≤ a}, where n is the trip count. This is {@code (a − b·(n−1))} times the work of a
 * full tile plus {@code b} times that of the whole dimension. Both are no less for the larger tile,
 * so the argument holds for rows. It does not hold for instances: a core that begins in the middle
 * of the last, ragged instance tile fetches K again for the rest of that tile, which is fewer
 * instances if the tiles are larger. With several cores, every instance tile is therefore kept.
 *
 * <p>One cost can fall when a tile grows: the footprint with logits through DRAM, once the tile
 * leaves no room for a row of logits. The space leaves out tiles that are better only for this
 * reason.
 */
final class TileCandidates {
  private TileCandidates() {}

  /**
   * The tiles that no other beats.
   *
   * @param extent the extent of the dimension
   * @param figures gives the figures of a tile size
   */
  static List<TileFigures> undominated(int extent, IntFunction<TileFigures> figures) {
    return undominatedOf(extent, figures, tile -> true);
  }

  private static List<TileFigures> undominatedOf(
      int extent, IntFunction<TileFigures> figures, IntPredicate allowed) {
    List<TileFigures> kept = new ArrayList<>();
    int groupStart = 0;
    int trips = -1;
    for (int tile = 1; tile <= extent; tile++) {
      int tripsOfTile = Extents.tiles(extent, tile);
      if (tripsOfTile != trips) {
        trips = tripsOfTile;
        groupStart = kept.size();
      }
      TileFigures candidate = allowed.test(tile) ? figures.apply(tile) : null;
      if (candidate != null && isUndominated(candidate, kept, groupStart)) {
        kept.add(candidate);
      }
    }
    return List.copyOf(kept);
  }

  /**
   * The tiles that no other beats and, for each rule, the tiles it allows that no other tile it
   * allows beats.
   *
   * @param rules which tiles the user allows, one rule for each restricted decision on this
   *     dimension
   */
  static List<TileFigures> undominated(
      int extent, IntFunction<TileFigures> figures, List<IntPredicate> rules) {
    SortedMap<Integer, TileFigures> all = new TreeMap<>();
    undominated(extent, figures).forEach(tile -> all.put(tile.tile, tile));
    for (IntPredicate rule : rules) {
      undominatedOf(extent, figures, rule).forEach(tile -> all.put(tile.tile, tile));
    }
    return List.copyOf(all.values());
  }

  /** Whether no kept tile beats a candidate; the nearest come first, as mostly one of them does. */
  private static boolean isUndominated(TileFigures candidate, List<TileFigures> kept, int from) {
    for (int k = kept.size() - 1; k >= from; k--) {
      if (kept.get(k).isNoWorseThan(candidate)) {
        return false;
      }
    }
    return true;
  }

  /** The tiles that divide {@code extent}, which is what mappers without ragged tiles search. */
  static List<TileFigures> divisors(int extent, IntFunction<TileFigures> figures) {
    return IntStream.rangeClosed(1, extent)
        .filter(tile -> extent % tile == 0)
        .mapToObj(figures)
        .toList();
  }

  /** Every tile. */
  static List<TileFigures> all(int extent, IntFunction<TileFigures> figures) {
    return view(extent, k -> figures.apply(k + 1));
  }

  /** A list whose elements are found when asked for: the figures of millions take gigabytes. */
  static List<TileFigures> view(int size, IntFunction<TileFigures> element) {
    return new AbstractList<>() {
      @Override
      public TileFigures get(int index) {
        return element.apply(index);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }
}
