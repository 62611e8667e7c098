package org.flatsearch.experiments.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.flatsearch.cost.Cost;
import org.flatsearch.results.catalogue.CatalogueEntry;

/** The differences of one entry, as sentences that name it. */
final class Differences {
  private final String name;
  private final List<String> sentences = new ArrayList<>();

  Differences(String accelerator, CatalogueEntry entry) {
    name = accelerator + ", " + entry.workload().name() + ", " + entry.objective().metrics();
  }

  List<String> sentences() {
    return sentences;
  }

  void add(String sentence) {
    sentences.add(name + ": " + sentence + ".");
  }

  void exact(String what, Object stored, Object evaluated) {
    if (!stored.equals(evaluated)) {
      add(what + " is " + evaluated + ", not " + stored);
    }
  }

  void close(String what, double stored, double evaluated, double tolerance) {
    if (!(Math.abs(stored - evaluated) <= tolerance * Math.abs(stored))) {
      add(what + " is " + evaluated + ", not " + stored);
    }
  }

  /** What differs in two costs that are not equal. */
  void costs(Cost stored, Cost evaluated) {
    int before = sentences.size();
    exact("latency", stored.latencySeconds(), evaluated.latencySeconds());
    exact("energy", stored.energyJoules(), evaluated.energyJoules());
    exact("traffic", stored.trafficBytesByTensor(), evaluated.trafficBytesByTensor());
    exact("footprint", stored.footprintBytes(), evaluated.footprintBytes());
    if (sentences.size() == before) {
      add("the cost is " + evaluated + ", not " + stored);
    }
  }
}
