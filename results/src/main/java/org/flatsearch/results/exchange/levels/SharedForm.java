package org.flatsearch.results.exchange.levels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.SharedLoops;

/** Recognises the form of shared loops. */
public final class SharedForm {
  private SharedForm() {}

  /**
   * The form of loops around both stages, outermost first: instances always, rows if they have a
   * loop or keys have one, keys if they have more than one iteration; empty for other loops.
   */
  public static Optional<SharedLoops> of(List<LevelLoop> loops) {
    List<Dimension> dimensions = new ArrayList<>(List.of(Dimension.INSTANCE));
    for (LevelLoop loop : loops) {
      boolean counts = loop.count() > 1 || loop.dimension() == Dimension.ROW;
      if (loop.dimension() != Dimension.INSTANCE && counts) {
        dimensions.add(loop.dimension());
      }
    }
    if (dimensions.contains(Dimension.KEY) && !dimensions.contains(Dimension.ROW)) {
      dimensions.add(dimensions.indexOf(Dimension.KEY), Dimension.ROW);
    }
    for (SharedLoops form : SharedLoops.values()) {
      if (form.dimensions().equals(dimensions)) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }
}
