package org.flatsearch.experiments.compare;

import java.util.List;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.search.Rounding;
import org.flatsearch.search.Tolerance;

/**
 * One run as a comparison sees it: the best value of the first objective by evaluations. With a
 * tolerance, a value counts as the least value that ties with it.
 *
 * <p>Traces hold no times, so every evaluation of a run is taken to cost the same processor time.
 */
public final class AnytimeRun {
  private final RunRecord record;
  private final List<Improvement> improvements;

  AnytimeRun(RunRecord record) {
    this.record = record;
    Tolerance tolerance = record.objective().tolerance();
    improvements =
        record.trace().improvements().stream()
            .filter(i -> i.violationBytes() == 0)
            .map(i -> new Improvement(i.evaluation(), tolerance.floor(i.values().get(0))))
            .toList();
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
    return improvements;
  }

  /**
   * The best value of the first objective within a number of evaluations; infinite before the first
   * schedule that fits.
   */
  public double valueAfter(double budget) {
    double best = Double.POSITIVE_INFINITY;
    for (Improvement improvement : improvements) {
      if (improvement.evaluation() > budget) {
        break;
      }
      best = improvement.value();
    }
    return best;
  }

  /** The final value of the first objective; infinite if no schedule fits. */
  public double finalValue() {
    return valueAfter(Double.POSITIVE_INFINITY);
  }

  /** The evaluations that it took to reach a value, up to rounding; -1 if it was not reached. */
  long evaluationsTo(double target) {
    return improvements.stream()
        .filter(improvement -> Rounding.compare(improvement.value(), target) <= 0)
        .mapToLong(Improvement::evaluation)
        .findFirst()
        .orElse(-1);
  }

  /** Processor seconds per evaluation, including the strategy's own work. */
  public double cpuSecondsPerEvaluation() {
    return record.cpuSeconds() / Math.max(1, record.evaluations());
  }
}
