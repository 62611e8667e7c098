package org.flatsearch.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flatsearch.experiments.run.Experiment.Existing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results that somebody removes while an experiment runs, or that only seem to be removed. */
class RemovedResultsTest {
  @TempDir Path parent;
  private SmallExperiment small;
  private Path folder;

  @BeforeEach
  void define() {
    small = SmallExperiment.in(parent, 20);
    folder = parent.resolve("results");
  }

  private interface Change {
    void apply() throws IOException;
  }

  /** Executes the experiment, with a change after ten runs and another one after the next. */
  private void execute(Change first, Change second) throws IOException {
    ExperimentListener changing =
        progress -> {
          try {
            if (progress.finished() == 10) {
              first.apply();
            } else if (progress.finished() == 11) {
              second.apply();
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    small.experiment(folder).execute(new LocalRunExecutor(1), Existing.REFUSE, changing);
  }

  /** Lines that are appended to a file without a name would be lost without an error. */
  @Test
  void endTheExperiment() {
    assertThatThrownBy(
            () -> execute(() -> Files.delete(new RunFolder(folder).runsFile()), () -> {}))
        .isInstanceOf(ResultsRemovedException.class);
  }

  /** As on a network that fails for a moment: the file is open, and what is written to it stays. */
  @Test
  void areNotThoseThatCannotBeFoundForAMoment() throws Exception {
    Path moved = parent.resolve("moved");
    execute(
        () -> {
          // A link to itself can't be followed, so nobody knows what is there.
          Files.move(folder, moved);
          Files.createSymbolicLink(folder, folder);
        },
        () -> {
          Files.delete(folder);
          Files.move(moved, folder);
        });

    assertThat(new RunFolder(folder).header().runs()).isEqualTo(small.runs().size());
    assertThat(Files.lines(new RunFolder(folder).runsFile())).hasSize(small.runs().size());
  }
}
