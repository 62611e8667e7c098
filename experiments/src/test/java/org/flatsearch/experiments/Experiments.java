package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Experiments that the tests of commands run and read. */
final class Experiments {
  /** A single run, which takes a moment. */
  static final String SMALL =
      """
      schemaVersion: 1
      name: small
      accelerators: [flat-edge]
      workloads: [bert]
      models: [flat]
      spaces: [published]
      strategies: [random]
      budgets: [50]
      """;

  private Experiments() {}

  /** Writes a definition to a file of the folder, by the name of the experiment. */
  static Path define(Path folder, String definition) throws IOException {
    return Files.writeString(folder.resolve(name(definition) + ".yaml"), definition);
  }

  /** Defines an experiment and runs it; its results are beside its definition, by its name. */
  static Path run(Path folder, String definition) throws IOException {
    Path results = folder.resolve(name(definition));
    CommandRun run =
        CommandRun.of("run", define(folder, definition).toString(), "--out=" + results);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return results;
  }

  private static String name(String definition) {
    return definition.lines().skip(1).findFirst().orElseThrow().replace("name: ", "");
  }
}
