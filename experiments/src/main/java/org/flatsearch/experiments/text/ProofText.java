package org.flatsearch.experiments.text;

import java.util.Map;
import java.util.Optional;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.goal.Status;
import org.flatsearch.results.catalogue.CatalogueEntry;

/** How much is proven about a schedule of the catalogue, in a phrase. */
public final class ProofText {
  /** Looked up once: a catalogue has many entries. */
  private final Map<String, CostModel> models = CostModels.all();

  /**
   * Such as {@code proven}, {@code proven in latency}, {@code at most 1.2% above 83.9 ms} or {@code
   * at 0 J}.
   */
  public String of(CatalogueEntry entry) {
    String metric = entry.objective().shortName();
    return switch (status(entry)) {
      case PROVEN -> "proven";
      case UNKNOWN ->
          "nothing proven"
              + (isOutdated(entry) ? ", as a model has changed since; rebuild it" : "");
      case BOUNDED -> {
        double bound = entry.optimality().lowerBound().get(0);
        yield isProvenInFirst(entry)
            ? "proven in " + metric
            : Units.above(entry.gap().getAsDouble(), bound) + " " + Units.metric(metric, bound);
      }
    };
  }

  /**
   * The same as the end of a sentence: with the model of the proof, and what the proof leaves open.
   */
  public String inFull(CatalogueEntry entry) {
    if (status(entry) != Status.BOUNDED) {
      return of(entry);
    }
    String model = " (model " + entry.model() + ")";
    return isProvenInFirst(entry)
        ? of(entry) + model + open(entry).orElseThrow().clause()
        : of(entry) + ", which no schedule can beat" + model;
  }

  /**
   * Whether the schedule that is handed over is proven optimal, or only has a proven lower bound.
   */
  public Status status(CatalogueEntry entry) {
    if (entry.gap().isEmpty() || isOutdated(entry)) {
      return Status.UNKNOWN;
    }
    boolean isOptimal = isProvenInFirst(entry) && open(entry).isEmpty();
    return isOptimal ? Status.PROVEN : Status.BOUNDED;
  }

  /** Whether a model has changed since it made the entry. */
  private boolean isOutdated(CatalogueEntry entry) {
    return isOutdated(entry.model(), entry.modelVersion())
        || isOutdated(entry.ratedBy(), entry.ratedByVersion());
  }

  private boolean isOutdated(String model, int version) {
    return models.containsKey(model) && models.get(model).version() != version;
  }

  /** Whether it is proven that no schedule has less of the figure that counts most. */
  private static boolean isProvenInFirst(CatalogueEntry entry) {
    return entry.isProven()
        && open(entry).filter(open -> open.isFirst(entry.objective().objective())).isEmpty();
  }

  private static Optional<OpenMetric> open(CatalogueEntry entry) {
    return OpenMetric.of(
        entry.cost(), entry.objective().objective(), entry.optimality().lowerBound());
  }
}
