package org.flatsearch.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.flatsearch.experiments.run.Experiment.Existing;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A definition that is changed after some or all of its runs are finished. */
class GrownDefinitionTest {
  private static final String BEGUN =
      """
      schemaVersion: 1
      name: growing
      accelerators: [flat-edge]
      workloads: [bert]
      models: [flat]
      budgets: [200]
      searches:
        - {name: some, strategies: [random], seeds: [1..3]}
      """;

  private static final String GROWN =
      """
      schemaVersion: 1
      name: growing
      accelerators: [flat-edge]
      workloads: [trxl, bert]
      models: [flat, loopnest]
      budgets: [200]
      searches:
        - {name: first, strategies: [tabu]}
        - {name: some, strategies: [random], seeds: [1..4]}
      """;

  @TempDir Path parent;

  private RunFolder folder;

  private SmallExperiment experiment(String definition) {
    return new SmallExperiment(SmallExperiment.write(parent.resolve("growing.yaml"), definition));
  }

  @BeforeEach
  void begin() throws IOException {
    folder = new RunFolder(parent.resolve("results"));
    experiment(BEGUN).run(folder.path(), Existing.REFUSE);
  }

  @Test
  void keepsFinishedRunsAndEndsAsIfTheDefinitionHadNeverChanged() throws IOException {
    RunFolder whole = new RunFolder(parent.resolve("whole"));

    assertThat(experiment(GROWN).run(folder.path(), Existing.RESUME).executed()).isEqualTo(17);
    experiment(GROWN).run(whole.path(), Existing.REFUSE);

    assertThat(SmallExperiment.lines(folder.path()))
        .isEqualTo(SmallExperiment.lines(whole.path()))
        .hasSize(21);
    ObjectNode header = folder.header().toJson();
    ObjectNode headerOfWhole = whole.header().toJson();
    assertThat(header.remove("sessions")).hasSize(2);
    assertThat(headerOfWhole.remove("sessions")).hasSize(1);
    assertThat(header).isEqualTo(headerOfWhole);
  }

  @Test
  void takesAnotherDescriptionWithoutAnotherSession() throws IOException {
    List<String> lines = Files.readAllLines(folder.runsFile());
    ExperimentHeader before = folder.header();

    experiment(BEGUN + "description: said better\n").run(folder.path(), Existing.RESUME);

    assertThat(Files.readAllLines(folder.runsFile())).isEqualTo(lines);
    assertThat(folder.header().definitionText()).contains("said better");
    assertThat(folder.header().definitionHash()).isNotEqualTo(before.definitionHash());
    assertThat(folder.header().sessions()).isEqualTo(before.sessions());
  }

  @Test
  void leavesTheHeaderAloneWhereNothingIsLeftToDo() throws IOException {
    byte[] before = Files.readAllBytes(folder.headerFile());
    Files.setLastModifiedTime(folder.headerFile(), FileTime.fromMillis(0));

    experiment(BEGUN).run(folder.path(), Existing.RESUME);

    assertThat(Files.readAllBytes(folder.headerFile())).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(folder.headerFile()).toMillis()).isZero();
  }

  /** The definition is the same, and no run with the former accelerator is finished. */
  @Test
  void readsTheFileOfAnAcceleratorAgain() throws IOException {
    Path chip = parent.resolve("chip.json");
    Accelerator before = SpecCatalogue.accelerator("flat-edge");
    Accelerator now = before.with("bufferBytes", "1MiB");
    SmallExperiment.write(chip, StrictJson.write(before.toJson()));
    String definition = BEGUN.replace("flat-edge", chip.toString());
    Path results = parent.resolve("by-file");
    experiment(definition).run(results, Existing.REFUSE);
    Files.delete(new RunFolder(results).runsFile());
    SmallExperiment.write(chip, StrictJson.write(now.toJson()));

    experiment(definition).run(results, Existing.RESUME);

    assertThat(new RunFolder(results).header().accelerators())
        .containsOnly(Map.entry("flat-edge", now));
  }

  @Test
  void mustHaveAllThatIsFinished() throws IOException {
    byte[] before = Files.readAllBytes(folder.headerFile());
    for (String other :
        List.of(
            BEGUN.replace("1..3", "2..9"),
            GROWN.replace("1..4", "2..3"),
            GROWN.replace("name: some", "name: all"),
            GROWN.replace("[200]", "[201]"))) {
      boolean one = other.contains("2..");

      assertThatThrownBy(() -> experiment(other).run(folder.path(), Existing.RESUME))
          .as(other)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("of the 3 finished runs of ")
          .hasMessageContaining(", %s are not in ", one ? 1 : 3)
          .hasMessageContaining("must have all of them to continue; --restart discards");
    }
    assertThat(Files.readAllBytes(folder.headerFile())).isEqualTo(before);
    assertThat(Files.readAllLines(folder.runsFile())).hasSize(3);
  }
}
