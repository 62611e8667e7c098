package org.flatsearch.experiments.definition;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.flatsearch.json.InvalidInputException;

/** A definition that tests change, and what becomes of it. */
final class ValidDefinition {
  static final String VALID =
      """
      schemaVersion: 1
      name: valid
      accelerators: [flat-edge]
      workloads: [bert]
      models: [flat]
      strategies: [random]
      seeds: [1..3, 7]
      budgets: [500]
      sweeps:
        - bufferBytes: [20KiB, 2MiB]
      """;

  private ValidDefinition() {}

  /** Reads a text, called {@code d.yaml}, whose paths are relative to {@code folder}. */
  static Definition read(String text, Path folder) {
    return DefinitionReader.read(text, "d.yaml", folder);
  }

  /** The runs of a text. */
  static List<Run> runs(String text, Path folder) {
    return PlannedRuns.of(read(text, folder)).stream().map(PlannedRun::run).toList();
  }

  /** Checks that a text is refused, where, and why. */
  static void assertRefused(String text, Path folder, String place, String message) {
    assertThatThrownBy(() -> runs(text, folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("d.yaml, " + place)
        .hasMessageContaining(message);
  }
}
