package org.flatsearch.experiments.command;

import org.flatsearch.results.catalogue.CatalogueObjective;

/** Reads an objective of the catalogue. */
public final class ObjectiveConverter extends ChoiceConverter<CatalogueObjective> {
  /** Called by picocli. */
  public ObjectiveConverter() {
    super(CatalogueObjective.values(), CatalogueObjective::shortName);
  }
}
