package org.flatsearch.experiments.catalogue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.flatsearch.results.catalogue.CatalogueDocument;
import org.flatsearch.results.catalogue.CatalogueEntry;
import org.flatsearch.results.catalogue.CatalogueObjective;
import org.flatsearch.results.catalogue.ScheduleCatalogue;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;

/**
 * The document of one accelerator while it is built. It is written after every workload, so that an
 * interrupted build loses only what was being searched. Several threads may use it.
 */
final class CatalogueFile {
  private final Path file;
  private final Accelerator accelerator;
  private final int dropped;
  private CatalogueDocument document;

  /**
   * Starts from the document in the folder, if there is one. Its entries are dropped if its
   * accelerator had other figures; if only the accelerator's description differed, the new one
   * replaces it.
   *
   * @throws org.flatsearch.json.InvalidInputException if there is a file that is not such a
   *     document
   */
  CatalogueFile(Path folder, Accelerator accelerator) {
    this.accelerator = accelerator;
    file = folder.resolve(ScheduleCatalogue.fileName(accelerator.name()));
    Optional<CatalogueDocument> present =
        Files.notExists(file) ? Optional.empty() : Optional.of(CatalogueDocument.read(file));
    List<CatalogueEntry> entries =
        present
            .filter(found -> found.accelerator().hasFiguresOf(accelerator))
            .map(CatalogueDocument::entries)
            .orElse(List.of());
    dropped = present.map(found -> found.entries().size()).orElse(0) - entries.size();
    document = new CatalogueDocument(accelerator, entries);
  }

  /** How many entries were dropped because they are for other figures of the accelerator. */
  int dropped() {
    return dropped;
  }

  Accelerator accelerator() {
    return accelerator;
  }

  /** The entry for this workload, under its name. */
  synchronized Optional<CatalogueEntry> find(
      AttentionWorkload workload, CatalogueObjective objective) {
    return document.entries().stream()
        .filter(entry -> entry.objective() == objective)
        .filter(entry -> entry.workload().name().equals(workload.name()))
        .filter(entry -> entry.workload().hasFiguresOf(workload))
        .findFirst();
  }

  synchronized void put(CatalogueEntry entry) {
    document = document.with(entry);
  }

  /** Describes the workload of entries that are for its figures as it is described now. */
  synchronized void describe(AttentionWorkload workload) {
    for (CatalogueObjective objective : CatalogueObjective.values()) {
      find(workload, objective).map(entry -> entry.with(workload)).ifPresent(this::put);
    }
  }

  /** Writes the document; one without entries only in the place of another. */
  synchronized void write() {
    document = document.inOrderOf(SpecCatalogue.workloadNames());
    if (!document.entries().isEmpty() || Files.exists(file)) {
      document.write(file);
    }
  }
}
