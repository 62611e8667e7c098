package org.flatsearch.cost;

import java.util.Optional;
import org.flatsearch.schedule.LoopNest;

/**
 * Scores loop nests of one workload on one accelerator. Not thread-safe: each thread takes its own
 * from {@link CostModel#bind}.
 */
public interface ScheduleEvaluator {
  /**
   * The rule of this model that {@code nest} breaks, or empty if the model accepts it. Capacity is
   * not such a rule: a nest that does not fit is accepted and has a violation.
   *
   * <p>Called for each schedule that a user supplies. A search calls it for only one nest of a
   * space, to see whether the space suits the model, and assumes the same of all others. So a model
   * that can rate only part of a space accepts all of it here, and throws from {@link #evaluate}
   * for the rest.
   *
   * @param nest a legal nest whose tiles fit the workload
   */
  Optional<String> refusal(LoopNest nest);

  /**
   * Evaluates an accepted nest, overwriting every figure of {@code sheet}; call {@link
   * CostSheet#clear} first to reset those that the model does not count. Leaves the nest unchanged.
   * The same nest always costs the same, whatever was evaluated before and in whichever thread. A
   * model that is searched a lot should allocate no memory here, as {@code flat} and {@code
   * loopnest} do.
   *
   * @param nest a legal nest that {@link #refusal} does not refuse; in a search, any nest of a
   *     space of which one nest was not refused
   * @param sheet receives the figures
   * @throws org.flatsearch.json.InvalidInputException if this model cannot rate the nest after all,
   *     saying why; a search counts the nest as one that does not fit, worse than any that is
   *     rated. Any other exception is a defect of the model and ends the search.
   */
  void evaluate(LoopNest nest, CostSheet sheet);

  /**
   * Evaluates an accepted nest if it fits the buffer. For a nest that does not fit, only the
   * footprint and the violation are filled in, and the rest of {@code sheet} has no meaning: a
   * search needs no more, and most randomly drawn nests do not fit.
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
