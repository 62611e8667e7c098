package org.flatsearch.experiments.run;

/**
 * A way to execute the runs of an experiment, which {@code run --runner} chooses by name: the
 * plug-in interface for runners. A jar adds one by naming the class in {@code
 * META-INF/services/org.flatsearch.experiments.run.Runner}.
 */
public interface Runner {
  /** The name on the command line, such as {@code local}. */
  String name();

  /** One line for lists: where runs are executed; by default, the name of the class. */
  default String description() {
    return "class " + getClass().getName();
  }

  /**
   * An executor. It does not contact the cluster or acquire other resources before {@link
   * RunExecutor#prepare} or {@link RunExecutor#execute}.
   *
   * @throws org.flatsearch.json.InvalidInputException if the settings are wrong, naming the option
   */
  RunExecutor executor(RunnerSettings settings);
}
