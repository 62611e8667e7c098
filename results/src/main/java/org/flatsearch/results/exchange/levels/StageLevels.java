package org.flatsearch.results.exchange.levels;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;

/**
 * The loops of one stage by level, each level outermost first. A dimension has at most one loop at
 * each level.
 *
 * @param stage the stage
 * @param dram loops around the tiles that move between DRAM and the buffers, shared loops first
 * @param cores loops that are spread over the cores
 * @param buffer loops around the array's passes, the streaming dimension last
 * @param rows the dimension on the rows of the array
 * @param columns the dimension on its columns
 */
public record StageLevels(
    Stage stage,
    List<LevelLoop> dram,
    List<LevelLoop> cores,
    List<LevelLoop> buffer,
    LevelLoop rows,
    LevelLoop columns) {
  public StageLevels {
    Objects.requireNonNull(stage, "stage");
    dram = List.copyOf(dram);
    cores = List.copyOf(cores);
    buffer = List.copyOf(buffer);
    Objects.requireNonNull(rows, "rows");
    Objects.requireNonNull(columns, "columns");
  }

  /** The loop over {@code dimension} among {@code loops}, or one of a single iteration. */
  public static LevelLoop find(List<LevelLoop> loops, Dimension dimension) {
    return loops.stream()
        .filter(loop -> loop.dimension() == dimension)
        .findFirst()
        .orElse(new LevelLoop(dimension, 1));
  }

  /** The tiles of {@code dimension}: its iterations outside the buffer. */
  public long tiles(Dimension dimension) {
    return (long) find(dram, dimension).count() * find(cores, dimension).count();
  }

  /** The elements of a full tile of {@code dimension} in the buffer. */
  public long tile(Dimension dimension) {
    long elements = find(buffer, dimension).count();
    for (LevelLoop loop : List.of(rows, columns)) {
      elements *= loop.dimension() == dimension ? loop.count() : 1;
    }
    return tiles(dimension) == 1 ? extent(dimension) : elements;
  }

  /** All elements of {@code dimension} that the loops run through. */
  public long extent(Dimension dimension) {
    long beforeLast = 0;
    for (LevelLoop loop : all(dimension).toList()) {
      beforeLast = beforeLast * loop.count() + loop.lastCount() - 1;
    }
    return beforeLast + 1;
  }

  /** Whether some loop over {@code dimension} ends early. */
  public boolean isRagged(Dimension dimension) {
    return all(dimension).anyMatch(LevelLoop::isRagged);
  }

  /** The loops over {@code dimension}, outermost first. */
  private Stream<LevelLoop> all(Dimension dimension) {
    return Stream.of(dram.stream(), cores.stream(), buffer.stream(), Stream.of(rows, columns))
        .flatMap(loops -> loops)
        .filter(loop -> loop.dimension() == dimension);
  }

  /** The stationarity, which follows from the dimensions on the array. */
  public Stationarity stationarity() {
    for (Stationarity stationarity : Stationarity.values()) {
      if (lies(stationarity.x(stage), stationarity.y(stage))
          || lies(stationarity.y(stage), stationarity.x(stage))) {
        return stationarity;
      }
    }
    throw new IllegalStateException("no stationarity has " + rows + " and " + columns);
  }

  /** Whether rows and columns have swapped their roles. */
  public boolean isTransposed() {
    return rows.dimension() != stationarity().x(stage);
  }

  private boolean lies(Dimension onRows, Dimension onColumns) {
    return rows.dimension() == onRows && columns.dimension() == onColumns;
  }
}
