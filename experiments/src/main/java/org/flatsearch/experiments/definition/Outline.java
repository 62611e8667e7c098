package org.flatsearch.experiments.definition;

import java.util.List;
import java.util.Objects;

/**
 * The part of a definition that reports need. It can be read when the files of accelerators and
 * workloads that the definition names are gone, for example on another machine.
 *
 * @param description what the experiment is about, may be empty
 * @param comparisons which searches are compared
 * @param searchNames the names of the searches, in the order of the definition
 */
public record Outline(String description, List<Comparison> comparisons, List<String> searchNames) {
  public Outline {
    Objects.requireNonNull(description, "description");
    comparisons = List.copyOf(comparisons);
    searchNames = List.copyOf(searchNames);
  }
}
