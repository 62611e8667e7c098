package org.flatsearch.experiments.record;

import java.util.List;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.goal.Objective;
import org.flatsearch.results.SearchSetting;

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

  /** The problem that a run is to search. */
  public static ProblemKey of(Run run) {
    return of(run.accelerator().name(), run.workload().name(), run.setting());
  }

  /** The problem that a run searched. */
  public static ProblemKey of(RunRecord run) {
    return of(run.accelerator(), run.workload(), run.setting());
  }

  private static ProblemKey of(String accelerator, String workload, SearchSetting setting) {
    return new ProblemKey(
        accelerator,
        workload,
        setting.model(),
        setting.space(),
        setting.restrictions(),
        setting.objective());
  }
}
