package org.flatsearch.experiments.compare;

import java.util.List;
import java.util.stream.IntStream;
import org.flatsearch.experiments.run.RunRecord;
import org.flatsearch.results.SearchTrace;
import org.flatsearch.search.Rounding;
import org.flatsearch.search.Tolerance;

/**
 * One run as a comparison sees it: how good the first objective was after how many evaluations.
 * With a tolerance, a value counts as the least that ties with it.
 *
 * <p>Traces hold no times, so a time is taken to be proportional to the evaluations of its run.
 */
public final class AnytimeRun {
  private final RunRecord record;
  private final long[] evaluations;
  private final double[] values;

  AnytimeRun(RunRecord record) {
    this.record = record;
    List<SearchTrace.Improvement> feasible =
        record.trace().improvements().stream().filter(i -> i.violationBytes() == 0).toList();
    evaluations = feasible.stream().mapToLong(SearchTrace.Improvement::evaluation).toArray();
    Tolerance tolerance = record.objective().tolerance();
    values = feasible.stream().mapToDouble(i -> tolerance.floor(i.values().get(0))).toArray();
  }

  /** The run. */
  public RunRecord record() {
    return record;
  }

  /** Evaluations in all. */
  public long evaluations() {
    return record.evaluations();
  }

  /**
   * A new best value of the first objective, among what fits.
   *
   * @param evaluation the evaluation, counted from 1
   * @param value the value
   */
  public record Improvement(long evaluation, double value) {}

  /** The improvements of what fits, in order; the first objective may stay while others improve. */
  public List<Improvement> improvements() {
    return IntStream.range(0, values.length)
        .mapToObj(k -> new Improvement(evaluations[k], values[k]))
        .toList();
  }

  /**
   * What the first objective came to after so many evaluations; infinite as long as nothing fits.
   */
  public double valueAfter(double budget) {
    double best = Double.POSITIVE_INFINITY;
    for (int k = 0; k < values.length && evaluations[k] <= budget; k++) {
      best = values[k];
    }
    return best;
  }

  /** What the first objective came to in the end. */
  public double finalValue() {
    return values.length == 0 ? Double.POSITIVE_INFINITY : values[values.length - 1];
  }

  /** How many evaluations it took to reach a value, up to rounding; -1 if it was not reached. */
  public long evaluationsTo(double target) {
    for (int k = 0; k < values.length; k++) {
      if (Rounding.compare(values[k], target) <= 0) {
        return evaluations[k];
      }
    }
    return -1;
  }

  /** Processor seconds an evaluation, bookkeeping of the strategy included. */
  public double cpuSecondsPerEvaluation() {
    return record.cpuSeconds() / Math.max(1, record.evaluations());
  }
}
