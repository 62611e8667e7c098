package org.flatsearch.cost;

import java.util.Optional;
import org.flatsearch.schedule.LoopNest;

/**
 * Scores loop nests of one workload on one accelerator. Not thread-safe: one per thread, from
 * {@link CostModel#bind}.
 */
public interface ScheduleEvaluator {
  /**
   * The rule of this model that {@code nest} breaks, or empty if the model accepts it. Capacity is
   * not such a rule: a nest that does not fit is accepted and has a violation.
   *
   * @param nest a legal nest whose tiles fit the workload
   */
  Optional<String> refusal(LoopNest nest);

  /**
   * Evaluates an accepted nest, overwriting every figure of {@code sheet}. Allocates nothing.
   *
   * @param nest a legal nest that {@link #refusal} does not refuse
   * @param sheet receives the figures
   */
  void evaluate(LoopNest nest, CostSheet sheet);

  /**
   * Evaluates an accepted nest if it fits the buffer. Of one that does not, only the footprint and
   * the violation are filled, and the rest of {@code sheet} has no meaning: a search needs no more
   * of it, and most nests that it draws at random do not fit.
   *
   * @param nest a legal nest that {@link #refusal} does not refuse
   * @param sheet receives the figures
   * @return whether the nest fits
   */
  default boolean evaluateIfFits(LoopNest nest, CostSheet sheet) {
    evaluate(nest, sheet);
    return sheet.violationBytes == 0;
  }
}
