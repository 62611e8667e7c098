package org.flatsearch.search;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.flatsearch.plugin.PlugIns;

/**
 * The evaluator of one thread. It calls the problem, turns its failures into {@link
 * EvaluationFailedException}, and shows the supervising thread whether an evaluation is in flight,
 * and of which point.
 */
final class PointEvaluator {
  private static final VarHandle TICKS;

  static {
    try {
      TICKS = MethodHandles.lookup().findVarHandle(PointEvaluator.class, "ticks", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final SearchProblem problem;
  private final SearchProblem.Evaluator evaluator;
  private final int[] metricIndexes;
  private final int size;

  /** All metrics of the point evaluated last. */
  final double[] metrics;

  /** Odd while an evaluation is in flight; every evaluation adds two. */
  private long ticks;

  /**
   * Written before {@link #ticks} becomes odd, so that any thread that reads an odd number sees it.
   */
  private int[] inFlight;

  PointEvaluator(SearchProblem problem, int[] metricIndexes) {
    this.problem = problem;
    this.metricIndexes = metricIndexes;
    size = problem.decisions().size();
    evaluator = problem.evaluator();
    metrics = new double[problem.metrics().size()];
  }

  /** Evaluates one point into {@code into} and {@link #metrics}. */
  void evaluate(int[] decisions, Score into) {
    if (decisions.length != size) {
      SearchProblem.requirePoint(problem, "the point", decisions);
    }
    if (inFlight != decisions) {
      inFlight = decisions;
    }
    long tick = ticks;
    TICKS.setRelease(this, tick + 1);
    double violation;
    try {
      violation = evaluator.evaluate(decisions, metrics);
    } catch (EvaluationFailedException e) {
      throw e; // It names the problem and the point already.
    } catch (Throwable e) { // A plug-in may be written in a language without checked exceptions.
      PlugIns.requireItsOwn(e);
      // If it is none, the strategy is to blame.
      SearchProblem.requirePoint(problem, "the point", decisions);
      throw new EvaluationFailedException(
          problem, decisions, "failed (" + PlugIns.told(e) + ")", e);
    } finally {
      TICKS.setRelease(this, tick + 2);
    }
    if (!(violation >= 0)) {
      throw new EvaluationFailedException(
          problem, decisions, "gave a violation of " + violation + ", not 0 or more,", null);
    }
    if (violation == 0) {
      requireNumbers(decisions);
    }
    into.set(violation, metrics, metricIndexes);
  }

  /** Requires that all metrics are finite: they are part of a result, whatever the objective is. */
  private void requireNumbers(int[] decisions) {
    for (int metric = 0; metric < metrics.length; metric++) {
      if (!Double.isFinite(metrics[metric])) {
        throw EvaluationFailedException.ofMetric(
            problem, decisions, metric, metrics[metric], "a finite number");
      }
    }
  }

  /** An odd number that stays the same while one evaluation is in flight, else even; any thread. */
  long ticks() {
    return (long) TICKS.getAcquire(this);
  }

  /** The point in flight; to be called only after {@link #ticks()} was odd. */
  int[] inFlight() {
    return inFlight.clone();
  }
}
