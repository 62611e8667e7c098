package org.flatsearch.results.exchange.levels;

import java.util.List;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.spec.AttentionWorkload;

/**
 * How the shared tiles are spread over the cores: the tiles of instances in {@code instances} equal
 * parts, and the tiles of rows of each in {@code rows} equal parts. Whole instances come first, as
 * in contiguous blocks of tiles, so that cores share no keys if that can be avoided.
 *
 * @param instances parts of the tiles of instances
 * @param rows parts of the tiles of rows
 * @param meshX columns of the mesh of cores: the parts of rows lie along them, or those of
 *     instances if rows are not spread
 * @param meshY rows of the mesh of cores
 */
public record CoreSplit(int instances, int rows, int meshX, int meshY) {
  /** The split of the shared tiles of a schedule into equal parts that uses the most cores. */
  public static CoreSplit of(AttentionSchedule schedule, int cores, AttentionWorkload workload) {
    return of(
        cores,
        CoreBlocks.tiles(schedule, Dimension.INSTANCE, workload),
        schedule.form().dealsRows() ? CoreBlocks.tiles(schedule, Dimension.ROW, workload) : 1);
  }

  /**
   * The split into equal parts that uses the most of {@code cores}.
   *
   * @param instanceTiles tiles of instances
   * @param rowTiles tiles of rows that may be spread; 1 if they may not
   */
  static CoreSplit of(int cores, int instanceTiles, int rowTiles) {
    CoreSplit best = new CoreSplit(Divisors.largest(instanceTiles, cores), 1, cores, 1);
    for (int meshY = cores; meshY >= 1; meshY--) {
      if (cores % meshY == 0) {
        int meshX = cores / meshY;
        int instances = Divisors.largest(instanceTiles, meshY);
        int rows = Divisors.largest(rowTiles, meshX);
        if (instances * rows > best.used()) {
          best =
              instances == 1
                  ? new CoreSplit(1, rows, cores, 1)
                  : new CoreSplit(instances, rows, meshX, meshY);
        }
      }
    }
    return best;
  }

  /** How many cores there are. */
  public int cores() {
    return meshX * meshY;
  }

  /** How many cores have work. */
  public int used() {
    return instances * rows;
  }

  /** Whether instances lie along the mesh's X side, as they do if rows are not spread. */
  public boolean hasInstancesOnX() {
    return rows == 1;
  }

  /** The loops over the cores, the one along the mesh's X side last. */
  public List<LevelLoop> loops() {
    LevelLoop overInstances = new LevelLoop(Dimension.INSTANCE, instances);
    LevelLoop overRows = new LevelLoop(Dimension.ROW, rows);
    return hasInstancesOnX() ? List.of(overRows, overInstances) : List.of(overInstances, overRows);
  }
}
