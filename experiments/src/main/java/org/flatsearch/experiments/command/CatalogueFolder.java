package org.flatsearch.experiments.command;

import java.nio.file.Path;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.catalogue.ScheduleCatalogue;
import picocli.CommandLine.Option;

/** The option that names a catalogue other than the one that ships. */
final class CatalogueFolder {
  @Option(
      names = "--catalogue",
      paramLabel = "DIR",
      description =
          "The folder of a catalogue; by default the one that ships. Only \"catalogue check\""
              + " evaluates its schedules again; other commands trust its figures.")
  private Path folder;

  /** The catalogue; one without entries is refused, as it most likely is the wrong folder. */
  ScheduleCatalogue load() {
    if (folder == null) {
      return ScheduleCatalogue.load();
    }
    ScheduleCatalogue catalogue = ScheduleCatalogue.load(folder);
    if (catalogue.documents().stream().allMatch(document -> document.entries().isEmpty())) {
      throw new InvalidInputException(
          "--catalogue: %s has no entry of a catalogue; \"catalogue build\" makes one."
              .formatted(folder));
    }
    return catalogue;
  }
}
