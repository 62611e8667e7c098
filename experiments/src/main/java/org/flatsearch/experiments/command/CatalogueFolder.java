package org.flatsearch.experiments.command;

import java.nio.file.Path;
import org.flatsearch.results.catalogue.ScheduleCatalogue;
import picocli.CommandLine.Option;

/** The option that names a catalogue other than the one that ships. */
final class CatalogueFolder {
  @Option(
      names = "--catalogue",
      paramLabel = "DIR",
      description = "The folder of a catalogue; the one that ships if left out.")
  private Path folder;

  /** The catalogue. */
  ScheduleCatalogue load() {
    return folder == null ? ScheduleCatalogue.load() : ScheduleCatalogue.load(folder);
  }
}
