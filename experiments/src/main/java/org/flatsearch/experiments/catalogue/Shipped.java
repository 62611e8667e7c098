package org.flatsearch.experiments.catalogue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.flatsearch.results.catalogue.CatalogueDocument;
import org.flatsearch.results.catalogue.CatalogueEntry;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;

/** Whether a catalogue is about the accelerators and workloads that ship under these names. */
final class Shipped {
  private Shipped() {}

  /** A sentence for each that has other figures. */
  static List<String> differences(CatalogueDocument document) {
    Set<String> differences = new LinkedHashSet<>();
    String name = document.accelerator().name();
    if (SpecCatalogue.acceleratorNames().contains(name)
        && !SpecCatalogue.accelerator(name).hasFiguresOf(document.accelerator())) {
      differences.add(name + ": the accelerator that ships has other figures");
    }
    for (CatalogueEntry entry : document.entries()) {
      AttentionWorkload workload = entry.workload();
      if (SpecCatalogue.workloadNames().contains(workload.name())
          && !SpecCatalogue.workload(workload.name()).hasFiguresOf(workload)) {
        differences.add(
            name + ": the workload " + workload.name() + " that ships has other figures");
      }
    }
    return List.copyOf(differences);
  }
}
