package org.flatsearch.experiments.text;

import org.flatsearch.results.Optimality;

/** How much is proven, in a phrase. */
public final class ProofText {
  private ProofText() {}

  /** Such as {@code proven}, or {@code at most 1.2 % above the optimum}. */
  public static String brief(Optimality optimality) {
    return switch (optimality.status()) {
      case PROVEN -> "proven";
      case BOUNDED ->
          optimality.gap().isPresent()
              ? "at most " + Units.percent(optimality.gap().getAsDouble()) + " above the optimum"
              : "bounded";
      case UNKNOWN -> "nothing proven";
    };
  }
}
