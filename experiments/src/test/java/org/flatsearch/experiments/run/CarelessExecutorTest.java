package org.flatsearch.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.run.Experiment.Existing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors of plug-ins that lose runs, or mix them up. */
class CarelessExecutorTest {
  @TempDir Path parent;

  private SmallExperiment small;
  private Path folder;

  /** An executor that passes the runs to a function. */
  private record Careless(BiConsumer<List<Run>, Consumer<RunOutcome>> work) implements RunExecutor {
    @Override
    public String description() {
      return "a careless plug-in";
    }

    @Override
    public OptionalInt parallelism() {
      return OptionalInt.empty();
    }

    @Override
    public void execute(List<Run> runs, Consumer<RunOutcome> outcomes) {
      work.accept(runs, outcomes);
    }
  }

  @BeforeEach
  void define() {
    small = SmallExperiment.in(parent, 1);
    folder = parent.resolve("results");
  }

  private void assertRefused(Careless executor, String message) throws IOException {
    Experiment experiment = small.experiment(folder);
    assertThatThrownBy(() -> experiment.execute(executor, Existing.REFUSE, ExperimentListener.NONE))
        .isInstanceOf(RunnerFailedException.class)
        .hasMessageContaining(message);
    assertThat(small.run(folder, Existing.RESUME).executed()).isEqualTo(1);
    small.run(parent.resolve("sound"), Existing.REFUSE);
    assertThat(SmallExperiment.lines(folder))
        .isEqualTo(SmallExperiment.lines(parent.resolve("sound")));
  }

  /** It loses the first run, and reports the outcome of every other one twice. */
  @Test
  void mayNotLoseARun() throws IOException {
    assertRefused(
        new Careless(
            (runs, outcomes) ->
                new LocalRunExecutor(2)
                    .execute(runs.subList(1, runs.size()), outcomes.andThen(outcomes))),
        "ended without an outcome of 1 of 49 runs, first random on flat-edge × bert, seed 1; every"
            + " run must have one. What is finished");
  }

  @Test
  void mayNotGiveARunTheRecordOfAnother() throws IOException {
    assertRefused(
        new Careless(
            (runs, outcomes) -> {
              String other = new RunExecution().execute(runs.get(0).repeated(99)).toLine();
              String forged =
                  other.replaceFirst("\"[0-9a-f]{16}\"", "\"" + runs.get(0).id() + "\"");
              outcomes.accept(new RunOutcome.Finished(RunRecord.read(forged, "forged")));
              outcomes.accept(new RunOutcome.Finished(RunRecord.read(forged, "again")));
              new LocalRunExecutor(2).execute(runs.subList(1, runs.size()), outcomes);
            }),
        "every run must have one, and 2 had the record of another run than they said.");
  }
}
