package org.flatsearch.experiments.run;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.flatsearch.experiments.definition.Run;

/**
 * Executes runs: in this process, on a cluster or elsewhere.
 *
 * <p>A run has a JSON form ({@link Run#toJson}) that holds all it needs; {@link RunExecution}
 * executes it in any process with the same program; its result is one line ({@link
 * RunRecord#toLine}). An executor knows nothing of folders, order or resuming, so it cannot disturb
 * them.
 */
public interface RunExecutor extends AutoCloseable {
  /** Where it executes, for people: {@code 2 threads of this process}. */
  String description();

  /**
   * How many runs it executes at the same time, to estimate how long an experiment takes; empty if
   * that is not known beforehand.
   */
  OptionalInt parallelism();

  /**
   * Makes ready to execute, so that what can go wrong with that does so before anything is written.
   *
   * @throws RunnerFailedException if there is nothing to execute runs with
   */
  default void prepare() {}

  /**
   * Executes runs, in any order and as many at once as there is room for, and returns when all are
   * done. A run that fails is an outcome too, and each has one: a second outcome of a run counts
   * for nothing, as does that of a run that is none of these, and a run without ends the
   * experiment.
   *
   * @param runs cannot be changed
   * @param outcomes receives the outcome of each run as soon as it is known; may be called by
   *     several threads at once. If it throws, no further run is begun, and the exception is thrown
   *     on.
   * @throws RunnerFailedException if there is nothing to execute runs with any more
   */
  void execute(List<Run> runs, Consumer<RunOutcome> outcomes);

  /** Lets go of what it executes with. */
  @Override
  default void close() {}
}
