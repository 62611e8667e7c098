package org.flatsearch.experiments.run;

/**
 * A place where runs can be executed, by name: what {@code run --runner} chooses from. A jar adds
 * one by naming the class in {@code META-INF/services/org.flatsearch.experiments.run.Runner}.
 */
public interface Runner {
  /** Its name: {@code local}. */
  String name();

  /** One line for lists: where runs are executed; the class, for those that do not say. */
  default String description() {
    return "class " + getClass().getName();
  }

  /**
   * An executor. It does not reach for what it executes with before {@link RunExecutor#prepare} or
   * {@link RunExecutor#execute}.
   *
   * @throws org.flatsearch.json.InvalidInputException if the settings are wrong, naming the option
   */
  RunExecutor executor(RunnerSettings settings);
}
