package org.flatsearch.experiments.run;

import java.util.List;
import java.util.function.Consumer;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.record.RunRecord;

/**
 * Executes runs: in this process, on a cluster or elsewhere.
 *
 * <p>A run has a JSON form ({@link Run#toJson}, {@link Run#read}) that holds all it needs; {@link
 * RunExecution} executes it in any process with the same program; its result is one line ({@link
 * RunRecord#toLine}, {@link RunRecord#read}). An executor knows nothing of folders, order or
 * resuming, so it cannot disturb them.
 */
public interface RunExecutor extends AutoCloseable {
  /** Where runs are executed, for the user: {@code 2 threads of this process}. */
  String description();

  /**
   * Acquires what execution needs, so that a failure to do so comes before anything is written.
   *
   * @throws RunnerFailedException if runs can't be executed
   */
  default void prepare() {}

  /**
   * Executes runs, in any order and as many at once as there is room for, and returns when all are
   * done. Each run must have an outcome, also if it fails: a run without one ends the experiment. A
   * second outcome of a run is ignored, and so is one of a run that is not in the list.
   *
   * @param runs an unmodifiable list
   * @param outcomes receives the outcome of each run as soon as it is known; may be called by
   *     several threads at once. If it throws, no further run is begun, and this method throws the
   *     same exception.
   * @throws RunnerFailedException if runs can't be executed any more
   */
  void execute(List<Run> runs, Consumer<RunOutcome> outcomes);

  /** Releases what execution needed. */
  @Override
  default void close() {}
}
