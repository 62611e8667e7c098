package org.flatsearch.schedule;

import java.util.List;
import java.util.Objects;

/**
 * What one stage does inside the shared loops.
 *
 * @param loops the stage's dimensions that are not shared, outermost first
 * @param stationarity what stays in the PE array
 * @param transposed whether the rows and columns of the array swap roles
 */
public record StageLoops(List<TiledLoop> loops, Stationarity stationarity, boolean transposed) {
  public StageLoops {
    loops = List.copyOf(loops);
    Objects.requireNonNull(stationarity, "stationarity");
  }
}
