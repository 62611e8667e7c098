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

/** What a runner, which may be a plug-in, executes with; names the runner where it fails. */
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

  /** Its description goes into the header of the results, so it is asked for before. */
  @Override
  public void prepare() {
    call(runner, executor::prepare);
    description();
  }

  /** What {@code outcomes} throws is thrown on, whatever the runner makes of it. */
  @Override
  public void execute(List<Run> runs, Consumer<RunOutcome> outcomes) {
    AtomicReference<RuntimeException> refusal = new AtomicReference<>();
    Consumer<RunOutcome> taken =
        outcome -> {
          Objects.requireNonNull(outcome, "an outcome is null");
          try {
            outcomes.accept(outcome);
          } catch (RuntimeException e) {
            refusal.set(e);
            throw e;
          }
        };
    RuntimeException failure = null;
    try {
      call(runner, () -> executor.execute(runs, taken));
    } catch (RuntimeException e) {
      failure = e;
    }
    if (refusal.get() != null || failure != null) {
      throw refusal.get() != null ? refusal.get() : failure;
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
          "--runner: "
              + runner
              + " failed ("
              + e
              + "). What is finished is safe; correct its jar, or take another runner, and --resume"
              + " continues.",
          e);
    }
  }
}
