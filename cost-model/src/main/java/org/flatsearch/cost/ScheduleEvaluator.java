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
   * <p>Asked for each schedule that a user hands over. A search asks for one nest of a space only,
   * to see whether the space suits the model, and takes the others of that space to be like it. So
   * a model that can rate only a part of a space accepts all of it here, and throws from {@link
   * #evaluate} for the rest.
   *
   * @param nest a legal nest whose tiles fit the workload
   */
  Optional<String> refusal(LoopNest nest);

  /**
   * Evaluates an accepted nest, overwriting every figure of {@code sheet}; {@link CostSheet#clear}
   * first sets those that the model does not count. Allocates nothing and leaves the nest as it is.
   * The same nest always costs the same, whatever was evaluated before, and by whichever thread.
   *
   * @param nest a legal nest that {@link #refusal} does not refuse; in a search, any nest of a
   *     space of which one was not refused
   * @param sheet receives the figures
   * @throws org.flatsearch.json.InvalidInputException if this model can't rate the nest all the
   *     same, saying why; in a search it counts as one that does not fit and is worse than any that
   *     is rated. Any other exception is a defect of the model and ends the search.
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
   * @throws org.flatsearch.json.InvalidInputException as {@link #evaluate} does
   */
  default boolean evaluateIfFits(LoopNest nest, CostSheet sheet) {
    evaluate(nest, sheet);
    return sheet.violationBytes == 0;
  }
}
