package org.flatsearch.experiments.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.flatsearch.experiments.definition.PlannedRun;
import org.flatsearch.experiments.definition.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedRunExecutorTest {
  @TempDir private Path folder;

  /** Goes on whatever happens. */
  private record Deaf() implements Runner, RunExecutor {
    @Override
    public String name() {
      return "deaf";
    }

    @Override
    public RunExecutor executor(RunnerSettings settings) {
      return this;
    }

    @Override
    public String description() {
      return "for tests";
    }

    @Override
    public OptionalInt parallelism() {
      return OptionalInt.empty();
    }

    @Override
    public void execute(List<Run> runs, Consumer<RunOutcome> outcomes) {
      try {
        new LocalRunExecutor(1).execute(runs, outcomes);
      } catch (RuntimeException e) {
        throw new IllegalStateException("lost", e);
      }
    }
  }

  @Test
  void throwsOnThatAnOutcomeCannotBeWritten() {
    RunExecutor executor =
        NamedRunExecutor.of(new Deaf(), new RunnerSettings(OptionalInt.empty(), Optional.empty()));
    List<Run> runs =
        SmallExperiment.in(folder, 1).runs().stream().map(PlannedRun::run).limit(2).toList();

    assertThatThrownBy(
            () ->
                executor.execute(
                    runs,
                    outcome -> {
                      throw new UncheckedIOException(new IOException("disk full"));
                    }))
        .isInstanceOf(UncheckedIOException.class);
  }
}
