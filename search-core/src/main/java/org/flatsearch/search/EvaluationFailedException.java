package org.flatsearch.search;

import java.util.Arrays;
import org.flatsearch.plugin.PlugInFailedException;
import org.flatsearch.plugin.PlugIns;

/**
 * Thrown when a problem could not evaluate one of its own points: its model threw an exception,
 * returned a figure that can't be, or did not return in time. That is a defect of the model, not a
 * property of the point, so the search ends. The message names the problem and the point.
 */
public final class EvaluationFailedException extends PlugInFailedException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure of {@code problem} at one of its points.
   *
   * @param what what the problem did, such as {@code failed}; precedes the point in the message
   * @param cause what it threw, or null
   */
  public EvaluationFailedException(
      SearchProblem problem, int[] decisions, String what, Throwable cause) {
    super(
        "problem '" + problem.name() + "' " + what + " at " + description(problem, decisions),
        cause);
  }

  /**
   * A failure of {@code problem} at none of its points.
   *
   * @param what what the problem did
   * @param cause what it threw, or null
   */
  public EvaluationFailedException(SearchProblem problem, String what, Throwable cause) {
    super("problem '" + problem.name() + "' " + what, cause);
  }

  /**
   * The failure of a problem that gave a metric a value that can't be.
   *
   * @param metric the index of the metric
   * @param rule what it must be, such as {@code a finite number}
   */
  public static EvaluationFailedException ofMetric(
      SearchProblem problem, int[] decisions, int metric, double value, String rule) {
    String name = problem.metrics().get(metric);
    String what = "gave " + value + " for metric '" + name + "', which must be " + rule + ",";
    return new EvaluationFailedException(problem, decisions, what, null);
  }

  /** How a broken problem describes its point, or the plain indexes if it cannot even do that. */
  private static String description(SearchProblem problem, int[] decisions) {
    try {
      return problem.describe(decisions);
    } catch (Throwable e) { // a plug-in's own, even an error
      PlugIns.requireItsOwn(e);
      return "decisions " + Arrays.toString(decisions);
    }
  }
}
