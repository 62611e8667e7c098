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
import org.flatsearch.json.InvalidInputException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedRunExecutorTest {
  @TempDir private Path folder;

  /** A runner that executes by itself. */
  private interface OwnRunner extends Runner, RunExecutor {
    @Override
    default RunExecutor executor(RunnerSettings settings) {
      return this;
    }

    @Override
    default String description() {
      return "for tests";
    }

    @Override
    default OptionalInt parallelism() {
      return OptionalInt.empty();
    }
  }

  /** Ignores the failure of an outcome, or throws another exception instead. */
  private record Deaf(boolean says) implements OwnRunner {
    @Override
    public String name() {
      return "deaf";
    }

    @Override
    public void execute(List<Run> runs, Consumer<RunOutcome> outcomes) {
      try {
        new LocalRunExecutor(1).execute(runs, outcomes);
      } catch (RuntimeException e) {
        if (says) {
          throw new IllegalStateException("lost", e);
        }
      }
    }
  }

  /** Throws this at once. */
  private record Failing(Throwable failure) implements OwnRunner {
    @Override
    public String name() {
      return "failing";
    }

    @Override
    public void execute(List<Run> runs, Consumer<RunOutcome> outcomes) {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    }
  }

  private static RunExecutor named(Runner runner) {
    return NamedRunExecutor.of(runner, new RunnerSettings(OptionalInt.empty(), Optional.empty()));
  }

  static List<Throwable> failuresThatAreNotOfTheRunner() {
    return List.of(
        new InvalidInputException("refused"),
        new RunnerFailedException("no cluster", null),
        new NoClassDefFoundError("org/apache/Spark"),
        new OutOfMemoryError("for tests"));
  }

  @ParameterizedTest
  @MethodSource("failuresThatAreNotOfTheRunner")
  void throwsOnWhatSaysAllByItself(Throwable failure) {
    RunExecutor executor = named(new Failing(failure));

    assertThatThrownBy(() -> executor.execute(List.of(), outcome -> {})).isSameAs(failure);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void throwsOnThatAnOutcomeCannotBeWritten(boolean says) {
    RunExecutor executor = named(new Deaf(says));
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
