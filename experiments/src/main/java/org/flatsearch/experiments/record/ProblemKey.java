package org.flatsearch.experiments.record;

import java.util.List;
import org.flatsearch.goal.Objective;

/**
 * What determines the optimum that a run seeks: only runs that share it can be compared.
 *
 * @param accelerator name of the accelerator
 * @param workload name of the workload
 * @param model name of the cost model
 * @param space name of the space
 * @param restrictions restrictions of the space
 * @param objective what is minimised
 */
public record ProblemKey(
    String accelerator,
    String workload,
    String model,
    String space,
    List<String> restrictions,
    Objective objective) {
  public ProblemKey {
    restrictions = List.copyOf(restrictions);
  }

  /** The problem that a run searched. */
  public static ProblemKey of(RunRecord run) {
    return new ProblemKey(
        run.accelerator(),
        run.workload(),
        run.setting().model(),
        run.setting().space(),
        run.setting().restrictions(),
        run.setting().objective());
  }
}
