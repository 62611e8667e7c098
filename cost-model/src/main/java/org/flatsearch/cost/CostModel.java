package org.flatsearch.cost;

import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;

/**
 * A way of scoring schedules: the plug-in interface for cost models.
 *
 * <p>Implementations are found by {@link java.util.ServiceLoader}: a jar on the class path that
 * names one in {@code META-INF/services/org.flatsearch.cost.CostModel} adds it to every command by
 * its {@link #name()}. A model is stateless, may be used by several threads at once, and knows
 * nothing of searching.
 *
 * <p>A model without a space of its own is searched in the general spaces, which hold nests of
 * every form; {@link ScheduleEvaluator} says what to do with nests that the model cannot rate.
 */
public interface CostModel {
  /** The name on the command line and in documents, such as {@code flat}. */
  String name();

  /** One line for lists: what the model is for. */
  String description();

  /**
   * The version of the figures, at least 1. It must rise whenever any schedule is scored
   * differently than before, so that stored figures of an earlier version are not mistaken for
   * those of this one.
   */
  default int version() {
    return 1;
  }

  /**
   * Prepares the evaluation of schedules of one workload on one accelerator. Called several times
   * for each search and for each schedule that is rated, so it must be fast.
   *
   * @return an evaluator with scratch space of its own, to be used by one thread at a time
   * @throws org.flatsearch.json.InvalidInputException if this model cannot score that pair (because
   *     a product overflows, for example), saying why; users see the message unchanged, so it names
   *     the model
   */
  ScheduleEvaluator bind(Accelerator accelerator, AttentionWorkload workload);
}
