package org.flatsearch.results.catalogue;

import java.util.List;
import java.util.Objects;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A schedule for a workload that the catalogue may not have: that of the nearest workload, adapted.
 *
 * @param entry the entry that the schedule comes from
 * @param workload the workload that was asked for
 * @param model name of the model that rates it: the one that rates the entry, or the one of its
 *     search if the adapted schedule does not fit or takes too long to replay
 * @param modelVersion version of that model
 * @param rated the schedule, whose tiles fit that workload, and its cost there by that model; it
 *     has violations if even its smallest tiles exceed the buffer
 * @param adaptations a sentence for each tile that changed; empty if none did
 */
public record CatalogueMatch(
    CatalogueEntry entry,
    AttentionWorkload workload,
    String model,
    int modelVersion,
    RatedSchedule rated,
    List<String> adaptations) {

  public CatalogueMatch {
    Objects.requireNonNull(entry, "entry");
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(rated, "rated");
    adaptations = List.copyOf(adaptations);
    rated.schedule().requireFits(workload);
  }

  /**
   * Whether the entry is for exactly this workload, so that its proof holds for the schedule.
   * Nothing is proven about a schedule that comes from another workload.
   */
  public boolean isExact() {
    return WorkloadDistance.between(entry.workload(), workload) == 0;
  }
}
