package org.flatsearch.experiments.compare;

import java.util.List;
import java.util.stream.IntStream;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.goal.Rounding;
import org.flatsearch.goal.Tolerance;
import org.flatsearch.goal.Trace;

/**
 * One run as a comparison sees it: the best value of the first objective by evaluations. With a
 * tolerance, a value counts as the least value that ties with it.
 *
 * <p>Traces hold no times, so every evaluation of a run is taken to cost the same processor time.
 */
public final class AnytimeRun {
  private final RunRecord record;

  /** The evaluations of the improvements. Arrays, as a comparison can have a million runs. */
  private final long[] evaluations;

  /** Their values of the first objective. */
  private final double[] values;

  AnytimeRun(RunRecord record) {
    this.record = record;
    Tolerance tolerance = record.setting().objective().tolerance();
    List<Trace.Improvement> fitting =
        record.trace().improvements().stream().filter(i -> i.violation() == 0).toList();
    evaluations = fitting.stream().mapToLong(Trace.Improvement::evaluation).toArray();
    values = fitting.stream().mapToDouble(i -> tolerance.floor(i.values().get(0))).toArray();
  }

  /** The run. */
  public RunRecord record() {
    return record;
  }

  /** The total number of evaluations. */
  public long evaluations() {
    return record.evaluations();
  }

  /**
   * A new best schedule among those that fit.
   *
   * @param evaluation the evaluation, counted from 1
   * @param value its value of the first objective
   */
  public record Improvement(long evaluation, double value) {}

  /** The improvements, in order; the first objective may stay the same while others improve. */
  public List<Improvement> improvements() {
    return IntStream.range(0, values.length)
        .mapToObj(k -> new Improvement(evaluations[k], values[k]))
        .toList();
  }

  /**
   * The best value of the first objective within a number of evaluations; infinite before the first
   * schedule that fits.
   */
  public double valueAfter(double budget) {
    double best = Double.POSITIVE_INFINITY;
    for (int k = 0; k < values.length && evaluations[k] <= budget; k++) {
      best = values[k];
    }
    return best;
  }

  /** The final value of the first objective; infinite if no schedule fits. */
  public double finalValue() {
    return valueAfter(Double.POSITIVE_INFINITY);
  }

  /** The evaluations that it took to reach a value, up to rounding; -1 if it was not reached. */
  long evaluationsTo(double target) {
    for (int k = 0; k < values.length; k++) {
      if (Rounding.compare(values[k], target) <= 0) {
        return evaluations[k];
      }
    }
    return -1;
  }

  /** Processor seconds per evaluation, including the strategy's own work. */
  public double cpuSecondsPerEvaluation() {
    return record.cpuSeconds() / Math.max(1, record.evaluations());
  }
}
