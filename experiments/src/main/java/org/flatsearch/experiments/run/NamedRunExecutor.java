package org.flatsearch.experiments.run;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.plugin.PlugIns;

/** The executor of a runner, which may be a plug-in. Its failures name the runner. */
final class NamedRunExecutor implements RunExecutor {
  private final String runner;
  private final RunExecutor executor;

  private NamedRunExecutor(String runner, RunExecutor executor) {
    this.runner = runner;
    this.executor = executor;
  }

  static RunExecutor of(Runner runner, RunnerSettings settings) {
    return new NamedRunExecutor(
        runner.name(), call(runner.name(), () -> runner.executor(settings), "executor"));
  }

  @Override
  public String description() {
    return PlugIns.description(executor, "runner", RunExecutor::description);
  }

  @Override
  public OptionalInt parallelism() {
    return call(runner, executor::parallelism, "parallelism");
  }

  /**
   * Also asks for the description: it goes into the header, so it must fail before that is written.
   */
  @Override
  public void prepare() {
    call(runner, executor::prepare);
    description();
  }

  /** Throws what {@code outcomes} throws, even if the runner catches or replaces it. */
  @Override
  public void execute(List<Run> runs, Consumer<RunOutcome> outcomes) {
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    Consumer<RunOutcome> taken =
        outcome -> {
          Objects.requireNonNull(outcome, "an outcome is null");
          try {
            outcomes.accept(outcome);
          } catch (RuntimeException e) {
            failure.set(e);
            throw e;
          }
        };
    try {
      call(runner, () -> executor.execute(runs, taken));
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  @Override
  public void close() {
    call(runner, executor::close);
  }

  private static void call(String runner, Runnable work) {
    call(
        runner,
        () -> {
          work.run();
          return runner;
        },
        "it");
  }

  private static <T> T call(String runner, Supplier<T> work, String what) {
    try {
      return Objects.requireNonNull(work.get(), what + " is null");
    } catch (InvalidInputException | RunnerFailedException | LinkageError e) {
      throw e;
    } catch (Throwable e) {
      PlugIns.requireItsOwn(e);
      throw new RunnerFailedException(
          ("--runner: %s failed (%s). What is finished is safe; correct its jar, or take"
                  + " another runner, and --resume continues.")
              .formatted(runner, PlugIns.told(e)),
          e);
    }
  }
}
