package org.flatsearch.experiments.run;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.flatsearch.experiments.definition.PlannedRun;
import org.flatsearch.experiments.definition.Run;
import org.flatsearch.experiments.kernel.KernelRun;
import org.flatsearch.experiments.search.PlannedSearch;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.Location;
import org.flatsearch.plugin.PlugInFailedException;

/**
 * Checks before anything runs what only models, spaces and strategies can know: that the model
 * accepts the accelerator and the workload, that the space exists and the restrictions leave
 * something of it, that the strategy accepts its parameters and the problem, and that an
 * enumeration fits its budget.
 *
 * <p>Each strategy is started on each problem, with the budget of the run, and stopped at its first
 * evaluation.
 */
public final class Preflight {
  private final RunExecution execution = new RunExecution();
  private final Set<Object> searches = new HashSet<>();

  private Preflight() {}

  /**
   * Checks all runs.
   *
   * @throws InvalidInputException for the first one that could not be executed, with line and
   *     column
   */
  public static void check(List<PlannedRun> runs) {
    Preflight preflight = new Preflight();
    runs.forEach(preflight::checkUnlessBroken);
  }

  private void checkUnlessBroken(PlannedRun planned) {
    try {
      check(planned);
    } catch (PlugInFailedException e) {
      // The runs of a broken plug-in will fail and say so; they must not keep others from running.
    }
  }

  private void check(PlannedRun planned) {
    Run run = planned.run();
    List<Object> search =
        List.of(run.accelerator().name(), run.workload().name(), run.setting().withSeed(0));
    if (searches.add(search)) {
      if (KernelRun.isMeantBy(run.setting())) {
        at(planned.problemAt(), run, () -> execution.kernel(run));
        return;
      }
      PlannedSearch trial = at(planned.problemAt(), run, () -> execution.search(run));
      at(
          planned.strategyAt(),
          run,
          () -> {
            trial.rehearse();
            return trial;
          });
    }
  }

  private static <T> T at(Location at, Run run, Supplier<T> work) {
    try {
      return work.get();
    } catch (InvalidInputException e) {
      throw at.invalid(
          "%s can't search %s × %s: %s"
              .formatted(
                  run.setting().strategy(),
                  run.accelerator().name(),
                  run.workload().name(),
                  e.getMessage()),
          e);
    }
  }
}
