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

  /**
   * Loads the catalogue.
   *
   * @throws InvalidInputException if it can't be read, or has no entries, most likely because it is
   *     the wrong folder
   */
  ScheduleCatalogue load() {
    if (folder == null) {
      return ScheduleCatalogue.load();
    }
    ScheduleCatalogue catalogue = ScheduleCatalogue.load(folder);
    if (catalogue.documents().stream().allMatch(document -> document.entries().isEmpty())) {
      throw new InvalidInputException(
          "--catalogue: no .json file of "
              + folder
              + " has an entry of a catalogue; name another folder, build one with \"catalogue"
              + " build --out DIR\", or leave out the option for the one that ships.");
    }
    return catalogue;
  }
}
