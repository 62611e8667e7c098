package org.flatsearch.experiments.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.flatsearch.goal.Status;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.WhatIf;
import org.flatsearch.results.WhatIf.Part;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;

/**
 * Searches again with each part of the accelerator halved and doubled: what would more of it buy?
 *
 * <p>The parts are the buffer, the DRAM bandwidth (reads and writes), the on-chip bandwidth, the
 * softmax lanes and the array, whose columns change, or whose rows are halved if the number of
 * columns is odd. Left out are parts that are unlimited, half of an array with odd numbers of both,
 * half of a single byte, and values beyond what a figure may be.
 */
public final class WhatIfStudy {

  private static final double[] FACTORS = {0.5, 2};

  /**
   * One search of the study.
   *
   * @param part what changes
   * @param factor by how much
   * @param plan the search on the changed accelerator
   */
  public record Variant(Part part, double factor, SearchPlan plan) {
    /** Builds the space to search, which takes seconds for long sequences. */
    public PlannedSearch search() {
      return new PlannedSearch(plan);
    }

    /** What the search found. */
    public WhatIf of(ResultDocument result) {
      return new WhatIf(part, factor, result.searched(), result.optimality());
    }

    /** That nothing was found, for a search that is refused. */
    public WhatIf withoutResult() {
      Optimality unknown =
          new Optimality(plan.model().name(), Status.UNKNOWN, List.of(), OptionalDouble.empty());
      return new WhatIf(part, factor, Optional.empty(), unknown);
    }
  }

  private WhatIfStudy() {}

  /** The searches to run for {@code plan}, part by part, half before double. */
  public static List<Variant> of(SearchPlan plan) {
    List<Variant> variants = new ArrayList<>();
    for (Part part : Part.values()) {
      for (double factor : FACTORS) {
        change(plan.accelerator(), part, factor)
            .ifPresent(changed -> variants.add(new Variant(part, factor, plan.on(changed))));
      }
    }
    return variants;
  }

  /** The changed accelerator; empty if there can be none. */
  private static Optional<Accelerator> change(Accelerator accelerator, Part part, double factor) {
    Map<String, String> changes = changes(accelerator, part, factor);
    try {
      return changes.isEmpty() ? Optional.empty() : Optional.of(accelerator.with(changes));
    } catch (InvalidInputException e) {
      // The user's own figure keeps to its rule; it is not an error that half or double of it does
      // not.
      return Optional.empty();
    }
  }

  private static Map<String, String> changes(Accelerator accelerator, Part part, double factor) {
    Map<String, String> changes = new LinkedHashMap<>();
    switch (part) {
      case BUFFER ->
          whole(changes, AcceleratorFigure.BUFFER_BYTES, accelerator.bufferBytes() * factor);
      case DRAM -> {
        real(
            changes,
            AcceleratorFigure.DRAM_READ_BYTES_PER_SECOND,
            accelerator.dramReadBytesPerSecond() * factor);
        real(
            changes,
            AcceleratorFigure.DRAM_WRITE_BYTES_PER_SECOND,
            accelerator.dramWriteBytesPerSecond() * factor);
      }
      case ON_CHIP ->
          real(
              changes,
              AcceleratorFigure.ON_CHIP_BYTES_PER_SECOND,
              accelerator.onChipBytesPerSecond() * factor);
      case LANES -> real(changes, AcceleratorFigure.LANES, accelerator.lanes() * factor);
      case ARRAY -> {
        if (accelerator.columns() * factor % 1 == 0) {
          whole(changes, AcceleratorFigure.COLUMNS, accelerator.columns() * factor);
        } else if (accelerator.rows() * factor % 1 == 0) {
          whole(changes, AcceleratorFigure.ROWS, accelerator.rows() * factor);
        }
      }
    }
    return changes;
  }

  private static void whole(Map<String, String> changes, AcceleratorFigure figure, double value) {
    if (value >= 1 && value < Long.MAX_VALUE) {
      changes.put(figure.path(), Long.toString((long) value));
    }
  }

  private static void real(Map<String, String> changes, AcceleratorFigure figure, double value) {
    if (value < Double.POSITIVE_INFINITY) {
      changes.put(figure.path(), Double.toString(value));
    }
  }
}
