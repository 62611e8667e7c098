package org.flatsearch.experiments.cpu;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Residency;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.flatsearch.schedule.TiledLoop;
import org.flatsearch.spec.AttentionWorkload;

/**
 * The schedules that the kernel runs, for tiles of a grid: powers of two and their halves again.
 */
final class TileGrid {
  private static final int LEAST_TILE = 16;
  private static final int MOST_TILE = 4096;
  private static final int MOST_PARTS = 64;

  /** Sides of the grid that {@code --grid} times. */
  private static final int[] GRID = {16, 32, 64, 128, 256, 512, 1024, 2048};

  private final AttentionWorkload workload;

  TileGrid(AttentionWorkload workload) {
    this.workload = workload;
  }

  /**
   * All schedules of the kernel's grid.
   *
   * @param threads threads, for which parts of the keys may be needed
   */
  List<AttentionSchedule> all(int threads) {
    List<AttentionSchedule> schedules = new ArrayList<>();
    for (int rows : sizes(workload.rows())) {
      for (int keys : sizes(workload.keys())) {
        addBoth(schedules, rows, keys, true, 0);
        addBoth(schedules, rows, keys, false, 0);
        for (int parts = 2; threads > 1 && parts <= MOST_PARTS; parts *= 2) {
          int part = ((workload.keys() - 1) / parts / keys + 1) * keys;
          if (part < workload.keys()) {
            addBoth(schedules, rows, keys, true, part);
          }
        }
      }
    }
    return schedules;
  }

  /** At most eight by eight tiles of rows and keys, with an online softmax. */
  List<AttentionSchedule> eightByEight() {
    List<AttentionSchedule> schedules = new ArrayList<>();
    for (int rows : within(workload.rows())) {
      for (int keys : within(workload.keys())) {
        schedules.add(schedule(rows, keys, true, 0, Dimension.KEY));
      }
    }
    return schedules;
  }

  /** Sides of the grid up to {@code extent}, and this itself if it is not among them. */
  private static TreeSet<Integer> within(int extent) {
    TreeSet<Integer> sizes = new TreeSet<>();
    for (int size : GRID) {
      sizes.add(Math.min(size, extent));
    }
    return sizes;
  }

  private static TreeSet<Integer> sizes(int extent) {
    TreeSet<Integer> sizes = new TreeSet<>();
    for (int size = LEAST_TILE; size <= MOST_TILE; size *= 2) {
      sizes.add(Math.min(size, extent));
      sizes.add(Math.min(size + size / 2, extent));
    }
    return sizes;
  }

  /** With K and V held for a tile of keys, and for an instance, where a cache has room for them. */
  private void addBoth(
      List<AttentionSchedule> schedules, int rows, int keys, boolean isOnline, int part) {
    schedules.add(schedule(rows, keys, isOnline, part, Dimension.KEY));
    schedules.add(schedule(rows, keys, isOnline, part, Dimension.INSTANCE));
  }

  private AttentionSchedule schedule(
      int rows, int keys, boolean isOnline, int part, Dimension inside) {
    List<TiledLoop> shared = new ArrayList<>();
    shared.add(new TiledLoop(Dimension.INSTANCE, 1));
    shared.add(new TiledLoop(Dimension.ROW, rows));
    TiledLoop tileOfKeys = new TiledLoop(Dimension.KEY, keys);
    List<TiledLoop> logit = new ArrayList<>();
    List<TiledLoop> attend = new ArrayList<>();
    (isOnline ? shared : logit).add(tileOfKeys);
    if (!isOnline) {
      attend.add(tileOfKeys);
    }
    logit.add(new TiledLoop(Dimension.QUERY_DIM, workload.queryDim()));
    attend.add(new TiledLoop(Dimension.VALUE_DIM, workload.valueDim()));
    // Caches fetch ahead where tiles follow one another.
    Residency ofKeys = Residency.inside(inside, inside == Dimension.KEY ? 2 : 1);
    Map<Tensor, Residency> residency = new EnumMap<>(Tensor.class);
    residency.put(Tensor.Q, Residency.inside(Dimension.ROW, 1));
    residency.put(Tensor.K, ofKeys);
    residency.put(Tensor.V, ofKeys);
    residency.put(Tensor.O, Residency.inside(Dimension.ROW, 1));
    residency.put(Tensor.LOGITS, Residency.inside(isOnline ? Dimension.KEY : Dimension.ROW, 1));
    return new AttentionSchedule(
        shared,
        part,
        0,
        new StageLoops(logit, Stationarity.OUTPUT, false),
        new StageLoops(attend, Stationarity.OUTPUT, false),
        residency);
  }
}
