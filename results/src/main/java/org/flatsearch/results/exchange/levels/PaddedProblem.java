package org.flatsearch.results.exchange.levels;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A problem whose extents are padded, so that tiles and the sides of the array divide them: for
 * peers without ragged tiles, in which a prime extent would leave the array all but idle.
 *
 * @param schedule the schedule with tiles that divide the padded extents
 * @param workload the padded problem; its instances are sequences of a single head
 * @param padding such as {@code row 197 to 208 (5.6% more)}; empty if nothing is padded
 */
public record PaddedProblem(
    AttentionSchedule schedule, AttentionWorkload workload, String padding) {
  /** Beyond this much more, tiles give way rather than extents. */
  private static final double MOST = 1.15;

  /** The padded problem of a schedule. */
  public static PaddedProblem of(
      AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
    Map<Dimension, Integer> extents = new EnumMap<>(Dimension.class);
    List<String> padding = new ArrayList<>();
    for (Dimension dimension : Dimension.values()) {
      int extent = Extents.of(workload, dimension);
      int padded =
          dimension == Dimension.INSTANCE
              ? extent
              : padded(schedule, accelerator, dimension, extent);
      extents.put(dimension, padded);
      if (padded > extent) {
        long tenths = Math.round(1000.0 * (padded - extent) / extent);
        padding.add(
            "%s %s to %s (%s.%s%% more)"
                .formatted(dimension.jsonName(), extent, padded, tenths / 10, tenths % 10));
      }
    }
    AttentionWorkload larger =
        new AttentionWorkload(
            workload.name(),
            workload.description(),
            workload.instances(),
            1,
            1,
            extents.get(Dimension.ROW),
            extents.get(Dimension.KEY),
            extents.get(Dimension.QUERY_DIM),
            extents.get(Dimension.VALUE_DIM),
            workload.wordBytes());
    AttentionSchedule tiled =
        retile(
            schedule,
            (stage, loop) -> {
              int extent = Extents.of(workload, loop.dimension());
              int whole = extents.get(loop.dimension());
              int side = ArraySides.of(schedule, accelerator, stage, loop.dimension());
              return loop.tile() >= extent
                  ? whole
                  : loop.tile() >= side && whole % side == 0
                      ? side * Divisors.largest(whole / side, loop.tile() / side)
                      : Divisors.largest(whole, loop.tile());
            });
    return new PaddedProblem(tiled, larger, String.join(", ", padding));
  }

  private static int padded(
      AttentionSchedule schedule, Accelerator accelerator, Dimension dimension, int extent) {
    long sides = 1;
    long tiles = 1;
    for (Stage stage : Stage.values()) {
      if (stage.dimensions().contains(dimension)) {
        int side = ArraySides.of(schedule, accelerator, stage, dimension);
        int tile = schedule.tile(stage, dimension);
        boolean fills = side > 1 && tile >= side;
        sides = fills ? ArraySides.lcm(sides, side) : sides;
        tiles =
            ArraySides.lcm(
                tiles, side == 1 || tile >= extent ? 1 : fills ? tile - tile % side : tile);
      }
    }
    long both = multiple(extent, ArraySides.lcm(sides, tiles));
    return (int) (both <= MOST * extent ? both : multiple(extent, sides));
  }

  private static long multiple(long extent, long of) {
    return (extent + of - 1) / of * of;
  }

  /** The new tile of a loop; of a shared one, that of Logit. */
  interface Tiles {
    int of(Stage stage, TiledLoop loop);
  }

  /** {@code schedule} with other tiles. */
  static AttentionSchedule retile(AttentionSchedule schedule, Tiles tiles) {
    return new AttentionSchedule(
        retile(Stage.LOGIT, schedule.shared(), tiles),
        retile(Stage.LOGIT, schedule.logit(), tiles),
        retile(Stage.ATTEND, schedule.attend(), tiles),
        schedule.residency());
  }

  private static StageLoops retile(Stage stage, StageLoops loops, Tiles tiles) {
    return new StageLoops(
        retile(stage, loops.loops(), tiles), loops.stationarity(), loops.transposed());
  }

  private static List<TiledLoop> retile(Stage stage, List<TiledLoop> loops, Tiles tiles) {
    return loops.stream()
        .map(loop -> new TiledLoop(loop.dimension(), tiles.of(stage, loop)))
        .collect(Collectors.toList());
  }
}
