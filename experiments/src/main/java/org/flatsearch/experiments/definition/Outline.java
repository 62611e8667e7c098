package org.flatsearch.experiments.definition;

import java.util.List;
import java.util.Objects;

/**
 * What reports need of a definition: it can be read long after, and elsewhere, when the files of
 * accelerators and workloads that the definition names are gone.
 *
 * @param description what the experiment is about, may be empty
 * @param comparisons which searches are compared
 * @param searchNames the names of the searches, in their order
 */
public record Outline(String description, List<Comparison> comparisons, List<String> searchNames) {
  public Outline {
    Objects.requireNonNull(description, "description");
    comparisons = List.copyOf(comparisons);
    searchNames = List.copyOf(searchNames);
  }
}
