package org.flatsearch.search.space.loopnest;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.flatsearch.cost.loopnest.tile.TileFigures;

/**
 * The tile sizes of one dimension that are worth trying, ascending.
 *
 * <p>Costs depend on a tile size only through its {@link TileFigures} and never fall when one of
 * them rises, but for shares, with which they fall. A larger tile never has more trips, so a tile
 * can be beaten in all figures only by a smaller one of the same trip count. Within each trip count
 * the smallest tile is kept, and each larger one that none before it beats: it needs fewer array
 * passes or streamed cycles, or its full tiles are of a class with a larger share, which can leave
 * less to wait for. That gives some 2√D, those aligned to the array, and a few of each small trip
 * count. (The smallest alone would not do: 197 rows in 3 tiles on 16 PE rows take 15 passes with
 * tiles of 66 and 13 with tiles of 80.)
 *
 * <p>Of the figures that {@link TileFigures#isNoWorseThan} does not compare, those of a full tile
 * rise with its size, those of what the last tile has at least fall when the share rises, and those
 * of the last tile itself matter with several cores only.
 *
 * <p>With several cores a core's share of the work is {@code a} full and {@code b} last tiles with
 * {@code b·(n−1) ≤ a}, that is {@code (a − b·(n−1))} times the work of a full tile plus {@code b}
 * times that of the whole dimension: both no less for the larger tile, so the argument holds for
 * rows. Instances are different: where a core begins in the middle of the last, ragged instance
 * tile it fetches K anew for that many instances, fewer for a larger tile. With several cores every
 * instance tile is kept.
 *
 * <p>One cost can fall when a tile grows: the footprint with logits through DRAM, where the tile
 * leaves no room for a row of logits any more. A tile that needs this to be better is not in the
 * space.
 */
final class TileCandidates {
  private TileCandidates() {}

  /**
   * The tiles that no other beats.
   *
   * @param extent of the dimension
   * @param figures the figures of a tile size
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
      int tripsOfTile = (extent - 1) / tile + 1;
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
   * The tiles that no other beats, and of those that a rule allows the ones that no other allowed
   * one beats.
   *
   * @param rules which tiles the user allows, for each decision on this dimension that is
   *     restricted
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

  /** The tiles next to it are asked first: it is mostly one of them that is no worse. */
  private static boolean isUndominated(TileFigures candidate, List<TileFigures> kept, int from) {
    for (int k = kept.size() - 1; k >= from; k--) {
      if (kept.get(k).isNoWorseThan(candidate)) {
        return false;
      }
    }
    return true;
  }

  /** The tiles that divide {@code extent}: what mappers that know no ragged tiles search. */
  static List<TileFigures> divisors(int extent, IntFunction<TileFigures> figures) {
    List<TileFigures> kept = new ArrayList<>();
    for (int tile = 1; tile <= extent; tile++) {
      if (extent % tile == 0) {
        kept.add(figures.apply(tile));
      }
    }
    return List.copyOf(kept);
  }

  /** Every tile. */
  static List<TileFigures> all(int extent, IntFunction<TileFigures> figures) {
    List<TileFigures> kept = new ArrayList<>();
    for (int tile = 1; tile <= extent; tile++) {
      kept.add(figures.apply(tile));
    }
    return List.copyOf(kept);
  }
}
