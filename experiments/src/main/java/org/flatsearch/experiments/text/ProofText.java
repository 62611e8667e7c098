package org.flatsearch.experiments.text;

import org.flatsearch.results.Optimality.Status;
import org.flatsearch.results.catalogue.CatalogueEntry;

/** How much is proven about a schedule of the catalogue, in a phrase. */
public final class ProofText {
  /** A smaller distance comes from rounding. */
  private static final double ROUNDING = 1e-9;

  private ProofText() {}

  /** Such as {@code proven}, {@code at most 1.2% above 83.9 ms} or {@code at 0 J}. */
  public static String of(CatalogueEntry entry) {
    return switch (status(entry)) {
      case PROVEN -> "proven";
      case BOUNDED ->
          Units.above(entry.gap().getAsDouble(), entry.optimality().lowerBound().get(0))
              + " "
              + MetricText.of(
                  entry.objective().shortName(), entry.optimality().lowerBound().get(0));
      case UNKNOWN -> "nothing proven";
    };
  }

  /** Whether what is handed over is proven to be optimal, or is above a lower bound. */
  public static Status status(CatalogueEntry entry) {
    if (entry.gap().isEmpty()) {
      return Status.UNKNOWN;
    }
    boolean isOptimal = entry.isProven() && entry.gap().getAsDouble() < ROUNDING;
    return isOptimal ? Status.PROVEN : Status.BOUNDED;
  }
}
