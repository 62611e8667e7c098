package org.flatsearch.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flatsearch.experiments.definition.Definition;
import org.flatsearch.experiments.definition.DefinitionReader;
import org.flatsearch.experiments.definition.PlannedRun;
import org.flatsearch.experiments.run.Experiment.Existing;
import org.flatsearch.json.InvalidInputException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The header of an experiment, without which its runs can be neither reported nor continued. */
class ExperimentHeaderTest {
  @TempDir static Path shared;
  @TempDir Path parent;

  private static SmallExperiment small;
  private static Path finished;

  @BeforeAll
  static void runOnce() throws Exception {
    small = SmallExperiment.in(shared, 20);
    finished = shared.resolve("finished");
    small.run(finished, Existing.REFUSE);
  }

  /** Nothing says by which program and models such runs are. */
  @ParameterizedTest
  @EnumSource(
      value = Existing.class,
      names = {"REFUSE", "RESUME"})
  void refusesRunsWithoutTheirHeader(Existing existing) throws Exception {
    RunFolder folder = new RunFolder(parent.resolve("copy"));
    folder.create();
    Files.copy(finished.resolve(RunFolder.RUNS), folder.runsFile());

    assertThatThrownBy(() -> small.run(folder.path(), existing))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("runs.jsonl: these are runs, but experiment.json")
        .hasMessageContaining("--restart discards them, --out names another folder");
    assertThat(SmallExperiment.files(folder.path())).doesNotContain("experiment.json");
    assertThat(SmallExperiment.lines(folder.path())).isEqualTo(SmallExperiment.lines(finished));
    assertThat(small.run(folder.path(), Existing.DISCARD).executed()).isEqualTo(49);
  }

  /** A program that was killed before it wrote the header. */
  @Test
  void beginsWhereThereIsNoRunAndNoHeader() throws Exception {
    Files.createFile(new RunFolder(parent).runsFile());

    assertThat(small.run(parent, Existing.REFUSE).executed()).isEqualTo(49);
  }

  /** Such a character is part of many Persian words and of emoji; a tab comes with a slip. */
  @ParameterizedTest
  @ValueSource(strings = {"\u200c", "\t", "\u200f"})
  void readsResultsOfADefinitionWhoseFileHasAnInvisibleCharacter(String invisible)
      throws Exception {
    Definition definition =
        DefinitionReader.read(
            small.definition().text(), "my" + invisible + "folder/small.yaml", parent);
    List<PlannedRun> runs = small.runs().subList(0, 1);
    RunFolder folder = new RunFolder(parent.resolve("out"));

    new Experiment(definition, runs, folder, SmallExperiment.VERSION)
        .execute(new LocalRunExecutor(1), Existing.REFUSE, ExperimentListener.NONE);

    assertThat(folder.header().definitionFile()).startsWith("my").endsWith("folder/small.yaml");
  }
}
